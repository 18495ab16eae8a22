import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { closeDb, db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { API_BODY_LIMIT } from '#server/body.ts';
import { routes } from '#server/api/table.ts';
import { revokeToken } from '#server/services/tokens.ts';
import { addPerson, callApi, signIn, tokenOf } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000 });

let owner: Actor;
let admin: string;
beforeAll(async () => {
  owner = await addPerson('owner');
  admin = await tokenOf(owner, ['admin']);
});
afterAll(closeDb);

const flow = {
  format: 'hearth.flow/1',
  name: 'Hello',
  nodes: [
    { id: 'start', type: 'manual', name: 'Start', position: { x: 0, y: 0 }, params: {} },
    {
      id: 'hello',
      type: 'template',
      name: 'Say',
      position: { x: 200, y: 0 },
      params: { text: 'Hello {{ trigger.name }}' },
    },
  ],
  edges: [{ from: { node: 'start', port: 'out' }, to: { node: 'hello', port: 'in' } }],
};
const sample = (path: string) => path.replace(/:\w+/g, 'nothing');

test('every address has a right, and health alone is public', () => {
  expect(routes.filter((route) => route.right === 'public').map((route) => route.path)).toEqual(['/health']);
  const own = routes.filter((route) => route.right === 'signed-in').map((route) => `${route.method} ${route.path}`);
  expect(own).toEqual(['GET /me', 'GET /tokens', 'POST /tokens', 'PATCH /tokens/:id', 'DELETE /tokens/:id']);
  const weak = routes.filter((route) => route.method !== 'GET' && ['view', 'public'].includes(route.right));
  expect(weak.map((route) => route.path)).toEqual(['/flows/validate']);
});

test('without a token every other address answers 401, and health says only ok', async () => {
  for (const route of routes) {
    const { status, headers, body } = await callApi(sample(route.path), {
      method: route.method,
      body: route.body ? {} : undefined,
    });
    if (route.right === 'public') expect([status, body]).toEqual([200, { status: 'ok' }]);
    else
      expect([route.path, status, headers.get('www-authenticate')]).toEqual([route.path, 401, 'Bearer realm="hearth"']);
  }
});

test('a wrong, revoked, expired or malformed token is 401, never the cookie beside it', async () => {
  const cookie = await signIn(owner.email);
  const revoked = await tokenOf(owner, ['view']);
  const row = await db().apiToken.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  await revokeToken(row.id, owner);
  const expired = await tokenOf(owner, ['view']);
  const last = await db().apiToken.findFirstOrThrow({ orderBy: { createdAt: 'desc' } });
  await db().apiToken.update({ where: { id: last.id }, data: { expiresAt: new Date(Date.now() - 1) } });
  for (const token of [revoked, expired, `hearth_${'A'.repeat(43)}`, 'hearth_', 'x']) {
    expect((await callApi('/flows', { token, headers: { cookie } })).status).toBe(401);
  }
  expect((await callApi('/flows', { headers: { cookie, authorization: 'Basic YTpi' } })).status).toBe(401);
  expect((await callApi('/flows', { headers: { cookie } })).status).toBe(200);
});

test.each(['view', 'edit', 'run', 'approve'] as const)('a token with only %s is 403 everywhere else', async (right) => {
  const token = await tokenOf(owner, [right]);
  for (const route of routes) {
    if (['public', 'signed-in', right].includes(route.right)) continue;
    const { status, body } = await callApi(sample(route.path), {
      method: route.method,
      token,
      body: route.body ? {} : undefined,
    });
    expect([route.method, route.path, status, body.error?.code]).toEqual([route.method, route.path, 403, 'forbidden']);
  }
});

test('a token loses what its user loses', async () => {
  const person = await addPerson('editor');
  const token = await tokenOf(person, ['view', 'edit']);
  expect((await callApi('/flows', { method: 'POST', token, body: flow })).status).toBe(201);
  await db().user.update({ where: { id: person.userId }, data: { role: 'viewer' } });
  expect((await callApi('/flows', { method: 'POST', token, body: flow })).status).toBe(403);
  expect((await callApi('/flows', { token })).status).toBe(200);
  await db().user.delete({ where: { id: person.userId } });
  expect((await callApi('/flows', { token })).status).toBe(401);
});

