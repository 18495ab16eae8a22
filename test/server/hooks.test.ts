import { createHmac, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Flow } from '#lib/flow.ts';
import type { RunEventBody } from '#lib/run-event.ts';
import type { Json, Stored } from '#lib/value.ts';
import { openConnection, saveConnection } from '#platform/connections.ts';
import { appendRunEvents } from '#platform/run-events.ts';
import { closeDb, db } from '#prisma/client.ts';
import { handleHook } from '#server/hooks.ts';
import { addFlow, pause, publish, resume } from '#server/services/flows.ts';
import { TRUSTED } from '#lib/label.ts';
import type { Actor } from '#server/actor.ts';
import { until } from '../support/until.ts';
import { addPerson } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000 });

let owner: Actor;
beforeAll(async () => {
  owner = await addPerson('owner');
});
afterAll(closeDb);

type Hook = { flowId: string; key: string };

async function hook(
  params: Record<string, Json> = {},
  settings: NonNullable<Flow['nodes'][number]['settings']> = {},
): Promise<Hook> {
  const flow: Flow = {
    format: 'hearth.flow/1',
    name: 'Hook',
    nodes: [
      { id: 'hook', type: 'webhook', name: 'Webhook', position: { x: 0, y: 0 }, params, settings },
      { id: 'say', type: 'template', name: 'Say', position: { x: 200, y: 0 }, params: { text: 'hi' } },
    ],
    edges: [{ from: { node: 'hook', port: 'out' }, to: { node: 'say', port: 'in' } }],
    notes: [],
  };
  const { id: flowId } = await addFlow({ flow });
  await publish(flowId, owner);
  const { key } = await db().trigger.findUniqueOrThrow({ where: { id: `${flowId}:hook` } });
  return { flowId, key: key ?? '' };
}

type Call = { method?: string; body?: BodyInit; headers?: Record<string, string>; query?: string };

function call(key: string, { method = 'POST', body, headers = {}, query = '' }: Call = {}): Promise<Response> {
  const init = { method, headers, ...(body === undefined ? {} : { body, duplex: 'half' }) } as RequestInit;
  return handleHook(new Request(`http://localhost:3000/hooks/${key}${query}`, init), key);
}

async function inputOf(response: Response): Promise<Record<string, Json>> {
  const { runId } = (await response.json()) as { runId: string };
  const { input } = await db().run.findUniqueOrThrow({ where: { id: runId } });
  const stored = JSON.parse(input) as Stored;
  return stored.kind === 'inline' ? (stored.value as Record<string, Json>) : {};
}

const json = { 'content-type': 'application/json' };

test('a call is on disk before it is answered, untrusted and private', async () => {
  const { key, flowId } = await hook();
  const headers = { ...json, cookie: 'session=1', authorization: 'Bearer x', 'x-kind': 'order' };
  const added = {
    'content-security-policy': "script-src 'nonce-1'",
    'x-forwarded-for': '10.0.0.9',
    connection: 'close',
  };
  const response = await call(key, { body: '{"n": 1}', headers: { ...headers, ...added }, query: '?a=1&a=2&b=' });
  expect(response.status).toBe(202);
  const { runId, url } = (await response.clone().json()) as { runId: string; url: string };
  expect(url).toBe(`http://localhost:3000/runs/${runId}`);
  const input = await inputOf(response);
  expect(input).toMatchObject({ method: 'POST', body: { n: 1 }, query: { b: '' }, headers: { 'x-kind': 'order' } });
  expect(JSON.stringify(input)).not.toMatch(/session=1|Bearer x|nonce-1|10\.0\.0\.9|"connection"/);
  expect(JSON.stringify(input)).not.toContain(key);
  const run = await db().run.findUniqueOrThrow({ where: { id: runId } });
  expect([run.flowId, run.mode, run.status]).toEqual([flowId, 'production', 'queued']);
  const label = { integrity: 'untrusted', confidentiality: 'private', origins: ['webhook:Hook'] };
  expect(JSON.parse(run.input)).toMatchObject({ labels: { rest: label } });
  expect(await db().event.count({ where: { runId } })).toBe(1);
});

test('unknown, malformed, paused and replaced keys all get the same 404', async () => {
  const { key, flowId } = await hook();
  const unknown = await call('A'.repeat(22));
  const texts = [await unknown.text()];
  for (const bad of ['', 'x', '../../etc', "' OR 1=1", 'A'.repeat(5000)])
    texts.push(await (await call(bad.replace(/[^\w]/g, '_'))).text());
  await pause(flowId, owner);
  const paused = await call(key);
  texts.push(await paused.text());
  expect([unknown.status, paused.status, new Set(texts).size]).toEqual([404, 404, 1]);
  await resume(flowId, owner);
  expect((await call(key)).status).toBe(202);
});

test('the key has 128 bits and stays over a new publish', async () => {
  const { key, flowId } = await hook();
  expect(Buffer.from(key, 'base64url').length).toBe(16);
  await publish(flowId, owner);
  expect((await db().trigger.findUniqueOrThrow({ where: { id: `${flowId}:hook` } })).key).toBe(key);
});

