/** A critical action that a person edits is another action: it waits as such, and what allows it is for its own hash. */
import { beforeEach, describe, expect, it } from 'vitest';
import { approvedEdits } from '#platform/approval-edit.ts';
import { cancelApprovals, decide, readDecision, sweepDecisions } from '#platform/approvals.ts';
import { passGate, type GateInput } from '#platform/gate.ts';
import { approvalChallenge } from '#platform/passkeys.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { db, sqlTime } from '#prisma/client.ts';
import type { Authenticator } from '../fakes/authenticator.ts';
import { anna, asked, freshGate, kindOf, mail, NO_RULES, withApproval } from './given-mail.ts';
import { givenPasskey } from './given-passkey.ts';
import { someone } from './given.ts';

freshGate();
const ben = someone('Ben');
const care = { id: 'care', match: { tool: 'mail.send' }, effect: 'passkey' as const, reason: 'Mail takes care.' };
const OTHER = 'carl@example.org';

let device: Authenticator;
beforeEach(async () => {
  await db().passkey.deleteMany();
  await savePolicy({ policy: { ...NO_RULES, rules: [care] }, by: 'system' });
  device = await givenPasskey(anna.userId);
});

const rowOf = (id: string) => db().approval.findUniqueOrThrow({ where: { id } });
const question = async () => (await asked(mail())).approvalId;

async function edit(id: string, args: Record<string, string> = { to: OTHER }, by = anna): Promise<string> {
  const { replacedById, asksAgain } = await decide({ approvalId: id, choice: 'approve', by, args });
  expect(asksAgain).toBe(true);
  return replacedById ?? '';
}

async function proofFor(id: string, typed = OTHER, with_ = device) {
  const assertion = with_.assert({ challenge: approvalChallenge(await rowOf(id)) });
  return { kind: 'passkey' as const, typed, ...assertion };
}
const allow = async (id: string, given: { typed?: string; as?: string } = {}) =>
  decide({ approvalId: id, choice: 'approve', by: anna, proof: await proofFor(given.as ?? id, given.typed) });

/** The mail as the worker would send it after these edits. */
async function edited(approvalId: string): Promise<GateInput> {
  const edits = await approvedEdits(approvalId);
  const args = mail().args.map((arg) => ({ ...arg, ...edits[arg.field] }));
  const literalFields = mail().literalFields.filter((field) => !edits[field]);
  const target = { kind: 'mail', id: JSON.stringify(args[0]?.value).slice(1, -1) };
  return withApproval(mail({ args, literalFields, target }), approvalId);
}

