/** What is critical happens only if a passkey allowed exactly that: asked of whoever decides, and again before the effect. */
import { beforeEach, describe, expect, it } from 'vitest';
import { signDecision } from '#platform/approval-signature.ts';
import { decide, type Decider } from '#platform/approvals.ts';
import { finishEffect, passGate } from '#platform/gate.ts';
import { approvalChallenge } from '#platform/passkeys.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { db, sqlTime } from '#prisma/client.ts';
import { authenticator, type Authenticator, type Signing } from '../fakes/authenticator.ts';
import { anna, asked, freshGate, kindOf, mail, NO_RULES, withApproval } from './given-mail.ts';
import { givenCode, givenPasskey } from './given-passkey.ts';
import { someone } from './given.ts';

freshGate();
const ben = someone('Ben');
const TYPED = 'ben@example.org';
const rule = { id: 'care', match: { tool: 'mail.send' }, effect: 'passkey' as const, reason: 'Mail takes care.' };

let device: Authenticator;
beforeEach(async () => {
  await db().passkey.deleteMany();
  await db().recoveryCode.deleteMany();
  await savePolicy({ policy: { ...NO_RULES, rules: [rule] }, by: 'system' });
  device = await givenPasskey(anna.userId);
});

const rowOf = (id: string) => db().approval.findUniqueOrThrow({ where: { id } });
const challengeOf = async (id: string) => approvalChallenge(await rowOf(id));
const question = async () => (await asked(mail())).approvalId;

type How = { by?: Decider; typed?: string; with?: Authenticator; signing?: Partial<Signing> };

async function allow(id: string, how: How = {}): Promise<unknown> {
  const assertion = (how.with ?? device).assert({ challenge: await challengeOf(id), ...how.signing });
  const proof = { kind: 'passkey' as const, typed: how.typed ?? TYPED, ...assertion };
  return decide({ approvalId: id, choice: 'approve', by: how.by ?? anna, proof });
}

