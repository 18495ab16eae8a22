import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { closeDb, db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { handleTrpc } from '#server/trpc-route.ts';
import { addPerson, callTrpc, OWN_PAGE, request, signIn, tokenOf } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000 });

let owner: Actor;
let cookie: string;
beforeAll(async () => {
  owner = await addPerson('owner');
  cookie = await signIn(owner.email);
});
afterAll(closeDb);

test('an error of the input names the fields, and nothing of the inside', async () => {
  const response = await handleTrpc(
    request('/api/trpc/contacts.create', {
      method: 'POST',
      headers: { ...OWN_PAGE, cookie },
      body: { name: '', kind: 'host' },
    }),
  );
  const { error } = (await response.json()) as { error: { data: { code: string; details: { path: string }[] } } };
  expect([response.status, error.data.code]).toEqual([400, 'BAD_REQUEST']);
  expect(error.data.details.map((detail) => detail.path).sort()).toEqual(['address', 'name']);
  expect(JSON.stringify(error)).not.toMatch(/stack|\.ts:\d/);
});

test('a request from another site is refused in words the page can show', async () => {
  const answer = await callTrpc('contacts.create', {
    cookie,
    mutate: true,
    headers: { origin: 'https://evil.example' },
    input: {},
  });
  expect(answer).toMatchObject({ status: 403, message: expect.stringContaining("Hearth's own page") as string });
  expect(await db().contact.count()).toBe(0);
});

test('a wrong token is 401, also where nobody needs to be signed in', async () => {
  expect(await callTrpc('me.get', { cookie, headers: { authorization: 'Bearer hearth_wrong' } })).toMatchObject({
    status: 401,
  });
});

test('a token acts with its own rights only', async () => {
  const token = await tokenOf(owner, ['view']);
  const headers = { authorization: `Bearer ${token}` };
  expect(await callTrpc('flows.list', { headers })).toMatchObject({ status: 200 });
  expect(await callTrpc('flows.create', { headers, mutate: true, input: {} })).toMatchObject({ status: 403 });
});

test('bodies are limited: tightly for strangers, loosely for people, never without end', async () => {
  const post = (headers: Record<string, string>, size: number) =>
    handleTrpc(
      request('/api/trpc/setup.createOwner', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: ' '.repeat(size),
      }),
    );
  expect((await post({}, 65 * 1024)).status).toBe(413);
  expect((await post({ ...OWN_PAGE, cookie }, 65 * 1024)).status).toBe(400);
  expect((await post({ ...OWN_PAGE, cookie }, 20 * 1024 * 1024)).status).toBe(413);
});

test('JSON that is none, an unknown procedure and the wrong method are the caller’s mistake', async () => {
  const post = (name: string, body: string) =>
    handleTrpc(
      request(`/api/trpc/${name}`, {
        method: 'POST',
        headers: { ...OWN_PAGE, cookie, 'content-type': 'application/json' },
        body,
      }),
    );
  expect((await post('flows.create', '{"a":')).status).toBe(400);
  expect((await post('no.such', '{}')).status).toBe(404);
  expect((await callTrpc('flows.create', { cookie })).status).toBe(405);
});

test('a stale save is a conflict and changes nothing', async () => {
  const { data } = await callTrpc('flows.create', { cookie, mutate: true, input: { name: 'Draft' } });
  const { id } = data as { id: string };
  const draft = { format: 'hearth.flow/1', name: 'One', nodes: [], edges: [], notes: [] };
  const save = (name: string) =>
    callTrpc('flows.save', { cookie, mutate: true, input: { id, draft: { ...draft, name }, revision: 1 } });
  const answers = await Promise.all([save('One'), save('Two')]);
  expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
  expect((await callTrpc('flows.get', { cookie, input: { id } })).data).toMatchObject({ draftRevision: 2 });
  const copy = await callTrpc('flows.duplicate', { cookie, mutate: true, input: { id } });
  expect((await callTrpc('flows.get', { cookie, input: { id: (copy.data as { id: string }).id } })).data).toMatchObject(
    { name: expect.stringMatching(/\(copy\)$/) as string },
  );
  await callTrpc('flows.remove', { cookie, mutate: true, input: { id } });
  expect((await callTrpc('flows.get', { cookie, input: { id } })).status).toBe(404);
  await callTrpc('flows.restore', { cookie, mutate: true, input: { id } });
  expect((await callTrpc('flows.get', { cookie, input: { id } })).status).toBe(200);
});

test('the templates are whole flows without problems', async () => {
  const { data } = await callTrpc('flows.templates', { cookie });
  const templates = data as { id: string; description: string; flow: unknown }[];
  expect(templates.length).toBeGreaterThanOrEqual(3);
  for (const { id, flow, description } of templates) {
    const checked = await callTrpc('flows.validate', { cookie, mutate: true, input: { flow } });
    const { problems } = checked.data as { problems: { field?: string }[] };
    // Whose connection it is cannot be drawn ahead.
    const drawn = problems.filter(({ field }) => field !== 'connection');
    expect([id, drawn, description !== '']).toEqual([id, [], true]);
  }
});
