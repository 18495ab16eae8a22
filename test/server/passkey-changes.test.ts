/** Whoever has a passkey changes passkeys and codes with it, or with a code: a stolen password and session are not enough. */
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import type { OwnProofAsked, PasskeyOffered, PasskeysView } from '#lib/views-passkeys.ts';
import type { ApprovalView } from '#lib/views.ts';
import { createApproval } from '#platform/approvals.ts';
import { closeDb, db, transact } from '#prisma/client.ts';
import { resetPassword } from '#server/setup-code.ts';
import { authenticator, type Authenticator, type Signing } from '../fakes/authenticator.ts';
import { givenCode, givenPasskey } from '../platform/given-passkey.ts';
import { requestFor } from '../platform/given.ts';
import { addPerson, callTrpc, signIn } from './house.ts';

// Passwords are hashed slowly on purpose, and many tests share this machine.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
afterAll(closeDb);

let cookie: string;
const call = (name: string, input?: unknown) => callTrpc(`passkeys.${name}`, { cookie, mutate: true, input });
const list = async () => (await callTrpc('passkeys.list', { cookie })).data as PasskeysView;
const offered = async () => (await call('offer')).data as PasskeyOffered;
const viewOf = async (id: string) => (await callTrpc('approvals.get', { cookie, input: { id } })).data as ApprovalView;

async function add(device: Authenticator) {
  const { challenge } = await offered();
  return call('add', { name: 'Laptop', ...device.register({ challenge }) });
}

async function critical(): Promise<string> {
  const request = { ...requestFor({ runId: 'r', flowId: 'f' }), tier: 'passkey' as const };
  return (await transact((tx) => createApproval(tx, { request }))).id;
}

type What = { what: 'codes' } | { what: 'remove'; id: string };
const asked = async (what: What) => ((await call('ask', what)).data as { proof: OwnProofAsked | null }).proof;
const signed = (device: Authenticator, challenge: string | undefined, signing: Partial<Signing> = {}) => ({
  kind: 'passkey',
  ...device.assert({ challenge: challenge ?? '', ...signing }),
});

/** Another passkey, with the yes of one that is there. */
async function addAfter(known: Authenticator, device: Authenticator) {
  const { challenge, proof } = await offered();
  return call('add', {
    ...{ name: 'Phone', ...device.register({ challenge }) },
    proof: signed(known, proof?.challenge),
  });
}
async function makeCodes(known: Authenticator): Promise<string[]> {
  const proof = signed(known, (await asked({ what: 'codes' }))?.challenge);
  return ((await call('makeCodes', { proof })).data as { codes: string[] }).codes;
}
async function remove(known: Authenticator, id = known.credentialId) {
  const proof = signed(known, (await asked({ what: 'remove', id }))?.challenge);
  return call('remove', { id, proof });
}

/** Somebody with one passkey; sign-ins are counted, so tests that can share one person. */
async function settled() {
  const person = await addPerson('approver');
  cookie = await signIn(person.email);
  const device = authenticator();
  await add(device);
  return { person, device };
}
const unproven = { status: 422, message: expect.stringContaining('that it is you') as string };
let sharedCookie: string;
const ids = async () => (await list()).passkeys.map(({ id }) => id);

