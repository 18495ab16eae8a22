import { afterAll, expect, test, vi } from 'vitest';
import { closeDb, db } from '#prisma/client.ts';
import { requireFreshSignIn } from '#server/step-up.ts';
import { addPerson, callTrpc, PASSWORD, signIn, tokenOf } from './house.ts';

vi.setConfig({ testTimeout: 60_000 });
afterAll(closeDb);

const AN_HOUR = 60 * 60 * 1000;

/** A person whose browser has been signed in for an hour. */
async function signedInLongAgo() {
  const owner = await addPerson('owner');
  const cookie = await signIn(owner.email);
  const age = () =>
    db().session.updateMany({
      where: { userId: owner.userId },
      data: { createdAt: new Date(Date.now() - AN_HOUR), confirmedAt: null },
    });
  await age();
  return { owner, cookie, age };
}

const newToken = (cookie: string) =>
  callTrpc('tokens.create', { mutate: true, cookie, input: { name: 'ci', scopes: ['view'] } });
const confirm = (cookie: string, password: string) =>
  callTrpc('me.confirm', { mutate: true, cookie, input: { password } });

test('what is consequential is refused to a session of long ago, until the password was given again', async () => {
  const { owner, cookie, age } = await signedInLongAgo();
  expect(await newToken(cookie)).toMatchObject({ status: 403, details: { freshSignIn: true } });
  expect(await db().apiToken.count({ where: { userId: owner.userId } })).toBe(0);

  expect(await confirm(cookie, 'not the password')).toMatchObject({
    status: 403,
    message: 'That is not your password.',
  });
  expect((await newToken(cookie)).status).toBe(403);

  expect((await confirm(cookie, PASSWORD)).status).toBe(200);
  expect((await newToken(cookie)).status).toBe(200);

  await age();
  expect((await newToken(cookie)).status).toBe(403);
});

test('tries are counted, and each is on record', async () => {
  const { owner, cookie } = await signedInLongAgo();
  const tries = [];
  for (let count = 0; count < 6; count += 1) tries.push((await confirm(cookie, `guess ${count}`)).status);
  expect(tries).toEqual([403, 403, 403, 403, 403, 429]);
  // Not even the right one, now.
  expect((await confirm(cookie, PASSWORD)).status).toBe(429);
  const rows = await db().audit.findMany({ where: { subject: `user:${owner.userId}` }, select: { action: true } });
  expect(rows.map(({ action }) => action)).toEqual([
    'session.begin',
    ...Array<string>(5).fill('session.confirm-failed'),
  ]);
  expect(JSON.stringify(await db().audit.findMany())).not.toContain('guess');
});

test('another session of the same person stays as it is', async () => {
  const { owner, cookie, age } = await signedInLongAgo();
  const other = await signIn(owner.email);
  await age();
  expect((await confirm(cookie, PASSWORD)).status).toBe(200);
  expect((await newToken(other)).status).toBe(403);
});

test('a token is never fresh, whatever it may do', async () => {
  const owner = await addPerson('owner');
  const token = await tokenOf(owner, ['admin']);
  const { status, details } = await callTrpc('people.setRole', {
    mutate: true,
    headers: { authorization: `Bearer ${token}` },
    input: { id: owner.userId, role: 'admin' },
  });
  expect([status, details]).toEqual([403, null]);
  await expect(requireFreshSignIn({ ...owner, via: 'token', tokenId: 'one' })).rejects.toThrow(
    'A token cannot do this',
  );
});