test('nobody makes a token stronger than themselves, and a weak token makes none at all', async () => {
  const viewer = await addPerson('viewer');
  const token = await tokenOf(viewer, ['view']);
  await expect(tokenOf(viewer, ['admin'])).rejects.toThrow(/rights that you do not have/);
  const make = (by: string) =>
    callApi('/tokens', { method: 'POST', token: by, body: { name: 'child', scopes: ['view'] } });
  expect((await make(token)).status).toBe(403);
  const child = await make(admin);
  expect(child.status).toBe(201);
  const rows = await db().apiToken.findMany({ select: { hash: true } });
  expect(JSON.stringify(rows)).not.toContain((child.body as { token: string }).token.slice(7));
});

test('a cookie alone cannot change anything from another site', async () => {
  const cookie = await signIn(owner.email);
  const post = (headers: Record<string, string>) =>
    callApi('/flows', { method: 'POST', body: flow, headers: { cookie, ...headers } });
  expect((await post({ origin: 'https://evil.example' })).status).toBe(403);
  expect((await post({})).status).toBe(403);
  expect((await post({ origin: 'http://localhost:3000' })).status).toBe(201);
});

test('unknown addresses are 404, wrong methods 405 with Allow', async () => {
  for (const path of ['', '/', '/nothing', '/flows/a/b/c', '/flows/%zz', '/runs/']) {
    expect([path, (await callApi(path, { token: admin })).status]).toEqual([path, 404]);
  }
  const wrong = await callApi('/flows/abc/publish', { token: admin });
  expect([wrong.status, wrong.headers.get('allow'), wrong.body.error?.code]).toEqual([405, 'POST', 'wrong_method']);
  const head = await callApi('/flows', { method: 'DELETE', token: admin });
  expect([head.status, head.headers.get('allow')]).toEqual([405, 'GET, POST']);
});

test('malformed flow files are refused by path and leave nothing behind', async () => {
  const before = await db().flow.count();
  const node = flow.nodes[0];
  const bad: [unknown, RegExp][] = [
    ['{"format":', /not valid JSON/],
    ['', /expected object|required/i],
    [[], /expected object/i],
    [{ ...flow, format: 'other/1' }, /format/],
    [{ ...flow, extra: true }, /extra|unrecognized/i],
    [{ ...flow, nodes: [{ ...node, id: '__proto__' }] }, /nodes\.0\.id/],
    [{ ...flow, nodes: [{ ...node, position: { x: 1e9, y: 0 } }] }, /nodes\.0\.position/],
    [{ ...flow, name: '' }, /name/],
    [{ ...flow, edges: [{ from: 'start', to: 'hello' }] }, /edges\.0/],
  ];
  for (const [body, message] of bad) {
    const answer = await callApi('/flows', { method: 'POST', token: admin, body });
    expect([answer.status, answer.body.error?.message]).toEqual([400, expect.stringMatching(message)]);
  }
  expect(await db().flow.count()).toBe(before);
});

test('a body that is too large is refused while it streams in, whatever it says of its length', async () => {
  let sent = 0;
  const endless = () =>
    new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 64 * 1024;
        controller.enqueue(new Uint8Array(64 * 1024).fill(32));
      },
    });
  const { handleApi } = await import('#server/api/handle.ts');
  const headers = { authorization: `Bearer ${admin}`, 'content-type': 'application/json' };
  const request = new Request('http://localhost:3000/api/v1/flows', {
    method: 'POST',
    headers,
    body: endless(),
    duplex: 'half',
  } as RequestInit);
  expect((await handleApi(request)).status).toBe(413);
  expect(sent).toBeLessThan(API_BODY_LIMIT * 2);
  const said = await callApi('/flows', {
    method: 'POST',
    token: admin,
    body: '{}',
    headers: { 'content-length': String(20 * 1024 * 1024) },
  });
  expect([said.status, said.body.error?.code]).toEqual([413, 'too_large']);
});