test('other methods than the chosen ones are 405 and name those that fit', async () => {
  const { key } = await hook({ methods: ['POST', 'GET'] });
  for (const method of ['PUT', 'DELETE', 'OPTIONS']) {
    const response = await call(key, { method });
    expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'POST, GET']);
  }
  expect(await inputOf(await call(key, { method: 'GET', query: '?q=x' }))).toMatchObject({
    method: 'GET',
    query: { q: 'x' },
    body: null,
  });
});

test('bodies are read by their type: JSON, form, text', async () => {
  const { key } = await hook();
  const form = new URLSearchParams([
    ['a', '1'],
    ['a', '2'],
    ['__proto__', 'x'],
  ]);
  expect((await inputOf(await call(key, { body: form }))).body).toEqual(JSON.parse('{"a":["1","2"],"__proto__":"x"}'));
  const multipart = new FormData();
  multipart.set('name', 'Ann');
  expect((await inputOf(await call(key, { body: multipart }))).body).toEqual({ name: 'Ann' });
  expect((await inputOf(await call(key, { body: 'plain', headers: { 'content-type': 'text/plain' } }))).body).toBe(
    'plain',
  );
  expect(
    (await inputOf(await call(key, { body: '{"a":1}', headers: { 'content-type': 'application/cloudevents+json' } })))
      .body,
  ).toEqual({ a: 1 });
  const strict = await hook({ body: 'json' });
  expect(
    (await inputOf(await call(strict.key, { body: '[1]', headers: { 'content-type': 'text/plain' } }))).body,
  ).toEqual([1]);
});

test('what cannot be read is 400 and starts nothing', async () => {
  const { key, flowId } = await hook();
  const file = new FormData();
  file.set('file', new Blob(['x']), 'x.txt');
  const bad: Call[] = [
    { body: '{"a":', headers: json },
    { body: '['.repeat(5000) + ']'.repeat(5000), headers: json },
    { body: new Uint8Array([0xff, 0xfe, 0xfd]), headers: json },
    { body: 'x', headers: { 'content-type': 'multipart/form-data; boundary=none' } },
    { body: file },
  ];
  for (const one of bad) expect((await call(key, one)).status).toBe(400);
  expect(await db().run.count({ where: { flowId } })).toBe(0);
});

test('a body over the limit is cut off while it streams in', async () => {
  const { key, flowId } = await hook({ maxBytes: 4096 });
  let sent = 0;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      sent += 1024;
      controller.enqueue(new Uint8Array(1024));
    },
  });
  expect((await call(key, { body: endless })).status).toBe(413);
  expect(sent).toBeLessThan(64 * 1024);
  expect((await call(key, { body: 'x', headers: { 'content-length': String(20 * 1024 * 1024) } })).status).toBe(413);
  expect((await call(key, { body: 'x'.repeat(4096), headers: { 'content-type': 'text/plain' } })).status).toBe(202);
  expect(await db().run.count({ where: { flowId } })).toBe(1);
});

test('a redelivery under the same key is the same run, also when both come at once', async () => {
  const { key, flowId } = await hook();
  const send = (name: string, value: string) =>
    call(key, { body: '{}', headers: { ...json, [name]: value } }).then(
      (response) => response.json() as Promise<unknown>,
    );
  const [one, two] = await Promise.all([send('idempotency-key', 'abc'), send('idempotency-key', 'abc')]);
  expect(two).toEqual(one);
  expect(await send('webhook-id', 'abc')).toEqual(one);
  expect(await send('idempotency-key', 'def')).not.toEqual(one);
  const other = await hook();
  expect((await call(other.key, { headers: { 'idempotency-key': 'abc' } })).status).toBe(202);
  expect(await db().run.count({ where: { flowId } })).toBe(2);
});

test('with a secret, only the exact header opens, and the run never sees it', async () => {
  const { id } = await saveConnection({
    name: 'Secret',
    type: 'webhook-secret',
    config: { header: 'X-Sign' },
    secrets: { value: 'open sesame' },
    by: owner.userId,
  });
  const { key, flowId } = await hook({ secret: id });
  for (const headers of [
    {},
    { 'x-sign': '' },
    { 'x-sign': 'open' },
    { 'x-sign': 'open sesame!' },
    { 'X-Hearth-Secret': 'open sesame' },
  ]) {
    expect((await call(key, { headers: headers as Record<string, string> })).status).toBe(401);
  }
  expect(await db().run.count({ where: { flowId } })).toBe(0);
  const input = await inputOf(await call(key, { headers: { 'x-sign': 'open sesame', 'x-other': 'kept' } }));
  expect(input.headers).toEqual({ 'x-other': 'kept' });
  expect((await openConnection(id)).name).toBe('Secret');
  await db().connection.delete({ where: { id } });
  expect((await call(key, { headers: { 'x-sign': 'open sesame' } })).status).toBe(401);
});

