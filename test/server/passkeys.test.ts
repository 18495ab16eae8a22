/** A person adds passkeys and recovery codes, and allows what is critical with them. */
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { OwnProofAsked, PasskeyOffered, PasskeysView } from '#lib/views-passkeys.ts';
import type { ApprovalView } from '#lib/views.ts';
import { createApproval } from '#platform/approvals.ts';
import { closeDb, db, transact } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { authenticator, type Authenticator, type Signing } from '../fakes/authenticator.ts';
import { requestFor } from '../platform/given.ts';
import { addPerson, callApi, callTrpc, signIn, tokenOf } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000 });

let owner: Actor;
let cookie: string;
beforeAll(async () => {
  owner = await addPerson('owner');
  cookie = await signIn(owner.email);
});
afterAll(closeDb);

const call = (name: string, input?: unknown, by = cookie) =>
  callTrpc(`passkeys.${name}`, { cookie: by, mutate: true, input });
const list = async (by = cookie) => (await callTrpc('passkeys.list', { cookie: by })).data as PasskeysView;
const offered = async () => (await call('offer')).data as PasskeyOffered;

async function add(device: Authenticator, signing: Partial<Signing> = {}) {
  const { challenge } = await offered();
  return call('add', { name: 'Laptop', ...device.register({ challenge, ...signing }) });
}

type What = { what: 'codes' } | { what: 'remove'; id: string };
const asked = async (what: What, by = cookie) =>
  ((await call('ask', what, by)).data as { proof: OwnProofAsked | null }).proof;
const signed = (device: Authenticator, challenge: string | undefined, signing: Partial<Signing> = {}) => ({
  kind: 'passkey',
  ...device.assert({ challenge: challenge ?? '', ...signing }),
});

async function makeCodes(known: Authenticator): Promise<string[]> {
  const proof = signed(known, (await asked({ what: 'codes' }))?.challenge);
  return ((await call('makeCodes', { proof })).data as { codes: string[] }).codes;
}
async function remove(known: Authenticator, id = known.credentialId) {
  const proof = signed(known, (await asked({ what: 'remove', id }))?.challenge);
  return call('remove', { id, proof });
}

async function critical(): Promise<string> {
  const request = { ...requestFor({ runId: 'r', flowId: 'f' }), tier: 'passkey' as const };
  return (await transact((tx) => createApproval(tx, { request }))).id;
}

async function viewOf(id: string, by = cookie): Promise<ApprovalView> {
  return (await callTrpc('approvals.get', { cookie: by, input: { id } })).data as ApprovalView;
}

test('a passkey is added, listed, used, and removed with its codes; each is on record', async () => {
  const device = authenticator();
  expect(await add(device)).toMatchObject({ status: 200, data: { id: device.credentialId } });
  expect(await list()).toMatchObject({
    passkeys: [{ id: device.credentialId, name: 'Laptop', lastUsedAt: null, works: true }],
    codes: { left: 0, made: 0 },
    origin: 'http://localhost:3000',
  });
  expect((await offered()).known).toEqual([device.credentialId]);
  const id = await critical();
  const { proof } = await viewOf(id);
  expect(proof).toMatchObject({
    field: { title: 'To', value: 'eve@example.org' },
    passkeys: [{ id: device.credentialId, transports: ['internal'] }],
  });
  const given = { kind: 'passkey', typed: 'eve@example.org', ...device.assert({ challenge: proof!.challenge }) };
  const input = { id, choice: 'approve', proof: given };
  expect(await callTrpc('approvals.decide', { cookie, mutate: true, input })).toMatchObject({ status: 200 });
  expect((await list()).passkeys[0]?.lastUsedAt).not.toBeNull();
  await makeCodes(device);
  expect(await remove(device)).toMatchObject({ status: 200 });
  expect(await list()).toMatchObject({ passkeys: [], codes: { made: 0 } });
  const actions = await db().audit.findMany({ where: { subject: `passkey:${device.credentialId}` } });
  expect(actions.map(({ action }) => action)).toEqual(['passkey.add', 'passkey.remove']);
});

const wrong: [string, Partial<Signing>][] = [
  ['another challenge', { challenge: 'AAAA' }],
  ['another page', { origin: 'https://evil.example' }],
  ['another host', { rpId: 'evil.example' }],
  ['a sign-in', { type: 'webauthn.get' }],
  ['nobody verified', { verified: false }],
];
test.each(wrong)('a passkey that signed for %s is not added', async (_what, signing) => {
  expect(await add(authenticator(), signing)).toMatchObject({ status: 422 });
  expect((await list()).passkeys).toEqual([]);
});