describe('whoever has a passkey', () => {
  test('adds another, makes codes anew and removes one with it, not with the password alone', async () => {
    const { person, device } = await settled();
    const other = authenticator();
    expect(await add(other)).toMatchObject(unproven);
    expect(await call('makeCodes', {})).toMatchObject(unproven);
    expect(await call('remove', { id: device.credentialId })).toMatchObject(unproven);
    expect(await list()).toMatchObject({ passkeys: [{ id: device.credentialId }], codes: { made: 0 } });
    expect(await addAfter(device, other)).toMatchObject({ status: 200 });
    expect(await makeCodes(other)).toHaveLength(10);
    expect(await remove(other, device.credentialId)).toMatchObject({ status: 200 });
    expect(await ids()).toEqual([other.credentialId]);
    const record = await db().audit.findMany({ where: { actor: `user:${person.userId}` }, orderBy: { seq: 'asc' } });
    const by = (action: string) =>
      record.flatMap((row) => (row.action === action ? [(JSON.parse(row.detail) as { by: string }).by] : []));
    expect(by('passkey.add')).toEqual(['password', `passkey ${device.credentialId}`]);
    expect(by('recovery.make')).toEqual([`passkey ${other.credentialId}`]);
    expect(by('passkey.remove')).toEqual([`passkey ${other.credentialId}`]);
  });

  test('does so with a recovery code too, which works once; it goes on record', async () => {
    const { person, device } = await settled();
    const [first = '', second = ''] = await makeCodes(device);
    const give = async (code: string) => {
      const other = authenticator();
      const register = other.register({ challenge: (await offered()).challenge });
      return call('add', { name: 'New', ...register, proof: { kind: 'recovery', code } });
    };
    expect(await give(first)).toMatchObject({ status: 200 });
    expect(await give(first)).toMatchObject({ status: 422 });
    const proof = { kind: 'recovery', code: second };
    expect(((await call('makeCodes', { proof })).data as { codes: string[] }).codes).toHaveLength(10);
    expect(await give(second)).toMatchObject({ status: 422 });
    const of = { subject: `user:${person.userId}` };
    expect(await db().audit.count({ where: { action: 'recovery.use', ...of } })).toBe(2);
    expect(await db().audit.count({ where: { action: 'passkey.unproven', ...of } })).toBe(2);
    expect([await give('A'), await give('B'), await give('C')].map(({ status }) => status)).toContain(429);
  });

  let shared: Authenticator;
  beforeAll(async () => {
    shared = (await settled()).device;
    sharedCookie = cookie;
  });
  beforeEach(() => {
    cookie = sharedCookie;
  });

  test('a code that is used up here allows nothing critical, nor the other way round', async () => {
    const [code = ''] = await makeCodes(shared);
    const register = authenticator().register({ challenge: (await offered()).challenge });
    await call('add', { name: 'New', ...register, proof: { kind: 'recovery', code } });
    const input = {
      id: await critical(),
      choice: 'approve',
      proof: { kind: 'recovery', typed: 'eve@example.org', code },
    };
    expect(await callTrpc('approvals.decide', { cookie, mutate: true, input })).toMatchObject({ status: 422 });
  });

  const faults: [string, (at: { device: Authenticator; asked: string; offer: string }) => Promise<object> | object][] =
    [
      ['another offer', ({ device }) => signed(device, 'AAAA')],
      ['the offer itself', ({ device, offer }) => signed(device, offer)],
      ['another page', ({ device, asked }) => signed(device, asked, { origin: 'https://evil.example' })],
      ['a frame', ({ device, asked }) => signed(device, asked, { crossOrigin: true })],
      ['nobody verified', ({ device, asked }) => signed(device, asked, { verified: false })],
      ['a key nobody added', ({ asked }) => signed(authenticator(), asked)],
      ['an approval', async ({ device }) => signed(device, (await viewOf(await critical())).proof?.challenge)],
    ];
  test.each(faults)('adds none by what was signed for %s', async (_what, proofOf) => {
    const own = authenticator();
    const device = shared;
    const { challenge, proof } = await offered();
    const given = await proofOf({ device, asked: proof?.challenge ?? '', offer: challenge });
    const register = own.register({ challenge });
    expect(await call('add', { name: 'Mine', ...register, proof: given })).toMatchObject({ status: 422 });
    expect(await ids()).not.toContain(own.credentialId);
  });

  test('what was signed for one change is for no other, for nobody else, and once', async () => {
    const device = shared;
    const { challenge, proof } = await offered();
    const forAdding = signed(device, proof?.challenge);
    const id = device.credentialId;
    expect(await call('makeCodes', { proof: forAdding })).toMatchObject({ status: 422 });
    expect(await call('remove', { id, proof: forAdding })).toMatchObject({ status: 422 });
    // The offer was for one try.
    const late = { name: 'Mine', ...authenticator().register({ challenge }), proof: forAdding };
    expect(await call('add', late)).toMatchObject({ status: 422 });
    const forAnother = signed(device, (await asked({ what: 'remove', id: 'another' }))?.challenge);
    expect(await call('remove', { id, proof: forAnother })).toMatchObject({ status: 422 });
    const forCodes = signed(device, (await asked({ what: 'codes' }))?.challenge);
    expect(await call('makeCodes', { proof: forCodes })).toMatchObject({ status: 200 });
    expect(await call('makeCodes', { proof: forCodes })).toMatchObject({ status: 422 });
    const mine = cookie;
    const theirs = await settled();
    const stolen = signed(device, (await asked({ what: 'remove', id: theirs.device.credentialId }))?.challenge);
    expect(await call('remove', { id: theirs.device.credentialId, proof: stolen })).toMatchObject({ status: 422 });
    cookie = mine;
    expect(await ids()).toContain(id);
  });
});

test('the host forgets the passkeys of whoever lost them all', async () => {
  const person = await addPerson('approver');
  await givenPasskey(person.userId);
  await givenCode(person.userId, 'ABCDE');
  await resetPassword({ email: person.email, password: 'another fine password' });
  expect(await db().passkey.count({ where: { userId: person.userId } })).toBe(1);
  await resetPassword({ email: person.email, password: 'another fine password', passkeys: true });
  expect(await db().passkey.count({ where: { userId: person.userId } })).toBe(0);
  expect(await db().recoveryCode.count({ where: { userId: person.userId } })).toBe(0);
});
