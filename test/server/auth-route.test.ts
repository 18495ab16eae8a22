import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { closeDb, db, sql } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { AUTH_ROUTES, handleAuth } from '#server/auth-route.ts';
import { addPerson, callTrpc, OWN_PAGE, PASSWORD, request, signIn } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000 });

let ann: Actor;
beforeAll(async () => {
  ann = await addPerson('owner');
});
afterAll(closeDb);

function post(path: string, body: unknown, headers: Record<string, string> = OWN_PAGE): Promise<Response> {
  return handleAuth(request(`/api/auth${path}`, { method: 'POST', headers, body }));
}

test('signing in gives a cookie that scripts cannot read, and the pages know the person', async () => {
  const response = await post('/sign-in/email', { email: ann.email, password: PASSWORD });
  const cookie = response.headers.getSetCookie().find((one) => one.includes('session_token')) ?? '';
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  const me = await callTrpc('me.get', { cookie: cookie.split(';')[0] ?? '' });
  expect(me.data).toMatchObject({ id: ann.userId, role: 'owner', rights: ['view', 'edit', 'run', 'approve', 'admin'] });
});

test('a wrong password and an unknown address are told apart by nobody', async () => {
  const wrong = await post('/sign-in/email', { email: ann.email, password: 'not this one at all' });
  const unknown = await post('/sign-in/email', { email: 'nobody@example.org', password: 'not this one at all' });
  expect([wrong.status, unknown.status]).toEqual([401, 401]);
  expect(await wrong.text()).toBe(await unknown.text());
});

test('nobody can sign up, and nothing of better-auth exists beyond what the pages use', async () => {
  const before = await db().user.count();
  for (const path of [
    '/sign-up/email',
    '/update-user',
    '/delete-user',
    '/change-email',
    '/ok',
    '/error',
    '/sign-in/social',
  ]) {
    const signUp = { name: 'Eve', email: 'eve@example.org', password: PASSWORD };
    expect((await post(path, signUp)).status).toBe(404);
    expect((await handleAuth(request(`/api/auth${path}`))).status).toBe(404);
  }
  expect(await db().user.count()).toBe(before);
  expect(AUTH_ROUTES).toHaveLength(8);
});

test('a page of another site cannot sign anybody in or out', async () => {
  const cookie = await signIn(ann.email);
  for (const headers of [
    { origin: 'https://evil.example' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'http://localhost:3000', 'sec-fetch-site': 'same-site' },
    {},
  ]) {
    expect((await post('/sign-out', {}, { cookie, ...headers } as Record<string, string>)).status).toBe(403);
  }
  expect((await callTrpc('me.get', { cookie })).data).not.toBeNull();
});

test('a session that is revoked opens nothing from that moment on', async () => {
  const [one, other] = [await signIn(ann.email), await signIn(ann.email)];
  const listed = await handleAuth(request('/api/auth/list-sessions', { headers: { cookie: one } }));
  expect(((await listed.json()) as unknown[]).length).toBeGreaterThanOrEqual(2);
  expect((await post('/revoke-other-sessions', {}, { ...OWN_PAGE, cookie: one })).status).toBe(200);
  expect((await callTrpc('me.get', { cookie: other })).data).toBeNull();
  expect((await callTrpc('me.signOutEverywhere', { cookie: one, mutate: true })).status).toBe(200);
  expect((await callTrpc('me.get', { cookie: one })).data).toBeNull();
});

test('guessing passwords is stopped by the limiter, for that address and not for others', async () => {
  const guess = (ip: string) =>
    post(
      '/sign-in/email',
      { email: ann.email, password: 'guess guess guess' },
      { ...OWN_PAGE, 'x-hearth-client-ip': ip },
    );
  const statuses: number[] = [];
  for (let i = 0; i < 12; i += 1) statuses.push((await guess('203.0.113.7')).status);
  expect(statuses.slice(0, 10).every((status) => status === 401)).toBe(true);
  expect(statuses.slice(10)).toEqual([429, 429]);
  expect((await guess('203.0.113.8')).status).toBe(401);
});

test('a forged cookie is nobody', async () => {
  const session = await db().session.findFirst();
  const cookie = `hearth.session_token=${session?.token ?? 'x'}.${Buffer.from('forged').toString('base64')}`;
  expect((await callTrpc('me.get', { cookie })).data).toBeNull();
});

test('sign-ins, refused ones, sign-outs and changes of the password are on record, without what was typed', async () => {
  const bea = await addPerson('editor');
  const rows = async () =>
    (
      await db().audit.findMany({
        orderBy: { seq: 'asc' },
        where: { subject: { in: [`user:${bea.userId}`, 'user:unknown'] } },
      })
    )
      .filter(({ action }) => /^session|password/.test(action))
      .map(({ action, actor }) => [action, actor]);
  const before = (await rows()).length;
  const typed = 'visible guess of a password';
  await post('/sign-in/email', { email: bea.email, password: typed });
  await post('/sign-in/email', { email: `${typed.replaceAll(' ', '')}@example.org`, password: PASSWORD });
  const cookie = await signIn(bea.email);
  const change = { currentPassword: PASSWORD, newPassword: `${PASSWORD} and more` };
  expect((await post('/change-password', change, { ...OWN_PAGE, cookie })).status).toBe(200);
  await post('/sign-out', {}, { ...OWN_PAGE, cookie });
  const self = `user:${bea.userId}`;
  expect((await rows()).slice(before)).toEqual([
    ['session.refused', 'system'],
    ['session.refused', 'system'],
    ['session.begin', self],
    ['user.password', self],
    ['session.end', self],
  ]);
  expect(JSON.stringify(await db().audit.findMany())).not.toContain(typed.replaceAll(' ', ''));
});

test('nobody signs in while it cannot be put on record', async () => {
  await sql().run(`CREATE TRIGGER "no_record" BEFORE INSERT ON "Audit" BEGIN SELECT RAISE(FAIL, 'disk full'); END`);
  try {
    const response = await post('/sign-in/email', { email: ann.email, password: PASSWORD });
    expect(response.status).toBe(500);
    expect(response.headers.getSetCookie()).toEqual([]);
  } finally {
    await sql().run('DROP TRIGGER "no_record"');
  }
});
