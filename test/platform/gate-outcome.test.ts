import { describe, expect, it } from 'vitest';
import { decide } from '#platform/approvals.ts';
import { effectKeyOf } from '#platform/effect-key.ts';
import { passGate, type GateOutcome } from '#platform/gate.ts';
import { db } from '#prisma/client.ts';
import { anna, asked, freshGate, kindOf, mail, run, withApproval } from './given-mail.ts';

freshGate();

describe('an effect that was interrupted and must not be done twice', () => {
  async function interrupted(): Promise<Extract<GateOutcome, { kind: 'ask' }>> {
    expect(await kindOf(mail())).toBe('go');
    return asked(mail({ attempt: 2 }));
  }

  it('is not done again but asked about, once', async () => {
    const { approvalId, reason } = await interrupted();
    expect(reason).toBe('outcome-unknown');
    expect((await asked(mail({ attempt: 3 }))).approvalId).toBe(approvalId);
    const row = await db().approval.findUniqueOrThrow({ where: { id: approvalId } });
    expect(row).toMatchObject({ kind: 'outcome', status: 'waiting' });
    expect((await db().effect.findFirstOrThrow({ where: { runId: run.runId } })).status).toBe('unknown');
  });

  it('counts as done when the person says that it happened', async () => {
    const { approvalId } = await interrupted();
    await decide({ approvalId, choice: 'happened', by: anna });
    for (const input of [withApproval(mail(), approvalId), mail()]) {
      const outcome = await passGate(input);
      expect(outcome).toMatchObject({ kind: 'repeat', result: { kind: 'done', output: { value: null } } });
    }
  });

  it('is done under a new key when the person says "again", and asked about anew if that is interrupted too', async () => {
    const { approvalId } = await interrupted();
    await decide({ approvalId, choice: 'again', by: anna });
    const input = withApproval(mail(), approvalId);
    const key = effectKeyOf({ rootRunId: run.runId, stepId: 'send', iteration: '', generation: 1 });
    expect(await passGate(input)).toMatchObject({ kind: 'go', effectKey: key });
    const second = await asked(input);
    expect(second.approvalId).not.toBe(approvalId);
    await decide({ approvalId: second.approvalId, choice: 'again', by: anna });
    const third = withApproval({ ...input, call: { ...input.call, generation: 1 } }, second.approvalId);
    expect(await passGate(third)).toMatchObject({
      kind: 'go',
      effectKey: effectKeyOf({ rootRunId: run.runId, stepId: 'send', iteration: '', generation: 2 }),
    });
    expect(await db().effect.count({ where: { runId: run.runId } })).toBe(3);
  });

  it('is the same new effect when the engine has counted the generation up already', async () => {
    const { approvalId } = await interrupted();
    await decide({ approvalId, choice: 'again', by: anna });
    const input = withApproval(mail({ call: { generation: 1 } }), approvalId);
    const key = effectKeyOf({ rootRunId: run.runId, stepId: 'send', iteration: '', generation: 1 });
    expect(await passGate(input)).toMatchObject({ kind: 'go', effectKey: key });
  });

  it('stops the run when the person says so, or says nothing in time', async () => {
    const { approvalId } = await interrupted();
    await decide({ approvalId, choice: 'stop', by: anna });
    expect(await passGate(withApproval(mail(), approvalId))).toMatchObject({ kind: 'deny', type: 'Stopped' });
    const other = mail({ call: { stepId: 'other' } });
    await passGate(other);
    const question = await asked(other);
    await db().approval.update({ where: { id: question.approvalId }, data: { status: 'expired' } });
    expect(await passGate(withApproval(other, question.approvalId))).toMatchObject({
      kind: 'deny',
      rule: 'outcome-unknown',
    });
  });

  it('is refused when "again" was said of something else', async () => {
    const { approvalId } = await interrupted();
    await decide({ approvalId, choice: 'again', by: anna });
    const { args } = mail();
    const changed = mail({ args: [{ ...args[0]!, value: 'eve@example.org' }, args[1]!] });
    expect(await passGate(withApproval(changed, approvalId))).toMatchObject({
      kind: 'deny',
      rule: 'approval-mismatch',
    });
    const elsewhere = withApproval(mail({ call: { stepId: 'other' } }), approvalId);
    expect(await passGate(elsewhere)).toMatchObject({ kind: 'deny', rule: 'outcome-mismatch' });
  });
});