test('a signed call is let in once, however often it is played again', async () => {
  const secret = Buffer.from('a secret of twenty-four b');
  const of = { name: 'Signed', type: 'webhook-signature', config: { scheme: 'standard' }, by: owner.userId };
  const { id } = await saveConnection({ ...of, secrets: { value: `whsec_${secret.toString('base64')}` } });
  const { key, flowId } = await hook({ secret: id });
  const at = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', secret).update(`msg_1.${at}.{"a":1}`).digest('base64');
  const signed = { 'webhook-id': 'msg_1', 'webhook-timestamp': at, 'webhook-signature': `v1,${signature}` };
  const send = (headers: Record<string, string>, body = '{"a":1}') =>
    call(key, { body, headers: { ...json, ...headers } });
  const first = await send(signed);
  expect(first.status).toBe(202);
  const { runId } = (await first.clone().json()) as { runId: string };
  expect(await inputOf(first)).toMatchObject({ body: { a: 1 }, headers: { 'webhook-id': 'msg_1' } });
  expect(JSON.stringify(await db().run.findMany({ where: { flowId } }))).not.toContain(signature);

  expect(await (await send({ ...signed, 'idempotency-key': 'fresh' })).json()).toMatchObject({ runId });
  for (const answer of [send({}), send(signed, '{"a":2}'), send({ ...signed, 'webhook-id': 'msg_2' })])
    expect((await answer).status).toBe(401);
  expect(await db().run.count({ where: { flowId } })).toBe(1);
});

async function answerWith(hookOf: Hook, bodies: RunEventBody[]): Promise<Response> {
  const pending = call(hookOf.key, { body: '{}', headers: json });
  const run = await until(() => db().run.findFirst({ where: { flowId: hookOf.flowId, status: 'queued' } }), {
    what: 'the run',
  });
  await appendRunEvents(
    run.id,
    bodies.map((body) => ({ key: randomUUID(), stepId: '', iteration: '', at: Date.now(), body })),
  );
  return pending;
}
const stored = (value: Json): Stored => ({ kind: 'inline', value, labels: { rest: TRUSTED } });

test('a flow that responds answers its caller, without the power to act as Hearth', async () => {
  const sync = await hook({ respond: 'when-finished' });
  const headers = {
    'X-Kind': 'pong',
    'Set-Cookie': 'hearth.session_token=stolen',
    'Content-Type': 'text/html',
    'Content-Security-Policy': 'script-src *',
    Location: 'javascript:alert(1)',
    'X-Accel-Redirect': '/etc/passwd',
  };
  const response = await answerWith(sync, [
    { type: 'run.responded', status: 201, headers, body: stored('<script>alert(1)</script>') },
  ]);
  expect([response.status, await response.text()]).toEqual([201, '<script>alert(1)</script>']);
  const sent = Object.fromEntries(response.headers);
  expect(sent).toMatchObject({
    'x-kind': 'pong',
    'content-type': 'text/html',
    'content-security-policy': "sandbox; default-src 'none'",
  });
  expect(response.headers.getSetCookie()).toEqual([]);
  expect(sent).not.toHaveProperty('location');
  expect(sent).not.toHaveProperty('x-accel-redirect');
});

test('a run that ends without a response says so, and why it failed stays inside', async () => {
  const done = await answerWith(await hook({ respond: 'when-finished' }), [{ type: 'run.done' }]);
  expect([done.status, await done.json()]).toMatchObject([200, { status: 'done' }]);
  const error = { type: 'Refused', message: 'internal detail' };
  const failed = await answerWith(await hook({ respond: 'when-finished' }), [{ type: 'run.failed', error }]);
  expect(failed.status).toBe(500);
  expect(await failed.text()).not.toContain('internal detail');
});

test('a sync caller is not kept for ever: without a worker it gets 202 and where to look, and the call is kept', async () => {
  const { key } = await hook({ respond: 'when-finished' });
  const response = await call(key, { body: '{"n": 1}', headers: json });
  expect(response.status).toBe(202);
  const { runId, url } = (await response.json()) as { runId: string; url: string };
  expect([url, response.headers.get('location')]).toEqual(Array(2).fill(`http://localhost:3000/runs/${runId}`));
  expect(await db().run.findUniqueOrThrow({ where: { id: runId } })).toMatchObject({ status: 'queued' });
}, 60_000);

test('a call whose run begins later is told so at once, also where it would wait for an answer', async () => {
  const { key, flowId } = await hook({ respond: 'when-finished' }, { pace: { mode: 'batch', count: 9, within: '1h' } });
  const response = await call(key, { body: '{}', headers: json });
  expect(response.status).toBe(202);
  expect(await response.json()).toMatchObject({
    waiting: { message: 'The event is kept. Its run starts once 9 events have come, or one hour after the first one.' },
  });
  expect(await db().heldEvent.count({ where: { flowId, releasedAt: null } })).toBe(1);
  expect(await db().run.count({ where: { flowId } })).toBe(0);
});

test('a call that is too many is refused, so that its sender tries again', async () => {
  const { key } = await hook({}, { pace: { mode: 'rate', count: 1, per: '1h', over: 'drop' } });
  expect((await call(key, { body: '{}', headers: json })).status).toBe(202);
  const refused = await call(key, { body: '{}', headers: json });
  expect(refused.status).toBe(429);
  expect(await refused.json()).toMatchObject({ error: { code: 'too_many' } });
});
