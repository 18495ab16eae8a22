import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { uniform, untrusted } from '#lib/label.ts';
import type { Json, Stored } from '#lib/value.ts';
import type { FileValue } from '#nodes/file-value.ts';
import { loadValue, readBlob } from '#platform/blobs.ts';
import { ingest } from '#platform/ingest.ts';
import { closeDb, db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { handleForm } from '#server/forms/handle-form.ts';
import { handleHook } from '#server/hooks.ts';
import { addFlow, publish, removeFlow } from '#server/services/flows.ts';
import { listen, listens, stopListening } from '#server/services/listen.ts';
import { runFlow } from '#server/services/start-run.ts';
import { draw } from '#test/support/draw.ts';
import { addPerson, callTrpc, signIn } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000 });

let owner: Actor;
beforeAll(async () => {
  owner = await addPerson('owner');
});
afterAll(closeDb);

type Params = Record<string, Json>;

async function flowWith(type: string, params: Params = {}): Promise<string> {
  const nodes = { start: [type, params], say: ['template', { text: 'hi' }] } as Parameters<typeof draw>[0]['nodes'];
  return (await addFlow({ flow: draw({ name: 'Drawn', nodes, wires: ['start > say'] }) })).id;
}

const place = (flowId: string) => ({ flowId, nodeId: 'start' });
const stateOf = async (flowId: string) => (await listens(flowId))[0];
const runsOf = (flowId: string) => db().run.count({ where: { flowId } });
const keyIn = (url: string | null | undefined) => url?.split('/').at(-1) ?? '';

function callHook(key: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  const init = {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json', ...headers },
  };
  return handleHook(new Request(`http://localhost:3000/hooks/${key}`, init), key);
}