describe('a critical action that is edited', () => {
  it('is not allowed by the edit: it waits, with a hash of its own, and nothing is done', async () => {
    const id = await question();
    const copy = await edit(id);
    const [old, now] = [await rowOf(id), await rowOf(copy)];
    expect(old).toMatchObject({ status: 'decided', choice: 'replaced', replacedById: copy, proof: null });
    expect(now).toMatchObject({ status: 'waiting', choice: null, expiresAt: old.expiresAt });
    expect(now.actionHash).not.toBe(old.actionHash);
    expect(await readDecision(id)).toEqual({ status: 'waiting' });
    expect(await passGate(await edited(copy))).toMatchObject({ kind: 'ask', approvalId: copy });
    expect(await passGate(withApproval(mail(), id))).toMatchObject({ kind: 'ask', approvalId: copy });
    expect(await db().effect.count({ where: { runId: old.runId } })).toBe(0);
    await expect(allow(id)).rejects.toThrow(/decided this already/);
  });

  it('goes with the passkey over the new hash and the new part typed, and only as edited', async () => {
    const id = await question();
    const copy = await edit(id);
    await expect(allow(copy, { as: id })).rejects.toThrow(/exactly this/);
    await expect(allow(copy, { typed: 'ben@example.org' })).rejects.toThrow(/exactly as it is shown/);
    await expect(decide({ approvalId: copy, choice: 'approve', by: anna })).rejects.toThrow(/passkey/);
    await allow(copy);
    expect(await readDecision(id)).toMatchObject({ status: 'decided', choice: 'approve', replacedBy: copy });
    const rule = 'approval-mismatch';
    expect(await passGate(withApproval(mail(), id))).toMatchObject({ kind: 'deny', rule });
    expect(await passGate(withApproval(mail(), copy))).toMatchObject({ kind: 'deny', rule });
    expect(await kindOf(await edited(copy))).toBe('go');
    expect(await rowOf(copy)).toMatchObject({ consumedBy: expect.any(String) as string });
  });

  it('is not allowed by a passkey that comes with the edit, nor edited by a token', async () => {
    const id = await question();
    const both = { approvalId: id, choice: 'approve', args: { to: OTHER }, proof: await proofFor(id) };
    await expect(decide({ ...both, by: anna })).rejects.toThrow(/exactly what stands there/);
    for (const via of ['token', 'cli'] as const)
      await expect(edit(id, { to: OTHER }, { ...anna, via })).rejects.toThrow(/web page alone/);
    await expect(edit(id, { to: 'ben@example.org' })).rejects.toThrow(/stand there already/);
    await expect(decide({ approvalId: id, choice: 'deny', by: anna, args: { to: OTHER } })).rejects.toThrow(/Only an/);
    expect((await rowOf(id)).status).toBe('waiting');
    expect(await db().approval.count({ where: { runId: (await rowOf(id)).runId } })).toBe(1);
  });

  it('may be edited by one person and allowed by another, and edited again', async () => {
    const id = await question();
    const copy = await edit(id, { to: OTHER }, ben);
    const last = await edit(copy, { text: 'Shorter' });
    await expect(edit(copy)).rejects.toThrow(/decided this already/);
    expect(Object.keys(await approvedEdits(last))).toEqual(['to', 'text']);
    expect((await approvedEdits(last)).to?.label.origins).toEqual([`person:${ben.userId}`]);
    await allow(last);
    expect(await readDecision(id)).toMatchObject({ choice: 'approve', replacedBy: last });
    expect(await kindOf(await edited(last))).toBe('go');
  });

  it('is denied, runs out of time and is taken back like any other', async () => {
    const denied = await question();
    await decide({ approvalId: await edit(denied), choice: 'deny', reason: 'Not him', by: ben });
    expect(await readDecision(denied)).toMatchObject({ status: 'decided', choice: 'deny', reason: 'Not him' });
    const late = (await asked(mail({ call: { stepId: 'late' } }))).approvalId;
    const copy = await edit(late);
    const past = new Date(sqlTime(Date.now() - 1000));
    await db().approval.update({ where: { id: copy }, data: { expiresAt: past } });
    expect(await readDecision(late)).toMatchObject({ status: 'expired' });
    await expect(allow(copy)).rejects.toThrow(/time to decide is over/);
    const taken = (await asked(mail({ call: { stepId: 'taken' } }))).approvalId;
    const last = await edit(await edit(taken), { text: 'Again' });
    await cancelApprovals([taken]);
    expect(await rowOf(last)).toMatchObject({ status: 'cancelled' });
    expect(await readDecision(taken)).toMatchObject({ status: 'expired' });
  });

  it('leads nowhere when its row was written past Hearth', async () => {
    const id = await question();
    const copy = await edit(id);
    await allow(copy);
    await db().approval.update({ where: { id }, data: { signature: 'ed1:0000:AA' } });
    expect(await readDecision(id)).toEqual({ status: 'waiting' });
    const again = (await asked(mail({ call: { stepId: 'other' } }))).approvalId;
    await edit(again);
    // Pointed at what was allowed for another step.
    await db().approval.update({ where: { id: again }, data: { replacedById: copy } });
    const other = withApproval(mail({ call: { stepId: 'other' } }), again);
    expect(await passGate(other)).toMatchObject({ kind: 'deny', rule: 'approval-mismatch' });
  });

  it('wakes nobody while it waits', async () => {
    const id = await question();
    const { runId } = await rowOf(id);
    await db().run.updateMany({ where: { id: { not: runId } }, data: { status: 'done' } });
    const copy = await edit(id);
    expect(await sweepDecisions()).toBe(0);
    await allow(copy);
    expect((await db().approval.findMany({ where: { runId, status: 'waiting' } })).length).toBe(0);
  });
});
