import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { runCli } from '#bin/cli/program.ts';
import { closeDb, db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { handleHook } from '#server/hooks.ts';
import { startNudgeHub } from '#server/nudge-hub.ts';
import { PassThrough, Readable } from 'node:stream';
import { startApi, type ApiServer } from '../support/api-server.ts';
import { chain, draw } from '../support/draw.ts';
import { useHearth } from '../support/hearth.ts';
import { until } from '../support/until.ts';
import { addPerson, callApi, callTrpc, signIn, tokenOf } from './house.ts';

// A Temporal server and a worker start here.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });
useHearth();

let owner: Actor;
let token: string;
let stopNudges: () => Promise<void>;
let server: ApiServer;
beforeAll(async () => {
  owner = await addPerson('owner');
  token = await tokenOf(owner, ['admin']);
  stopNudges = await startNudgeHub();
  server = await startApi();
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await stopNudges();
  await closeDb();
});

async function typed(args: string[]): Promise<{ code: number; data: Record<string, unknown> }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const own = { HEARTH_URL: server.url, HEARTH_TOKEN: token };
  const io = { stdin: Readable.from([]), stdout, stderr, env: own, folder: '.', exitCode: 0 };
  const code = await runCli([...args, '--json'], io);
  return { code, data: JSON.parse((stdout.read() as Buffer).toString()) as Record<string, unknown> };
}

async function published(flow: ReturnType<typeof draw>): Promise<string> {
  const { body } = await callApi('/flows', { method: 'POST', token, body: flow });
  const id = body.id as string;
  const answer = await callApi(`/flows/${id}/publish`, { method: 'POST', token });
  expect(answer.body).toMatchObject({ number: 1 });
  return id;
}

async function hookKey(flowId: string): Promise<string> {
  return (await db().trigger.findFirstOrThrow({ where: { flowId, type: 'webhook' } })).key ?? '';
}

const hello = draw({
  name: 'Hello',
  nodes: { start: ['manual'], say: ['template', { text: 'Hello {{ trigger.name }}' }] },
  wires: chain('start', 'say'),
});

test('a run over REST is waited for, shown with its steps, and run again', async () => {
  const id = await published(hello);
  const started = await callApi(`/flows/${id}/runs`, {
    method: 'POST',
    token,
    body: { input: { name: 'Ann' }, wait: 30 },
  });
  expect(started.body).toMatchObject({ status: 'done', error: null });
  const { body } = await callApi(`/runs/${started.body.runId as string}`, { token });
  expect(body).toMatchObject({ status: 'done', input: { name: 'Ann' }, version: { number: 1 } });
  const say = (body.steps as { node: string }[]).find((step) => step.node === 'say');
  expect(say).toMatchObject({
    type: 'template',
    status: 'done',
    output: { text: 'Hello Ann' },
    label: { integrity: 'untrusted' },
  });
  const again = await callApi(`/runs/${body.id as string}/retry`, {
    method: 'POST',
    token,
    body: { version: 'current' },
  });
  const second = await until(
    async () => {
      const view = (await callApi(`/runs/${again.body.runId as string}`, { token })).body;
      return view.status === 'done' && view;
    },
    { what: 'the second run' },
  );
  expect(second).toMatchObject({ retryOfId: body.id, input: { name: 'Ann' } });
});

test('a run is run again from a step, over REST and from the terminal, with the steps before it reused', async () => {
  const id = await published(
    draw({
      name: 'Two',
      nodes: { start: ['manual'], one: ['set', { fields: { a: 1 } }], two: ['set', { fields: { b: 2 } }] },
      wires: chain('start', 'one', 'two'),
    }),
  );
  const first = await callApi(`/flows/${id}/runs`, { method: 'POST', token, body: { wait: 30 } });
  const runId = first.body.runId as string;
  const body = { from: { step: 'two' } };
  const again = await callApi(`/runs/${runId}/retry`, { method: 'POST', token, body });
  const stepsOf = async (run: string) => {
    const view = await until(
      async () => {
        const shown = (await callApi(`/runs/${run}`, { token })).body;
        return shown.status === 'done' && shown;
      },
      { what: 'the end of the run' },
    );
    return (view.steps as { node: string; reused: boolean }[]).map(({ node, reused }) => [node, reused]);
  };
  expect(await stepsOf(again.body.runId as string)).toEqual([
    ['one', true],
    ['two', false],
  ]);
  expect(await typed(['runs', 'retry', runId, '--from', 'two', '--dry-run'])).toMatchObject({
    code: 0,
    data: { reused: [{ node: 'one' }], again: [{ node: 'two', why: 'chosen' }], effects: [] },
  });
  const unknown = await callApi(`/runs/${runId}/retry`, { method: 'POST', token, body: { from: { step: 'gone' } } });
  expect(unknown.status).toBe(400);
  const many = await callApi('/runs/retry', { method: 'POST', token, body: { filter: { flowId: id }, dryRun: true } });
  expect([many.status, many.body]).toEqual([202, { found: 0, retried: [], leftOut: [], next: null }]);
});

