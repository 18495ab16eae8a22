import { afterAll, beforeEach, expect, test, vi } from 'vitest';
import { closeDb, db } from '#prisma/client.ts';
import { createOwner, ensureSetupCode, hasOwner, resetPassword } from '#server/setup-code.ts';
import { callTrpc, request, OWN_PAGE, signIn, PASSWORD } from './house.ts';
import { handleAuth } from '#server/auth-route.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000 });

const ann = { name: 'Ann', email: 'Ann@Example.org', password: PASSWORD };

beforeEach(async () => {
  await db().user.deleteMany();
  await db().setupCode.deleteMany();
});
afterAll(closeDb);

async function freshCode(): Promise<string> {
  const code = await ensureSetupCode();
  if (!code) throw new Error('There should be a code');
  return code;
}

test('the code has at least 80 bits, comes in groups, and only its hash is kept', async () => {
  const code = await freshCode();
  expect(code).toMatch(/^[2-9A-HJ-NP-Z]{5}(-[2-9A-HJ-NP-Z]{5}){3}$/);
  const row = await db().setupCode.findUniqueOrThrow({ where: { id: 1 } });
  expect(JSON.stringify(row)).not.toContain(code.slice(0, 5));
});

test('the code creates the owner once, however it is typed, and is gone afterwards', async () => {
  const code = await freshCode();
  await createOwner({ ...ann, code: code.toLowerCase().replaceAll('-', ' ') });
  const owner = await db().user.findFirstOrThrow();
  expect(owner).toMatchObject({ email: 'ann@example.org', role: 'owner' });
  await expect(createOwner({ ...ann, email: 'b@example.org', code })).rejects.toThrow(/used already|owner already/);
  expect(await ensureSetupCode()).toBeNull();
  await expect(signIn('ann@example.org')).resolves.toContain('hearth');
});

test('a wrong code is refused and counts; after ten tries even the right one is', async () => {
  const code = await freshCode();
  const guesses = Array.from({ length: 10 }, () => createOwner({ ...ann, code: 'AAAAA-AAAAA-AAAAA-AAAAA' }));
  const results = await Promise.allSettled(guesses);
  expect(results.every((result) => result.status === 'rejected' && (result.reason as Error).name === 'Forbidden')).toBe(
    true,
  );
  await expect(createOwner({ ...ann, code })).rejects.toThrow(/Too many wrong/);
  expect(await hasOwner()).toBe(false);
});

test('an expired code is refused with 410 and a new start makes a new one', async () => {
  const code = await freshCode();
  await db().setupCode.update({ where: { id: 1 }, data: { expiresAt: new Date(Date.now() - 1) } });
  const answer = await callTrpc('setup.createOwner', { mutate: true, input: { ...ann, code } });
  expect(answer).toMatchObject({ status: 410, message: expect.stringContaining('expired') as string });
  const next = await freshCode();
  expect(next).not.toBe(code);
  expect(await callTrpc('setup.createOwner', { mutate: true, input: { ...ann, code } })).toMatchObject({ status: 403 });
  expect(await callTrpc('setup.createOwner', { mutate: true, input: { ...ann, code: next } })).toMatchObject({
    status: 200,
  });
});

test('of two owners at once exactly one is created, whole', async () => {
  const code = await freshCode();
  const both = await Promise.all(
    ['one', 'two'].map((name) =>
      callTrpc('setup.createOwner', { mutate: true, input: { ...ann, code, email: `${name}@example.org` } }),
    ),
  );
  expect(both.map((answer) => answer.status).sort()).toEqual([
    200,
    expect.toSatisfy((status: number) => status === 409 || status === 410),
  ]);
  expect(await db().user.count()).toBe(1);
  expect(await db().account.count()).toBe(1);
});

test('the same race on the host ends the same way', async () => {
  const both = await Promise.allSettled([createOwner(ann), createOwner({ ...ann, email: 'b@example.org' })]);
  expect(both.map((result) => result.status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await db().user.count()).toBe(1);
});

test('a short password or a broken address leaves nothing behind and costs no try', async () => {
  const code = await freshCode();
  const weak = await callTrpc('setup.createOwner', { mutate: true, input: { ...ann, password: 'short', code } });
  expect(weak).toMatchObject({ status: 400, message: expect.stringContaining('at least 10') as string });
  expect(await db().user.count()).toBe(0);
  expect((await db().setupCode.findUniqueOrThrow({ where: { id: 1 } })).attempts).toBe(0);
});

test('a reset sets a new password and ends all sessions', async () => {
  await createOwner(ann);
  const cookie = await signIn('ann@example.org');
  await resetPassword({ email: 'ann@example.org', password: 'another fine password' });
  expect(await callTrpc('me.get', { cookie })).toMatchObject({ status: 200, data: null });
  const login = (password: string) =>
    handleAuth(
      request('/api/auth/sign-in/email', { method: 'POST', headers: OWN_PAGE, body: { email: ann.email, password } }),
    );
  expect((await login(PASSWORD)).status).toBe(401);
  expect((await login('another fine password')).status).toBe(200);
});
