/** Several runs that wait for the same: each keeps a question, a signed decision and an effect of its own. */
import { expect, it } from 'vitest';
import { decide } from '#platform/approvals.ts';
import { passGate } from '#platform/gate.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { db } from '#prisma/client.ts';
import { anna, asked, freshGate, kindOf, mailToStranger, NO_RULES, run, withApproval } from './given-mail.ts';
import { givenRun } from './given.ts';

freshGate();

/** The same mail of another run of the flow. */
async function elsewhere() {
  const { runId } = await givenRun({ flowId: run.flowId, status: 'running' });
  const input = mailToStranger();
  return { ...input, call: { ...input.call, run: { ...input.call.run, runId, rootRunId: runId } } };
}
const keyOf = async (id: string) => (await db().approval.findUniqueOrThrow({ where: { id } })).sameAs;

it('the same mail of two runs has one key; a retry of one run does not even ask again', async () => {
  const other = await elsewhere();
  const [one, two] = [await asked(mailToStranger()), await asked(other)];
  expect(await keyOf(one.approvalId)).toMatch(/^[0-9a-f]{64}$/);
  expect(await keyOf(two.approvalId)).toBe(await keyOf(one.approvalId));
  expect((await asked(mailToStranger())).approvalId).toBe(one.approvalId);
  expect(await db().approval.count({ where: { flowId: run.flowId } })).toBe(2);
});

it('one yes is one effect: the decision of one run never serves the other', async () => {
  const other = await elsewhere();
  const [one, two] = [await asked(mailToStranger()), await asked(other)];
  await decide({ approvalId: one.approvalId, choice: 'approve', by: anna });
  expect(await kindOf(other)).toBe('ask');
  expect(await passGate(withApproval(other, one.approvalId))).toMatchObject({ rule: 'approval-mismatch' });
  await decide({ approvalId: two.approvalId, choice: 'approve', by: anna });
  const keys = [];
  for (const input of [withApproval(mailToStranger(), one.approvalId), withApproval(other, two.approvalId)]) {
    const outcome = await passGate(input);
    keys.push(outcome.kind === 'go' ? outcome.effectKey : outcome.kind);
  }
  const used = await db().approval.findMany({ where: { flowId: run.flowId }, select: { consumedBy: true } });
  expect(new Set(keys).size).toBe(2);
  expect(used.map(({ consumedBy }) => consumedBy).sort()).toEqual(keys.sort());
});

it('what takes a passkey has no key: it is never joined', async () => {
  const rule = { id: 'care', match: { tool: 'mail.*' }, effect: 'passkey' as const, reason: 'Care.' };
  await savePolicy({ policy: { ...NO_RULES, rules: [rule] }, by: 'system' });
  expect(await keyOf((await asked(mailToStranger())).approvalId)).toBeNull();
});