test('a flow can be saved, read, replaced by revision, published, paused and removed', async () => {
  const { body } = await callApi('/flows', { method: 'POST', token: admin, body: flow });
  const { id } = body as { id: string };
  expect((await callApi(`/flows/${id}`, { token: admin })).body).toMatchObject({
    draft: { ...flow, notes: [] },
    draftRevision: 1,
    published: null,
  });
  const renamed = { ...flow, name: 'Hello again' };
  const put = (query: string) => callApi(`/flows/${id}${query}`, { method: 'PUT', token: admin, body: renamed });
  expect((await put('?revision=1')).body).toMatchObject({ id, draftRevision: 2, problems: [] });
  expect((await put('?revision=1')).status).toBe(409);
  expect((await put('')).body).toMatchObject({ draftRevision: 3 });
  const publish = await callApi(`/flows/${id}/publish`, { method: 'POST', token: admin });
  expect([publish.status, publish.body]).toMatchObject([200, { number: 1, problems: [] }]);
  expect((await callApi(`/flows/${id}/pause`, { method: 'POST', token: admin })).body).toEqual({ paused: true });
  expect((await callApi(`/flows/${id}/runs`, { method: 'POST', token: admin, body: {} })).status).toBe(409);
  expect((await callApi('/flows', { token: admin })).body).toMatchObject({
    items: expect.arrayContaining([expect.objectContaining({ id, name: 'Hello again', paused: true })]) as unknown,
  });
  expect((await callApi(`/flows/${id}`, { method: 'DELETE', token: admin })).status).toBe(200);
  expect((await callApi(`/flows/${id}`, { token: admin })).status).toBe(404);
});

test('a flow that cannot run is not published, and says why', async () => {
  const broken = {
    ...flow,
    nodes: [...flow.nodes, { id: 'odd', type: 'no.such', name: 'Odd', position: { x: 0, y: 0 }, params: {} }],
  };
  const { body } = await callApi('/flows', { method: 'POST', token: admin, body: broken });
  const answer = await callApi(`/flows/${(body as { id: string }).id}/publish`, { method: 'POST', token: admin });
  expect([answer.status, answer.body.error?.code]).toEqual([400, 'invalid']);
  expect(await db().flowVersion.count({ where: { flowId: (body as { id: string }).id } })).toBe(0);
});

test('a run of a token is untrusted, waits in the database while the engine is away, and can be stopped there', async () => {
  const { body } = await callApi('/flows', { method: 'POST', token: admin, body: flow });
  const { id } = body as { id: string };
  await callApi(`/flows/${id}/publish`, { method: 'POST', token: admin });
  const started = await callApi(`/flows/${id}/runs`, {
    method: 'POST',
    token: admin,
    body: { input: { name: 'Ann' } },
  });
  expect(started.status).toBe(202);
  const { runId } = started.body as { runId: string };
  const row = await db().run.findUniqueOrThrow({ where: { id: runId } });
  expect(JSON.parse(row.input)).toMatchObject({
    value: { name: 'Ann' },
    labels: { rest: { integrity: 'untrusted', origins: ['api:Hello'] } },
  });
  expect((await callApi(`/runs/${runId}`, { token: admin })).body).toMatchObject({
    status: 'queued',
    input: { name: 'Ann' },
    output: null,
  });
  expect(
    (await callApi(`/runs/${runId}/cancel`, { method: 'POST', token: admin, body: { reason: 'enough' } })).status,
  ).toBe(202);
  expect((await callApi(`/runs/${runId}`, { token: admin })).body).toMatchObject({ status: 'stopped' });
  expect((await callApi(`/runs/${runId}/cancel`, { method: 'POST', token: admin })).status).toBe(409);
  const retry = await callApi(`/runs/${runId}/retry`, { method: 'POST', token: admin });
  expect(retry.status).toBe(202);
  const again = await db().run.findUniqueOrThrow({ where: { id: (retry.body as { runId: string }).runId } });
  expect([again.retryOfId, JSON.parse(again.input)]).toEqual([runId, JSON.parse(row.input)]);
});

test('lists go on page by page without gaps', async () => {
  const ids = new Set<string>();
  let cursor: string | null = null;
  const total = await db().run.count();
  do {
    const { body } = await callApi(`/runs?limit=1${cursor ? `&cursor=${cursor}` : ''}`, { token: admin });
    const page = body as unknown as { items: { id: string }[]; next: string | null };
    page.items.forEach((item) => ids.add(item.id));
    cursor = page.next;
  } while (cursor);
  expect(ids.size).toBe(total);
  for (const bad of ['/runs?limit=0', '/runs?cursor=%00', '/runs?status=odd', '/runs?nonsense=1']) {
    expect([bad, (await callApi(bad, { token: admin })).status]).toEqual([bad, 400]);
  }
});

