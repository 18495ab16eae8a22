import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { INVITE_ROLES } from '#lib/views-people.ts';
import { closeDb, db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { createInvite, join, listInvites, revokeInvite } from '#server/services/invites.ts';
import { changeRole, listPeople, removePerson } from '#server/services/people.ts';
import { addPerson, callApi, callTrpc, PASSWORD, signIn, tokenOf } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000 });

let owner: Actor;
let clients = 0;
/** Somebody who has not been here before: the rate limit counts by address. */
const stranger = () => `198.51.100.${(clients += 1)}`;
const bo = (code: string, email = 'bo@example.org') => ({ code, name: 'Bo', email, password: PASSWORD });
const invite = (role: (typeof INVITE_ROLES)[number] = 'viewer', hours = 48) =>
  createInvite({ role, note: 'for Bo', hours }, owner);

beforeAll(async () => {
  owner = await addPerson('owner');
});
beforeEach(async () => {
  await db().user.deleteMany({ where: { id: { not: owner.userId } } });
  await db().invite.deleteMany();
});
afterAll(closeDb);

test.each(INVITE_ROLES)('an invite as %s makes exactly such a person, who can sign in', async (role) => {
  const { code } = await invite(role);
  const answer = await callTrpc('invites.join', {
    mutate: true,
    input: bo(code.toLowerCase().replaceAll('-', ' ')),
    headers: { 'x-hearth-client-ip': stranger() },
  });
  expect(answer.status).toBe(200);
  const me = await callTrpc('me.get', { cookie: await signIn('bo@example.org') });
  expect(me.data).toMatchObject({ name: 'Bo', role });
  expect((await listInvites())[0]).toMatchObject({ status: 'used', usedBy: 'Bo', role });
});

test('only a keyed hash of the code is kept, and nothing of it stands in the record', async () => {
  const { code } = await invite();
  const rows = [await db().invite.findMany(), await db().audit.findMany()];
  for (const text of [code, code.replaceAll('-', ''), code.slice(0, 5)])
    expect(JSON.stringify(rows)).not.toContain(text);
  expect(JSON.stringify(await listInvites())).not.toContain(code.slice(0, 5));
});

