/** Ways into assistants and automation servers that were published as advisories, tried on Hearth. Others: docs/SECURITY-CHECKLIST.md. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { closeDb, db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { handleAuth } from '#server/auth-route.ts';
import { handleLive } from '#server/live-route.ts';
import { handleTrpc } from '#server/trpc-route.ts';
import { addPerson, callApi, callTrpc, OWN_PAGE, PASSWORD, request, signIn, tokenOf } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000 });

let owner: Actor;
let viewer: Actor;
let token: string;
beforeAll(async () => {
  [owner, viewer] = [await addPerson('owner'), await addPerson('viewer')];
  token = await tokenOf(owner, ['admin']);
});
afterAll(closeDb);

function guess(body: object, headers: Record<string, string>): Promise<number> {
  const asked = request('/api/auth/sign-in/email', { method: 'POST', headers: { ...OWN_PAGE, ...headers }, body });
  return handleAuth(asked).then(({ status }) => status);
}

describe('a token in an address', () => {
  it('opens nothing: addresses end up in logs and histories', async () => {
    for (const name of ['token', 'access_token', 'authorization', 'api_key', 'gatewayUrl']) {
      expect((await callApi(`/flows?${name}=${token}`)).status).toBe(401);
      expect((await handleTrpc(request(`/api/trpc/flows.list?${name}=${token}`))).status).toBe(401);
      expect((await handleLive(request(`/api/live?${name}=${token}`))).status).toBe(401);
    }
    expect((await callApi('/flows', { token })).status).toBe(200);
  });
});

describe('this very machine', () => {
  it('is nobody in particular', async () => {
    const local = {
      host: 'localhost:3000',
      origin: 'http://localhost:3000',
      'x-forwarded-for': '127.0.0.1',
      'x-real-ip': '127.0.0.1',
      'x-hearth-client-ip': '127.0.0.1',
      forwarded: 'for=127.0.0.1',
    };
    expect((await callApi('/flows', { headers: local })).status).toBe(401);
    const stopping = await callApi('/stop', { method: 'POST', headers: local, body: { scope: 'global' } });
    expect(stopping.status).toBe(401);
    expect(await db().stopFlag.count()).toBe(0);
    expect((await callTrpc('connections.list', { headers: local })).status).toBe(401);
  });
});

describe('the limiter of sign-ins', () => {
  it('is not turned off by a field that nobody knows', async () => {
    const statuses = [];
    for (let count = 0; count < 12; count += 1) {
      const extra = {
        deviceToken: randomUUID(),
        rememberMe: count % 2 === 0,
        callbackURL: '/',
        ['x'.repeat(count)]: 1,
      };
      const body = { email: owner.email, password: 'guess guess guess', ...extra };
      statuses.push(await guess(body, { 'x-hearth-client-ip': '203.0.113.20', 'x-forwarded-for': `10.0.0.${count}` }));
    }
    expect(statuses.slice(10)).toEqual([429, 429]);
    expect(statuses).not.toContain(200);
  });

  it('takes the addresses of one IPv6 network for one', async () => {
    const statuses = [];
    for (let count = 1; count <= 12; count += 1) {
      const body = { email: owner.email, password: 'guess guess guess' };
      statuses.push(await guess(body, { 'x-hearth-client-ip': `2001:db8:77:1::${count}` }));
    }
    expect(statuses.slice(10)).toEqual([429, 429]);
  });
});

describe('rights that somebody gives themselves', () => {
  it('are refused or not heard in sign-in, tokens, people and headers', async () => {
    const cookie = await signIn(viewer.email);
    const claims = { role: 'owner', rights: ['admin'], scopes: ['admin'] };
    const tried = [
      callTrpc('tokens.create', { mutate: true, cookie, input: { name: 'mine', ...claims } }),
      callTrpc('me.keepTour', { mutate: true, cookie, input: { at: 'over', ...claims } }),
      callTrpc('people.setRole', { mutate: true, cookie, input: { id: viewer.userId, role: 'owner' } }),
      callTrpc('policy.save', { mutate: true, cookie, headers: { 'x-role': 'owner', 'x-scopes': 'admin' }, input: {} }),
    ];
    const statuses = (await Promise.all(tried)).map(({ status }) => status);
    expect(statuses).toEqual([400, 400, 403, 403]);
    await guess({ email: viewer.email, password: PASSWORD, ...claims }, { 'x-hearth-client-ip': '203.0.113.30' });
    expect(await db().user.findUnique({ where: { id: viewer.userId } })).toMatchObject({ role: 'viewer' });
    const tokens = await db().apiToken.findMany({ where: { userId: viewer.userId } });
    expect(tokens.filter(({ scopes }) => scopes.includes('admin'))).toEqual([]);
  });
});

describe('doing something again', () => {
  it('takes the right to do it, not the right to look at it', async () => {
    const cookie = await signIn(viewer.email);
    const weak = await tokenOf(viewer, ['view']);
    const id = randomUUID();
    for (const name of ['runs.retry', 'runs.cancel', 'runs.retryMany', 'runs.cancelMany'])
      expect([403, 404]).toContain((await callTrpc(name, { mutate: true, cookie, input: { id } })).status);
    expect((await callTrpc('runs.retry', { mutate: true, cookie, input: { id } })).status).toBe(403);
    for (const what of ['retry', 'cancel'])
      expect((await callApi(`/runs/${id}/${what}`, { method: 'POST', token: weak, body: {} })).status).toBe(403);
  });
});