test('an offer is for one try, and for the person it was made to', async () => {
  const { challenge } = await offered();
  expect(await call('add', { name: 'A', ...authenticator().register({ challenge: 'AAAA' }) })).toMatchObject({
    status: 422,
  });
  expect(await call('add', { name: 'A', ...authenticator().register({ challenge }) })).toMatchObject({ status: 422 });
  const theirs = await signIn((await addPerson('approver')).email);
  const other = authenticator().register({ challenge: (await offered()).challenge });
  expect(await call('add', { name: 'A', ...other }, theirs)).toMatchObject({ status: 422 });
  await offered();
  await db().passkeyOffer.updateMany({ data: { expiresAt: new Date() } });
  const late = authenticator().register({ challenge: (await db().passkeyOffer.findFirstOrThrow()).challenge });
  expect(await call('add', { name: 'A', ...late })).toMatchObject({
    message: expect.stringContaining('too long') as string,
  });
});

test('recovery codes are shown once, kept as hashes, work once; new ones make the old ones void', async () => {
  const device = authenticator();
  await add(device);
  const codes = await makeCodes(device);
  expect(new Set(codes).size).toBe(10);
  const kept = JSON.stringify(await db().recoveryCode.findMany());
  for (const code of codes) expect(kept).not.toContain(code.replaceAll('-', ''));
  const use = async (code: string) => {
    const proof = { kind: 'recovery', typed: 'eve@example.org', code };
    const input = { id: await critical(), choice: 'approve', proof };
    return (await callTrpc('approvals.decide', { cookie, mutate: true, input })).status;
  };
  expect([await use(codes[0]!), await use(codes[0]!)]).toEqual([200, 422]);
  // Somebody may be trying.
  expect(await db().audit.count({ where: { action: 'approval.unproven' } })).toBe(1);
  expect((await list()).codes).toEqual({ left: 9, made: 10 });
  await makeCodes(device);
  expect(await use(codes[1]!)).toBe(422);
  // Guesses are counted.
  const later = [await use('A'), await use('B'), await use('C')];
  expect(later).toContain(429);
  await remove(device);
});

test('without a passkey there are no codes, and others cannot remove what is mine', async () => {
  expect(await call('makeCodes', {})).toMatchObject({
    status: 422,
    message: expect.stringContaining('first') as string,
  });
  const device = authenticator();
  await add(device);
  const theirs = await signIn((await addPerson('admin')).email);
  expect(await call('remove', { id: device.credentialId }, theirs)).toMatchObject({ status: 404 });
  expect((await list(theirs)).passkeys).toEqual([]);
  expect((await viewOf(await critical(), theirs)).proof?.passkeys).toEqual([]);
});

test('all that changes something wants a fresh sign-in, and is not for tokens', async () => {
  const { cookie: old, email } = { cookie: await signIn(owner.email), email: owner.email };
  const user = await db().user.findUniqueOrThrow({ where: { email } });
  const past = new Date(Date.now() - 6 * 60_000);
  await db().session.updateMany({ where: { userId: user.id }, data: { createdAt: past, confirmedAt: null } });
  for (const [name, input] of [
    ['offer'],
    ['ask', { what: 'codes' }],
    ['remove', { id: 'x' }],
    ['makeCodes', {}],
  ] as const)
    expect(await call(name, input, old)).toMatchObject({ status: 403, details: { freshSignIn: true } });
  const register = { name: 'A', ...authenticator().register({ challenge: 'AAAA' }) };
  expect(await call('add', register, old)).toMatchObject({ status: 403, details: { freshSignIn: true } });
  const token = await tokenOf(owner, ['admin']);
  const id = await critical();
  const shown = await callApi(`/approvals/${id}`, { token });
  expect(shown.body).not.toHaveProperty('proof');
  const body = { decision: 'approve', proof: { kind: 'recovery', typed: 'eve@example.org', code: 'A' } };
  expect((await callApi(`/approvals/${id}/decide`, { method: 'POST', token, body })).status).toBe(400);
  expect(
    (await callApi(`/approvals/${id}/decide`, { method: 'POST', token, body: { decision: 'approve' } })).status,
  ).toBe(403);
});