describe('deciding', () => {
  it('takes the passkey of whoever decides, and the action goes once', async () => {
    const id = await question();
    await allow(id);
    expect(await kindOf(withApproval(mail(), id))).toBe('go');
    expect(await db().passkey.findFirstOrThrow()).toMatchObject({ counter: 1, lastUsedAt: expect.any(Date) as Date });
    const record = await db().audit.findFirst({ where: { action: 'approval.decide', subject: `approval:${id}` } });
    expect(record?.detail).toContain(device.credentialId);
  });

  it('without a passkey leaves only the no', async () => {
    const id = await question();
    await expect(decide({ approvalId: id, choice: 'approve', by: anna })).rejects.toThrow(/allow it with your passkey/);
    await expect(allow(id, { by: ben })).rejects.toThrow(/no passkey yet/);
    await decide({ approvalId: id, choice: 'deny', by: ben });
    expect(await kindOf(withApproval(mail(), id))).toBe('deny');
  });

  it('is for the page alone', async () => {
    const id = await question();
    for (const via of ['token', 'cli'] as const)
      await expect(allow(id, { by: { ...anna, via } })).rejects.toThrow(/web page alone/);
  });

  it.each(['', 'ben@example.com', 'BEN@example.org', 'ben@example.org,eve@example.org'])(
    'with %j typed is refused',
    async (typed) => {
      const id = await question();
      await expect(allow(id, { typed })).rejects.toThrow(/exactly as it is shown/);
      expect((await rowOf(id)).status).toBe('waiting');
    },
  );

  const wrong: [string, Partial<Signing>][] = [
    ['another challenge', { challenge: 'AAAA' }],
    ['another page', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://localhost:3001' }],
    ['another host of the key', { rpId: 'evil.example' }],
    ['a frame', { crossOrigin: true }],
    ['the adding of a key', { type: 'webauthn.create' }],
    ['nobody there', { present: false }],
    ['a person who was not verified', { verified: false }],
  ];
  it.each(wrong)('with what was signed for %s is refused', async (_what, signing) => {
    const id = await question();
    await expect(allow(id, { signing })).rejects.toThrow(/did not allow exactly this/);
    expect((await rowOf(id)).status).toBe('waiting');
  });

  it('with a passkey of somebody else, an unknown one or one whose counter went back is refused', async () => {
    const id = await question();
    const theirs = await givenPasskey(ben.userId);
    await expect(allow(id, { with: theirs })).rejects.toThrow(/not among yours/);
    await expect(allow(id, { with: authenticator() })).rejects.toThrow(/not among yours/);
    await db().passkey.update({ where: { id: device.credentialId }, data: { counter: 7 } });
    await expect(allow(id, { signing: { counter: 7 } })).rejects.toThrow(/did not allow exactly this/);
  });

  it('with what allowed another action is refused', async () => {
    const [one, two] = [await question(), (await asked(mail({ call: { stepId: 'second' } }))).approvalId];
    await expect(allow(two, { signing: { challenge: await challengeOf(one) } })).rejects.toThrow(/exactly this/);
  });

  it('takes a recovery code once, from its person', async () => {
    const code = 'ABCDE-23456-FGHJK';
    const codeId = await givenCode(anna.userId, code);
    const give = (id: string, by: Decider, text = code) =>
      decide({ approvalId: id, choice: 'approve', by, proof: { kind: 'recovery', typed: TYPED, code: text } });
    const id = await question();
    await givenPasskey(ben.userId);
    await expect(give(id, ben)).rejects.toThrow(/wrong or was used/);
    await expect(give(id, anna, 'ABCDE-23456-FGHJL')).rejects.toThrow(/wrong or was used/);
    await give(id, anna, 'abcde 23456 fghjk');
    expect(await kindOf(withApproval(mail(), id))).toBe('go');
    expect(await db().audit.count({ where: { action: 'recovery.use', subject: `approval:${id}` } })).toBe(1);
    expect(await db().recoveryCode.findUniqueOrThrow({ where: { id: codeId } })).toMatchObject({ usedFor: id });
    await expect(give((await asked(mail({ call: { stepId: 's2' } }))).approvalId, anna)).rejects.toThrow(
      /wrong or was/,
    );
  });
});

/** As one who holds the key that signs decisions, and the database, but no passkey. */
async function forge(id: string, proof: object | null): Promise<void> {
  const row = await rowOf(id);
  const at = Date.now();
  const text = proof === null ? null : JSON.stringify(proof);
  const decision = {
    id,
    actionHash: row.actionHash,
    choice: 'approve',
    by: anna.userId,
    at,
    answers: null,
    proof: text,
  };
  const decided = { status: 'decided', choice: 'approve', decidedById: anna.userId, proof: text };
  const signature = signDecision(decision);
  await db().approval.update({ where: { id }, data: { ...decided, decidedAt: new Date(sqlTime(at)), signature } });
}

describe('before the effect', () => {
  const refused = { kind: 'deny', rule: 'approval-unproven' };

  it('a signed yes without a passkey does nothing', async () => {
    const id = await question();
    await forge(id, null);
    expect(await passGate(withApproval(mail(), id))).toMatchObject(refused);
    expect(await db().effect.count({ where: { runId: (await rowOf(id)).runId } })).toBe(0);
  });

  const made: [string, (id: string) => Promise<object>][] = [
    ['a passkey nobody added', async (id) => authenticator().assert({ challenge: await challengeOf(id) })],
    ['another challenge', () => Promise.resolve(device.assert({ challenge: 'AAAA' }))],
    ['another page', async (id) => device.assert({ challenge: await challengeOf(id), origin: 'https://evil.example' })],
    ['nobody verified', async (id) => device.assert({ challenge: await challengeOf(id), verified: false })],
    ['no signature', async (id) => ({ ...device.assert({ challenge: await challengeOf(id) }), signature: 'AAAA' })],
    ['nothing readable', () => Promise.resolve({ credentialId: device.credentialId, clientDataJSON: '??' })],
    ['another thing typed', async (id) => ({ ...device.assert({ challenge: await challengeOf(id) }), typed: 'eve' })],
    [
      'the passkey of another person',
      async (id) => (await givenPasskey(ben.userId)).assert({ challenge: await challengeOf(id) }),
    ],
  ];
  it.each(made)('a signed yes by %s does nothing', async (_what, proofOf) => {
    const id = await question();
    await forge(id, { kind: 'passkey', typed: TYPED, ...(await proofOf(id)) });
    expect(await passGate(withApproval(mail(), id))).toMatchObject(refused);
  });

  it('what allowed one action does not allow the next one like it', async () => {
    const id = await question();
    await allow(id);
    const { proof } = await rowOf(id);
    const second = mail({ call: { stepId: 'second' } });
    const other = (await asked(second)).approvalId;
    await forge(other, JSON.parse(proof ?? '') as object);
    expect(await passGate(withApproval(second, other))).toMatchObject(refused);
  });

  it('a passkey written into the database by other hands does not count, nor one that was removed', async () => {
    const id = await question();
    const own = authenticator();
    const row = {
      id: own.credentialId,
      userId: anna.userId,
      publicKey: own.publicKey,
      rpId: 'localhost',
      name: 'Mine',
    };
    const { signature } = await db().passkey.findFirstOrThrow();
    await db().passkey.create({ data: { ...row, signature } });
    await forge(id, { kind: 'passkey', typed: TYPED, ...own.assert({ challenge: await challengeOf(id) }) });
    expect(await passGate(withApproval(mail(), id))).toMatchObject(refused);
    const next = mail({ call: { stepId: 'next' } });
    const other = (await asked(next)).approvalId;
    await allow(other);
    await db().passkey.delete({ where: { id: device.credentialId } });
    expect(await passGate(withApproval(next, other))).toMatchObject(refused);
  });

  it('a public key that was changed in its row does not count', async () => {
    const id = await question();
    const own = authenticator();
    await db().passkey.update({ where: { id: device.credentialId }, data: { publicKey: own.publicKey } });
    const assertion = { ...own.assert({ challenge: await challengeOf(id) }), credentialId: device.credentialId };
    await forge(id, { kind: 'passkey', typed: TYPED, ...assertion });
    expect(await passGate(withApproval(mail(), id))).toMatchObject(refused);
  });

  it('a recovery code counts for the approval it was used up for, and if it was made in Hearth', async () => {
    const id = await question();
    await forge(id, { kind: 'recovery', typed: TYPED, codeId: 'x', spent: 'ab' });
    expect(await passGate(withApproval(mail(), id))).toMatchObject(refused);
    await givenCode(anna.userId, 'AAAAA');
    const proof = { kind: 'recovery' as const, typed: TYPED, code: 'AAAAA' };
    const next = mail({ call: { stepId: 'next' } });
    const other = (await asked(next)).approvalId;
    await decide({ approvalId: other, choice: 'approve', by: anna, proof });
    const third = mail({ call: { stepId: 'third' } });
    const copied = (await asked(third)).approvalId;
    await forge(copied, JSON.parse((await rowOf(other)).proof ?? '') as object);
    expect(await passGate(withApproval(third, copied))).toMatchObject(refused);
    await db().recoveryCode.updateMany({ data: { signature: 'ed1:0000:AA' } });
    expect(await passGate(withApproval(next, other))).toMatchObject(refused);
  });

  it('a yes from before the rules wanted a passkey asks anew', async () => {
    await savePolicy({ policy: { ...NO_RULES, rules: [{ ...rule, effect: 'ask' }] }, by: 'system' });
    const id = await question();
    await decide({ approvalId: id, choice: 'approve', by: anna });
    await savePolicy({ policy: { ...NO_RULES, rules: [rule] }, by: 'system' });
    const again = await asked(withApproval(mail(), id));
    expect(again.approvalId).not.toBe(id);
    await allow(again.approvalId);
    expect(await kindOf(withApproval(mail(), again.approvalId))).toBe('go');
  });

  it('"run again" after an interruption takes the passkey once more', async () => {
    const id = await question();
    await allow(id);
    const first = await passGate(withApproval(mail(), id));
    if (first.kind !== 'go') throw new Error('It may go.');
    await finishEffect({ effectKey: first.effectKey, status: 'unknown' });
    const outcome = await asked(withApproval(mail(), id));
    await decide({ approvalId: outcome.approvalId, choice: 'again', by: anna });
    const again = await asked(withApproval(mail(), outcome.approvalId));
    expect(await rowOf(again.approvalId)).toMatchObject({ kind: 'gate', status: 'waiting' });
    await allow(again.approvalId);
    expect(await kindOf(withApproval(mail(), again.approvalId))).toBe('go');
    expect(await passGate(withApproval(mail(), id))).not.toMatchObject({ kind: 'go' });
  });
});