describe('listening to a webhook that is only drawn', () => {
  test('opens an address for one call, shows the call, and starts nothing', async () => {
    const flowId = await flowWith('webhook');
    const { url, status, expiresAt } = await listen(place(flowId), owner);
    expect([status, url]).toEqual(['waiting', expect.stringMatching(/\/hooks\/test-[\w-]{22}$/)]);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThanOrEqual(600_000);
    const answer = await callHook(keyIn(url), { n: 1 }, { authorization: 'Bearer secret' });
    expect([answer.status, await answer.json()]).toEqual([200, { captured: true }]);
    const after = await stateOf(flowId);
    expect(after).toMatchObject({
      status: 'captured',
      url: null,
      sample: { value: { method: 'POST', body: { n: 1 } }, labels: { rest: { integrity: 'untrusted' } } },
    });
    expect(JSON.stringify(after)).not.toContain('Bearer secret');
    // For one event only: the address is gone.
    expect((await callHook(keyIn(url), { n: 2 })).status).toBe(404);
    expect([await runsOf(flowId), (await stateOf(flowId))?.sample?.value]).toEqual([0, after?.sample?.value]);
  });

  test('takes one of two calls at once', async () => {
    const flowId = await flowWith('webhook');
    const { url } = await listen(place(flowId), owner);
    const answers = await Promise.all([callHook(keyIn(url), 1), callHook(keyIn(url), 2), callHook(keyIn(url), 3)]);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('goes by the settings as they are drawn', async () => {
    const flowId = await flowWith('webhook', { methods: ['PUT'], maxBytes: 1024 });
    const key = keyIn((await listen(place(flowId), owner)).url);
    expect((await callHook(key, {})).status).toBe(405);
    const large = new Request(`http://localhost:3000/hooks/${key}`, { method: 'PUT', body: 'x'.repeat(2000) });
    expect((await handleHook(large, key)).status).toBe(413);
    expect((await stateOf(flowId))?.status).toBe('waiting');
  });

  test('ends when it is stopped, when its time is over, and when it begins anew', async () => {
    const flowId = await flowWith('webhook');
    const first = keyIn((await listen(place(flowId), owner)).url);
    const second = keyIn((await listen(place(flowId), owner)).url);
    expect((await callHook(first, {})).status).toBe(404);
    await stopListening(place(flowId));
    expect([(await stateOf(flowId))?.status, (await callHook(second, {})).status]).toEqual(['cancelled', 404]);
    const third = keyIn((await listen(place(flowId), owner)).url);
    await db().listen.update({ where: { id: `${flowId}:start` }, data: { expiresAt: new Date(Date.now() - 1) } });
    expect([(await stateOf(flowId))?.status, (await callHook(third, {})).status]).toEqual(['expired', 404]);
  });

  test('keeps the sample of before until another event comes', async () => {
    const flowId = await flowWith('webhook');
    await callHook(keyIn((await listen(place(flowId), owner)).url), 'first');
    await listen(place(flowId), owner);
    expect(await stateOf(flowId)).toMatchObject({ status: 'waiting', sample: { value: { body: 'first' } } });
  });

  test('says so when the event is too large for a sample', async () => {
    const flowId = await flowWith('webhook');
    await callHook(keyIn((await listen(place(flowId), owner)).url), 'x'.repeat(300_000));
    expect(await stateOf(flowId)).toMatchObject({ status: 'captured', sample: null });
  });
});

describe('listening to a published trigger', () => {
  test('shows its next event, which starts its run as ever', async () => {
    const flowId = await flowWith('webhook');
    await publish(flowId, owner);
    await listen(place(flowId), owner);
    const { key } = await db().trigger.findUniqueOrThrow({ where: { id: `${flowId}:start` } });
    expect((await callHook(key ?? '', { real: true })).status).toBe(202);
    expect(await stateOf(flowId)).toMatchObject({ status: 'captured', sample: { value: { body: { real: true } } } });
    expect(await runsOf(flowId)).toBe(1);
    expect((await callHook(key ?? '', { real: 2 })).status).toBe(202);
    expect((await stateOf(flowId))?.sample?.value).toMatchObject({ body: { real: true } });
  });

  test('shows nothing that comes after its time', async () => {
    const flowId = await flowWith('webhook');
    await publish(flowId, owner);
    await listen(place(flowId), owner);
    await db().listen.update({ where: { id: `${flowId}:start` }, data: { expiresAt: new Date(Date.now() - 1) } });
    const { key } = await db().trigger.findUniqueOrThrow({ where: { id: `${flowId}:start` } });
    expect((await callHook(key ?? '', {})).status).toBe(202);
    expect(await stateOf(flowId)).toMatchObject({ status: 'expired', sample: null });
  });

  test('does not take a start by hand, a test or a run again for an event', async () => {
    const flowId = await flowWith('webhook');
    await publish(flowId, owner);
    await listen(place(flowId), owner);
    await runFlow({ id: flowId, mode: 'production', actor: owner });
    await runFlow({ id: flowId, mode: 'test', actor: owner });
    expect((await stateOf(flowId))?.status).toBe('waiting');
  });

  test('that has no address of its own waits for what comes to the flow', async () => {
    const flowId = await flowWith('schedule', { mode: 'every', every: '1h' });
    // All that a schedule says is the time: that need not be waited for.
    expect(await listen(place(flowId), owner)).toMatchObject({
      status: 'captured',
      url: null,
      sample: { value: { scheduledAt: expect.any(String) as string, firedAt: expect.any(String) as string } },
    });
  });
});

describe('listening to a form that is only drawn', () => {
  const fields = [{ name: 'who', type: 'text', required: true }];

  test('opens a page that says it is a test, and shows what was sent', async () => {
    const flowId = await flowWith('form', { title: 'Guests', fields });
    const key = keyIn((await listen(place(flowId), owner)).url);
    const url = `http://localhost:3000/forms/${key}`;
    const page = await (await handleForm(new Request(url), key)).text();
    expect(page).toContain('This is a test');
    const token = /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '';
    const send = (who: string) =>
      handleForm(new Request(url, { method: 'POST', body: new URLSearchParams({ token, 'f.who': who }) }), key);
    expect((await send('')).status).toBe(422);
    const answer = await send('Ann');
    expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('Captured')]);
    expect(await stateOf(flowId)).toMatchObject({ sample: { value: { fields: { who: 'Ann' }, files: {} } } });
    expect([(await send('Bob')).status, await runsOf(flowId)]).toEqual([404, 0]);
  });

  test('asks for its settings to be put right first', async () => {
    const flowId = await flowWith('form', { title: 'Guests' });
    await expect(listen(place(flowId), owner)).rejects.toThrow(/Put right/);
  });
});