test('a code is used once: the second is told so, and two at once are one', async () => {
  const { code } = await invite('editor');
  const both = await Promise.allSettled([
    join(bo(code, 'one@example.org'), stranger()),
    join(bo(code, 'two@example.org'), stranger()),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await db().user.count()).toBe(2);
  await expect(join(bo(code, 'three@example.org'), stranger())).rejects.toMatchObject({ name: 'Gone' });
});

test('an expired, a revoked and a wrong code open nothing', async () => {
  const late = await invite();
  await db().invite.update({ where: { id: late.id }, data: { expiresAt: new Date(Date.now() - 1) } });
  await expect(join(bo(late.code), stranger())).rejects.toThrow(/expired/);
  const back = await invite();
  await revokeInvite(back.id, owner);
  await expect(join(bo(back.code), stranger())).rejects.toThrow(/taken back/);
  await expect(join(bo('AAAAA-AAAAA-AAAAA-AAAAA'), stranger())).rejects.toMatchObject({ name: 'Forbidden' });
  expect(await db().user.count()).toBe(1);
});

test('the set-up code of another purpose is no invite', async () => {
  const { ensureSetupCode } = await import('#server/setup-code.ts');
  await db().user.update({ where: { id: owner.userId }, data: { role: 'admin' } });
  const code = (await ensureSetupCode()) ?? '';
  await db().user.update({ where: { id: owner.userId }, data: { role: 'owner' } });
  expect(code).not.toBe('');
  await expect(join(bo(code), stranger())).rejects.toMatchObject({ name: 'Forbidden' });
});

test('who guesses is slowed down, also with the right code in the end', async () => {
  const { code } = await invite();
  const client = stranger();
  const tries = await Promise.allSettled(Array.from({ length: 12 }, () => join(bo('AAAAA-AAAAA-AAAAA-AAAAB'), client)));
  const names = tries.map((one) => (one.status === 'rejected' ? (one.reason as Error).name : ''));
  expect(names.filter((name) => name === 'TooMany').length).toBeGreaterThanOrEqual(3);
  await expect(join(bo(code), client)).rejects.toMatchObject({ name: 'TooMany' });
  await expect(join(bo(code), stranger())).resolves.toBeDefined();
});

test('an address that is taken and a weak password leave the code usable', async () => {
  const { code } = await invite();
  await expect(join({ ...bo(code), password: 'short' }, stranger())).rejects.toThrow(/at least 10/);
  await expect(join(bo(code, owner.email.toUpperCase()), stranger())).rejects.toMatchObject({ name: 'Conflict' });
  await expect(join(bo(code), stranger())).resolves.toBeDefined();
});

test('a used invite cannot be revoked, and an owner is never made by one', async () => {
  const { id, code } = await invite();
  await join(bo(code), stranger());
  await expect(revokeInvite(id, owner)).rejects.toMatchObject({ name: 'Conflict' });
  const cookie = await signIn(owner.email);
  const made = await callTrpc('invites.create', { cookie, mutate: true, input: { role: 'owner' } });
  expect(made.status).toBe(400);
});

test('a person who is removed is out at once: sessions, tokens and invites of theirs open nothing', async () => {
  const admin = await addPerson('admin');
  const cookie = await signIn(admin.email);
  const token = await tokenOf(admin, ['view']);
  const { code } = await createInvite({ role: 'admin', note: '', hours: 1 }, admin);
  expect((await callApi('/flows', { token })).status).toBe(200);
  await removePerson(admin.userId, owner);
  expect((await callApi('/flows', { token })).status).toBe(401);
  expect((await callTrpc('me.get', { cookie })).data).toBeNull();
  await expect(join(bo(code), stranger())).rejects.toThrow(/taken back/);
  await expect(signIn(admin.email)).rejects.toThrow(/Sign-in failed/);
  const row = await db().audit.findFirstOrThrow({ orderBy: { seq: 'desc' }, where: { action: 'user.remove' } });
  expect(JSON.parse(row.detail)).toMatchObject({ role: 'admin', tokens: 1, sessions: 1 });
});

test('the last owner stays: neither removed nor made less, until there is another', async () => {
  await expect(removePerson(owner.userId, owner)).rejects.toMatchObject({ name: 'Conflict' });
  await expect(changeRole({ id: owner.userId, role: 'viewer', actor: owner })).rejects.toMatchObject({
    name: 'Conflict',
  });
  const second = await addPerson('admin');
  await changeRole({ id: second.userId, role: 'owner', actor: owner });
  const [one, other] = await Promise.allSettled([
    changeRole({ id: owner.userId, role: 'viewer', actor: owner }),
    changeRole({ id: second.userId, role: 'viewer', actor: { ...second, role: 'owner' } }),
  ]);
  expect([one.status, other.status].sort()).toEqual(['fulfilled', 'rejected']);
  expect(await db().user.count({ where: { role: 'owner' } })).toBe(1);
  await db().user.update({ where: { id: owner.userId }, data: { role: 'owner' } });
});

test('an admin changes everybody but owners, and makes none', async () => {
  const [admin, editor, second] = [await addPerson('admin'), await addPerson('editor'), await addPerson('owner')];
  expect((await changeRole({ id: editor.userId, role: 'runner', actor: admin })).role).toBe('runner');
  await expect(changeRole({ id: editor.userId, role: 'owner', actor: admin })).rejects.toMatchObject({
    name: 'Forbidden',
  });
  for (const work of [
    changeRole({ id: second.userId, role: 'viewer', actor: admin }),
    removePerson(second.userId, admin),
  ])
    await expect(work).rejects.toMatchObject({ name: 'Forbidden' });
  const seen = await listPeople(admin);
  expect(seen.map(({ role, fixed }) => [role, fixed])).toEqual([
    ['owner', 'owner'],
    ['owner', 'owner'],
    ['admin', null],
    ['runner', null],
  ]);
});

test('a token of an admin neither invites nor raises anybody', async () => {
  const editor = await addPerson('editor');
  const byToken: Actor = { ...owner, via: 'token', tokenId: 't' };
  await expect(createInvite({ role: 'admin', note: '', hours: 1 }, byToken)).rejects.toThrow(/A token cannot/);
  await expect(changeRole({ id: editor.userId, role: 'admin', actor: byToken })).rejects.toThrow(/A token cannot/);
});
