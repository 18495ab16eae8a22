/** Two people, and none whose own flow it is: asked of whoever decides, and again before the effect. */
import { beforeEach, describe, expect, it } from 'vitest';
import { firstYes } from '#platform/approval-people.ts';
import { approvalRow } from '#platform/approval-rows.ts';
import { signDecision } from '#platform/approval-signature.ts';
import { decide, readDecision, type Decider } from '#platform/approvals.ts';
import { passGate } from '#platform/gate.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { db, sql, sqlTime } from '#prisma/client.ts';
import { anna, asked, freshGate, kindOf, mail, NO_RULES, run, withApproval } from './given-mail.ts';
import { someone } from './given.ts';

freshGate();
const ben = someone('Ben');
const rules = (who: { two?: true; notOwn?: true }) =>
  savePolicy({
    policy: {
      ...NO_RULES,
      rules: [{ id: 'care', match: { tool: 'mail.*' }, effect: 'ask', reason: 'Mail takes care.', ...who }],
    },
    by: 'system',
  });
const yes = (id: string, by: Decider, more = {}) => decide({ approvalId: id, choice: 'approve', by, ...more });
const question = async () => (await asked(mail())).approvalId;
const statusOf = async (id: string) => (await db().approval.findUniqueOrThrow({ where: { id } })).status;

/** As one who can write into the database and holds the key that signs decisions. */
async function forgeDecision(id: string, by: string): Promise<void> {
  const { actionHash } = await db().approval.findUniqueOrThrow({ where: { id } });
  const at = Date.now();
  const signature = signDecision({ id, actionHash, choice: 'approve', by, at, answers: null, proof: null });
  const decided = { status: 'decided', choice: 'approve', decidedById: by, decidedAt: new Date(sqlTime(at)) };
  await db().approval.update({ where: { id }, data: { ...decided, signature } });
}

const denial = async (id: string) => {
  const outcome = await passGate(withApproval(mail(), id));
  return outcome.kind === 'deny' ? [outcome.rule, outcome.reason] : outcome.kind;
};

describe('where two people have to allow it', () => {
  beforeEach(() => rules({ two: true }));

  it('the first yes does nothing, the second one of somebody else lets it go, once', async () => {
    const id = await question();
    expect(await yes(id, anna)).toEqual({ approvalId: id, waitsForAnother: true });
    expect([await statusOf(id), await readDecision(id)]).toEqual(['waiting', { status: 'waiting' }]);
    expect(await kindOf(withApproval(mail(), id))).toBe('ask');
    await expect(yes(id, anna)).rejects.toThrow(/said yes already/);
    await expect(yes(id, { ...anna, via: 'token' })).rejects.toThrow(/said yes already/);
    expect(await yes(id, ben)).toEqual({ approvalId: id });
    expect(await kindOf(withApproval(mail(), id))).toBe('go');
    const record = { action: 'approval.first-yes', subject: `approval:${id}`, actor: 'user:anna' };
    expect(await db().audit.count({ where: record })).toBe(1);
  });

  it('of two first yeses at once one counts as the first and the other as the second', async () => {
    const id = await question();
    const answers = await Promise.all([yes(id, anna), yes(id, ben)]);
    expect(answers.filter(({ waitsForAnother }) => waitsForAnother)).toHaveLength(1);
    expect(await kindOf(withApproval(mail(), id))).toBe('go');
  });

  it('one no is enough, also of whoever said yes', async () => {
    const id = await question();
    await yes(id, anna);
    await decide({ approvalId: id, choice: 'deny', by: anna });
    expect(await denial(id)).toEqual(['approval-denied', 'A person said no.']);
  });

  it('what one of them changes is asked anew, of both', async () => {
    const id = await question();
    await yes(id, anna);
    const { replacedById: copy = '' } = await yes(id, ben, { args: { text: 'Other' } });
    expect(await statusOf(copy)).toBe('waiting');
    expect(await yes(copy, ben)).toMatchObject({ waitsForAnother: true });
    expect(await statusOf(copy)).toBe('waiting');
    await expect(yes(copy, ben)).rejects.toThrow(/You said yes already/);
    await yes(copy, anna);
    expect(await statusOf(copy)).toBe('decided');
  });

  it('a decision alone, signed as it is, does not pass the gate', async () => {
    const id = await question();
    await forgeDecision(id, 'ben');
    expect(await denial(id)).toEqual(['approval-people', 'Two people have to allow this, and one did.']);
  });

  it('a first yes that nobody signed, or that is the second one again, does not count', async () => {
    const id = await question();
    await yes(id, anna);
    await forgeDecision(id, 'anna');
    expect(await denial(id)).toEqual(['approval-people', expect.stringContaining('twice')]);
    const other = (await asked(mail({ call: { stepId: 'other' } }))).approvalId;
    await db().firstYes.create({ data: { approvalId: other, byId: 'ben', at: new Date(), signature: 'x' } });
    expect(await firstYes({ sql: sql() }, await approvalRow({ sql: sql() }, other))).toBeNull();
    expect(await yes(other, anna)).toMatchObject({ waitsForAnother: true });
  });

  it('a first yes of another question does not count', async () => {
    const [one, two] = [await question(), (await asked(mail({ call: { stepId: 'other' } }))).approvalId];
    await yes(one, anna);
    const row = await db().firstYes.findUniqueOrThrow({ where: { approvalId: one } });
    await db().firstYes.create({ data: { ...row, approvalId: two } });
    expect(await yes(two, ben)).toMatchObject({ waitsForAnother: true });
  });

  it('what one person allowed before the rule is asked anew', async () => {
    await rules({});
    const id = await question();
    await yes(id, anna);
    await rules({ two: true });
    const again = await asked(withApproval(mail(), id));
    expect(again.approvalId).not.toBe(id);
    expect(await yes(again.approvalId, anna)).toMatchObject({ waitsForAnother: true });
  });
});

describe('where nobody allows what is his own', () => {
  beforeEach(() => rules({ notOwn: true }));

  it('whoever started the run may only say no', async () => {
    await db().run.update({ where: { id: run.runId }, data: { startedById: 'anna' } });
    const id = await question();
    await expect(yes(id, anna)).rejects.toThrow(/You started this run/);
    await expect(yes(id, anna, { args: { text: 'Other' } })).rejects.toThrow(/You started this run/);
    await yes(id, ben);
    expect(await kindOf(withApproval(mail(), id))).toBe('go');
  });

  it('nor may whoever made a version of the flow, and a decision of theirs does not pass the gate', async () => {
    const fixed = { flowId: run.flowId, number: 1, document: '{}', planHash: 'p', createdById: 'ben' };
    await db().flowVersion.create({ data: { id: `v-${run.flowId}`, ...fixed } });
    const id = await question();
    await expect(yes(id, ben)).rejects.toThrow(/made a version of its flow/);
    await forgeDecision(id, 'ben');
    expect(await denial(id)).toEqual(['approval-people', expect.stringContaining('made a version')]);
  });

  it('is looked at again by the rules of the moment', async () => {
    await rules({});
    await db().run.update({ where: { id: run.runId }, data: { startedById: 'anna' } });
    const id = await question();
    await yes(id, anna);
    await rules({ notOwn: true });
    expect(await denial(id)).toEqual(['approval-people', expect.stringContaining('started the run')]);
  });
});