test('a test run that begins with a captured event has files of its own', async () => {
  const flowId = await flowWith('form', { title: 'Guests', fields: [{ name: 'cv', type: 'file' }] });
  await publish(flowId, owner);
  await listen(place(flowId), owner);
  const { key } = await db().trigger.findUniqueOrThrow({ where: { id: `${flowId}:start` } });
  const url = `http://localhost:3000/forms/${key}`;
  const page = await (await handleForm(new Request(url), key ?? '')).text();
  const body = new FormData();
  body.append('token', /name="token" value="([^"]+)"/.exec(page)?.[1] ?? '');
  body.append('f.cv', new Blob(['hello'], { type: 'text/plain' }), 'cv.txt');
  expect((await handleForm(new Request(url, { method: 'POST', body }), key ?? '')).status).toBe(303);
  const sample = (await stateOf(flowId))?.sample?.value as { files: { cv: FileValue } };
  const { runId } = await runFlow({ id: flowId, mode: 'test', actor: owner, input: sample });
  const run = await db().run.findUniqueOrThrow({ where: { id: runId } });
  const { files } = (await loadValue(JSON.parse(run.input) as Stored)) as typeof sample;
  expect(files.cv).toEqual({ ...sample.files.cv, ref: expect.not.stringContaining(sample.files.cv.ref) as string });
  expect(await db().blob.findUniqueOrThrow({ where: { id: files.cv.ref } })).toMatchObject({ runId });
  expect((await readBlob(files.cv)).toString()).toBe('hello');
  // A file that is not of the sample is not fetched from elsewhere by naming it.
  const other = { files: { cv: { ...sample.files.cv, ref: 'a'.repeat(32) } } };
  const named = await runFlow({ id: flowId, mode: 'test', actor: owner, input: other });
  expect((await db().run.findUniqueOrThrow({ where: { id: named.runId } })).input).toContain('a'.repeat(32));
});

describe('listening', () => {
  test('needs a trigger that has events, in a flow that is there', async () => {
    await expect(listen(place(await flowWith('manual')), owner)).rejects.toThrow(/by hand/);
    const flowId = await flowWith('webhook');
    await expect(listen({ flowId, nodeId: 'say' }, owner)).rejects.toThrow(/Only a trigger/);
    await expect(listen({ flowId, nodeId: 'none' }, owner)).rejects.toThrow(/no such step/);
    await removeFlow(flowId, owner);
    await expect(listen(place(flowId), owner)).rejects.toThrow(/no flow/);
  });

  test('needs the right to edit; who may view sees what came', async () => {
    const flowId = await flowWith('webhook');
    const viewer = await signIn((await addPerson('viewer')).email);
    const start = await callTrpc('listen.start', { cookie: viewer, mutate: true, input: place(flowId) });
    expect(start.status).toBe(403);
    const editor = await signIn((await addPerson('editor')).email);
    const begun = await callTrpc('listen.start', { cookie: editor, mutate: true, input: place(flowId) });
    expect(begun).toMatchObject({ status: 200, data: { status: 'waiting' } });
    const seen = await callTrpc('listen.list', { cookie: viewer, input: { id: flowId } });
    expect(seen).toMatchObject({ status: 200, data: [{ nodeId: 'start', status: 'waiting' }] });
  });

  test('never keeps an event from its run', async () => {
    const flowId = await flowWith('webhook');
    const { versionId } = await publish(flowId, owner);
    const { planHash } = await db().flowVersion.findUniqueOrThrow({ where: { id: versionId } });
    await listen(place(flowId), owner);
    const event = { triggerId: `${flowId}:start`, flowId, versionId, planHash, dedupeKey: 'once' };
    const add = () =>
      ingest({ ...event, input: { body: 1 }, labels: uniform(untrusted('webhook:x')), mode: 'production' });
    const first = await add();
    expect(await add()).toEqual({ runId: first.runId, duplicate: true });
    expect((await stateOf(flowId))?.status).toBe('captured');
  });
});
