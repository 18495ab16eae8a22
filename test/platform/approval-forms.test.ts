import { beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest, Deciders } from '#lib/approval.ts';
import type { AnswerField } from '#lib/form.ts';
import { approvalRow, isGenuine } from '#platform/approval-rows.ts';
import { createApproval, decide, expireDue, readDecision, sweepReminders } from '#platform/approvals.ts';
import { NotYours } from '#platform/errors.ts';
import { runEvents } from '#platform/run-events.ts';
import { db, sql, transactSql } from '#prisma/client.ts';
import { givenRun, requestFor, someone, temporalIsDown } from './given.ts';

temporalIsDown();

const anna = someone('Anna');
const ben = someone('Ben');

const FIELDS: AnswerField[] = [
  { name: 'amount', type: 'number', title: 'Amount', required: true },
  { name: 'note', type: 'multiline', required: false },
];

type Asked = { fields?: AnswerField[]; deciders?: Deciders; remind?: { everyMs: number; times: number } };

let runId: string;

async function ask({ remind, ...more }: Asked): Promise<string> {
  const of = await givenRun({ status: 'waiting' });
  runId = of.runId;
  const base = requestFor(of);
  const request: ApprovalRequest = {
    ...base,
    kind: 'step',
    tool: null,
    run: { ...base.run, iteration: '2/0' },
    ...more,
  };
  return (await transactSql((tx) => createApproval(tx, { request, ...(remind ? { remind } : {}) }))).id;
}

const rowOf = (id: string) => approvalRow({ sql: sql() }, id);

describe('the fields of a question', () => {
  let id: string;
  beforeEach(async () => {
    id = await ask({ fields: FIELDS });
  });

  it('are checked against what was declared, each named with what is wrong', async () => {
    const given = decide({ approvalId: id, choice: 'approve', by: anna, answers: { amount: 'much', extra: 1 } });
    await expect(given).rejects.toMatchObject({
      name: 'Invalid',
      problems: [
        { path: 'answers.extra', message: 'There is no such field.' },
        { path: 'answers.amount', message: 'This is not a number.' },
      ],
    });
    await expect(decide({ approvalId: id, choice: 'approve', by: anna })).rejects.toThrow(/Amount/);
    expect((await rowOf(id)).status).toBe('waiting');
  });

  it('are kept with the decision, and read by the run with every field', async () => {
    await decide({ approvalId: id, choice: 'approve', by: anna, answers: { amount: 12.5 } });
    expect(await readDecision(id)).toMatchObject({ choice: 'approve', answers: { amount: 12.5, note: null } });
  });

  it('are not needed for a no', async () => {
    await decide({ approvalId: id, choice: 'deny', by: anna });
    expect(await readDecision(id)).toMatchObject({ choice: 'deny', answers: { amount: null, note: null } });
  });

  it('are there, empty, when nobody decided in time', async () => {
    await db().approval.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    await expireDue(id);
    expect(await readDecision(id)).toMatchObject({ status: 'expired', answers: { amount: null, note: null } });
  });

  it('changed in the database after the decision make the decision count for nothing', async () => {
    await decide({ approvalId: id, choice: 'approve', by: anna, answers: { amount: 1 } });
    expect(isGenuine(await rowOf(id))).toBe(true);
    await db().approval.update({ where: { id }, data: { answers: JSON.stringify({ amount: 1_000_000, note: null }) } });
    expect(isGenuine(await rowOf(id))).toBe(false);
    expect(await readDecision(id)).toEqual({ status: 'waiting' });
  });

  it('together stay small enough for the state of a run', async () => {
    const answers = { amount: 1, note: 'ä'.repeat(4000) };
    await expect(decide({ approvalId: id, choice: 'approve', by: anna, answers })).rejects.toThrow(/too long/);
  });

  it('cannot be slipped into a question that asks for none', async () => {
    const plain = await ask({});
    const given = decide({ approvalId: plain, choice: 'approve', by: anna, answers: { amount: 1 } });
    await expect(given).rejects.toThrow(/nothing to be filled in/);
  });
});

describe('who may decide', () => {
  it('is only who was named', async () => {
    const id = await ask({ deciders: { kind: 'people', people: [{ id: 'anna', name: 'Anna' }] } });
    const byBen = decide({ approvalId: id, choice: 'approve', by: ben });
    await expect(byBen).rejects.toThrow(NotYours);
    await expect(byBen).rejects.toThrow(/Anna/);
    expect((await rowOf(id)).status).toBe('waiting');
    await decide({ approvalId: id, choice: 'approve', by: anna });
    expect((await rowOf(id)).decidedById).toBe('anna');
  });

  it('goes by the role that a person has at that moment', async () => {
    const id = await ask({ deciders: { kind: 'roles', roles: ['owner'] } });
    await expect(decide({ approvalId: id, choice: 'deny', by: anna })).rejects.toThrow(NotYours);
    await db().user.update({ where: { id: 'anna' }, data: { role: 'owner' } });
    await decide({ approvalId: id, choice: 'deny', by: anna });
    await db().user.update({ where: { id: 'anna' }, data: { role: 'viewer' } });
    expect((await rowOf(id)).status).toBe('decided');
  });
});

describe('a reminder', () => {
  const due = (id: string) => db().approval.update({ where: { id }, data: { remindAt: new Date(Date.now() - 1) } });
  const reminded = async () => (await runEvents({ runId })).filter(({ body }) => body.type === 'step.reminded');

  it('comes only once its time has come, as often as was asked for, and is told in the run', async () => {
    const id = await ask({ remind: { everyMs: 3_600_000, times: 2 } });
    expect(await sweepReminders()).toBe(0);
    for (const expected of [1, 1, 0]) {
      await due(id);
      if (expected === 0) await db().approval.update({ where: { id }, data: { remindAt: null } });
      expect(await sweepReminders()).toBe(expected);
      // The next one is an hour away.
      expect(await sweepReminders()).toBe(0);
    }
    expect((await reminded()).map(({ stepId, iteration, body }) => ({ stepId, iteration, body }))).toEqual([
      { stepId: 'send', iteration: '2/0', body: { type: 'step.reminded', approvalId: id, count: 1 } },
      { stepId: 'send', iteration: '2/0', body: { type: 'step.reminded', approvalId: id, count: 2 } },
    ]);
    const row = await db().approval.findUniqueOrThrow({ where: { id } });
    expect([row.remindLeft, row.remindAt, row.remindedAt]).toEqual([0, null, expect.any(Date)]);
  });

  it('does not come for what is decided, expired or was asked without', async () => {
    const decided = await ask({ remind: { everyMs: 60_000, times: 5 } });
    await decide({ approvalId: decided, choice: 'deny', by: anna });
    await due(decided);
    const expired = await ask({ remind: { everyMs: 60_000, times: 5 } });
    await due(expired);
    await db().approval.update({ where: { id: expired }, data: { expiresAt: new Date(Date.now() - 1) } });
    await ask({});
    expect(await sweepReminders()).toBe(0);
  });
});