test('a caller of a webhook hears what the flow responds', async () => {
  const flow = draw({
    name: 'Echo',
    nodes: {
      hook: ['webhook', { respond: 'when-finished' }],
      answer: ['respond', { status: 201, headers: { 'X-Kind': 'echo' }, body: { heard: '{{ trigger.body.word }}' } }],
    },
    wires: chain('hook', 'answer'),
  });
  const key = await hookKey(await published(flow));
  const call = new Request('http://localhost:3000/hooks/x', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"word":"ping"}',
  });
  const response = await handleHook(call, key);
  expect([response.status, response.headers.get('x-kind'), await response.json()]).toEqual([
    201,
    'echo',
    { heard: 'ping' },
  ]);
});

test('a run that waits for a person goes on when they decide in the page', async () => {
  const flow = draw({
    name: 'Ask',
    nodes: {
      start: ['manual'],
      ask: ['approval', { title: 'Really?' }],
      yes: ['template', { text: 'yes' }],
    },
    wires: ['start > ask', 'ask.approve > yes'],
  });
  const id = await published(flow);
  const cookie = await signIn(owner.email);
  const { data } = await callTrpc('flows.run', { cookie, mutate: true, input: { id, mode: 'production' } });
  const { runId } = data as { runId: string };
  const approval = await until(() => db().approval.findFirst({ where: { runId, status: 'waiting' } }), {
    what: 'the approval',
  });
  await until(async () => (await callApi(`/runs/${runId}`, { token })).body.status === 'waiting', {
    what: 'the pause',
  });
  const decided = await callTrpc('approvals.decide', {
    cookie,
    mutate: true,
    input: { id: approval.id, choice: 'approve' },
  });
  expect(decided.status).toBe(200);
  const view = await until(
    async () => {
      const { body } = await callApi(`/runs/${runId}`, { token });
      return body.endedAt !== null && body;
    },
    { what: 'the end of the run' },
  );
  expect(view).toMatchObject({ status: 'done' });
  const steps = view.steps as { node: string; status: string; decidedBy: unknown }[];
  expect(steps.find((step) => step.node === 'ask')).toMatchObject({
    status: 'done',
    decidedBy: { choice: 'approve', by: 'owner' },
  });
  expect(steps.find((step) => step.node === 'yes')).toMatchObject({ status: 'done' });
});

test('a run can be stopped in the middle of a wait', async () => {
  const flow = draw({
    name: 'Wait',
    nodes: { start: ['manual'], rest: ['wait', { for: '1h' }] },
    wires: chain('start', 'rest'),
  });
  const id = await published(flow);
  const { body } = await callApi(`/flows/${id}/runs`, { method: 'POST', token, body: {} });
  const runId = body.runId as string;
  await until(() => db().runEvent.findFirst({ where: { runId, type: 'step.waiting' } }), { what: 'the wait' });
  expect((await callApi(`/runs/${runId}/cancel`, { method: 'POST', token, body: { reason: 'enough' } })).status).toBe(
    202,
  );
  await until(async () => (await callApi(`/runs/${runId}`, { token })).body.status === 'stopped', { what: 'the stop' });
});

test('a connection is tried in the worker, and the page hears how it went', async () => {
  const made = await callApi('/connections', {
    method: 'POST',
    token,
    body: { name: 'Nobody there', type: 'ollama', config: { baseUrl: 'http://127.0.0.1:9' }, secrets: {} },
  });
  const id = made.body.id as string;
  const tried = await callApi(`/connections/${id}/test`, { method: 'POST', token });
  expect(tried.body).toMatchObject({ ok: false, message: expect.any(String) as string });
  expect((await callApi(`/connections/${id}`, { token })).body).toMatchObject({ testResult: { ok: false } });
});

test('the status says that engine and worker are there', async () => {
  expect((await callApi('/status', { token })).body).toMatchObject({ temporal: { ok: true }, worker: { ok: true } });
});

test('the command line runs a flow and waits for its end', async () => {
  await published({ ...hello, name: 'Hello from the terminal' });
  const { code, data } = await typed(['run', 'Hello from the terminal', '--input', '{"name":"Bo"}', '--wait', '30']);
  expect([code, data.status]).toEqual([0, 'done']);
  // A token brought it: it may come from anywhere.
  const { input } = await db().run.findUniqueOrThrow({ where: { id: data.runId as string } });
  expect(JSON.parse(input)).toMatchObject({ labels: { rest: { integrity: 'untrusted' } } });
});