test('secrets of a connection go in and never come out', async () => {
  const made = await callApi('/connections', {
    method: 'POST',
    token: admin,
    body: {
      name: 'Shop',
      type: 'http-bearer',
      config: { hosts: ['api.example.org'] },
      secrets: { token: 's3cr3t-value' },
    },
  });
  expect(made.status).toBe(201);
  const { id } = made.body as { id: string };
  const all = [
    made,
    await callApi(`/connections/${id}`, { token: admin }),
    await callApi('/connections', { token: admin }),
  ];
  expect(JSON.stringify(all.map((answer) => answer.body))).not.toContain('s3cr3t');
  expect(all[1]?.body).toMatchObject({ secretsSet: ['token'], hosts: ['api.example.org'] });
  const moved = await callApi(`/connections/${id}`, {
    method: 'PATCH',
    token: admin,
    body: { config: { hosts: ['evil.example'] } },
  });
  expect(moved.status).toBe(400);
  expect(
    (await callApi(`/connections/${id}`, { method: 'PATCH', token: admin, body: { name: 'The shop' } })).body,
  ).toMatchObject({ name: 'The shop', secretsSet: ['token'] });
  expect((await callApi(`/connections/${id}`, { method: 'DELETE', token: admin })).status).toBe(200);
  expect((await callApi(`/connections/${id}`, { token: admin })).status).toBe(404);
});

test('contacts, the stop switch and the policy can be kept', async () => {
  const add = (address: string) =>
    callApi('/contacts', { method: 'POST', token: admin, body: { name: 'Printer', kind: 'host', address } });
  const made = await add('Printer.Home:8080');
  expect([made.status, made.body]).toMatchObject([201, { address: 'printer.home:8080' }]);
  expect((await add('printer.home:8080')).status).toBe(409);
  expect((await add('https://printer.home/x')).status).toBe(400);
  expect(
    (await callApi(`/contacts/${(made.body as { id: string }).id}`, { method: 'DELETE', token: admin })).status,
  ).toBe(200);
  expect((await callApi('/stop', { method: 'POST', token: admin, body: { reason: 'fire' } })).body).toEqual({
    scope: 'global',
  });
  expect(await db().stopFlag.findMany()).toMatchObject([{ scope: 'global', reason: 'fire' }]);
  expect((await callApi('/stop', { method: 'POST', token: admin, body: { scope: 'everything' } })).status).toBe(400);
  // Whoever stole a token must not let go on what was stopped because of it.
  expect((await callApi('/stop/release', { method: 'POST', token: admin })).status).toBe(403);
  expect(await db().stopFlag.count()).toBe(1);
  await db().stopFlag.deleteMany();
  const { body } = await callApi('/policies', { token: admin });
  const { current } = body as unknown as { current: { version: number; document: Record<string, unknown> } };
  const put = await callApi('/policies', { method: 'POST', token: admin, body: { document: current.document } });
  expect([put.status, put.body.error?.message]).toEqual([403, expect.stringContaining('A token cannot do this')]);
  expect(
    (await callApi('/policies', { method: 'POST', token: admin, body: { document: { rules: 'none' } } })).status,
  ).toBe(400);
});

test('openapi.json describes exactly the addresses there are, with their rights', async () => {
  const { body } = await callApi('/openapi.json', { token: admin });
  const { paths } = body as unknown as {
    paths: Record<string, Record<string, { 'x-right': string; operationId: string }>>;
  };
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => `${method.toUpperCase()} ${path} ${one['x-right']}`),
  );
  const declared = routes
    .filter((route) => route.path !== '/openapi.json')
    .map((route) => `${route.method} ${route.path.replace(/:(\w+)/g, '{$1}')} ${route.right}`);
  expect(described.sort()).toEqual(declared.sort());
  const names = Object.values(paths).flatMap((methods) => Object.values(methods).map((one) => one.operationId));
  expect(new Set(names).size).toBe(names.length);
});

test('the schema of a flow file is what the API takes', async () => {
  const { status, body } = await callApi('/flow.schema.json', { token: admin });
  expect([status, body]).toMatchObject([
    200,
    { type: 'object', required: expect.arrayContaining(['format', 'nodes']) as unknown, additionalProperties: false },
  ]);
});

test('what went wrong inside is told by an id only', async () => {
  const id = (await callApi('/flows', { method: 'POST', token: admin, body: flow })).body as unknown as { id: string };
  await db().flow.update({ where: { id: id.id }, data: { draft: '{"broken": "secret detail"' } });
  const answer = await callApi(`/flows/${id.id}`, { token: admin });
  expect([answer.status, answer.body.error?.code]).toEqual([500, 'internal']);
  expect(answer.body.error?.message).toMatch(/under [0-9a-f]{12}/);
  expect(JSON.stringify(answer.body)).not.toContain('secret detail');
  await db().flow.delete({ where: { id: id.id } });
});
