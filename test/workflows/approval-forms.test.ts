import type { ApprovalRequest } from '#lib/approval.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Json, Stored } from '#lib/value.ts';
import { decide, sweepReminders } from '#platform/approvals.ts';
import { NotYours } from '#platform/errors.ts';
import { db } from '#prisma/client.ts';
import { draw } from '#test/support/draw.ts';
import { TESTER, testFlow, type FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';

useHearth();

beforeAll(async () => {
  await db().user.create({ data: { id: TESTER.userId, name: TESTER.name, email: 'Tess@example.org', role: 'owner' } });
});

const FORM = [
  { name: 'amount', type: 'number', required: true },
  { name: 'when', type: 'date', required: false },
];

const asking = (more: Record<string, Json> = {}) =>
  draw({
    nodes: {
      start: ['manual'],
      ask: ['approval', { title: 'How much?', fields: FORM, expiresAfter: '1h', ...more }],
      yes: ['set', { fields: { sum: '{{ steps.ask.answers.amount }}', when: '{{ steps.ask.answers.when }}' } }],
      no: ['set', { fields: { sum: '{{ steps.ask.answers.amount }}' } }],
    },
    wires: ['start > ask', 'ask.approve > yes', 'ask.deny > no', 'ask.expired > no'],
  });

async function asked(run: FlowRun, step: string): Promise<string> {
  return (await run.sees('step.waiting', step)).approvalId ?? '';
}

describe('a question with fields', () => {
  it('hands the flow what a person filled in, trusted and private', async () => {
    await using run = await testFlow(asking(), { continueAfter: 1 });
    const approvalId = await asked(run, 'ask');
    await decide({ approvalId, choice: 'approve', by: TESTER, answers: { amount: 12, when: '2027-01-31' } });
    expect(await run.output()).toEqual({ sum: 12, when: '2027-01-31' });
    const { output } = (await run.sees('step.done', 'ask')) as { output: Stored };
    expect(output.labels.fields?.answers).toEqual({
      integrity: 'trusted',
      confidentiality: 'private',
      origins: ['person:steps.ask'],
    });
  });

  it.each([
    ['after a no', { expiresAfter: '1h' }],
    ['when nobody decides in time', { expiresAfter: '300ms' }],
  ])('has empty answers %s, so that a later step can refer to them', async (_when, more) => {
    await using run = await testFlow(asking(more));
    const approvalId = await asked(run, 'ask');
    if (more.expiresAfter === '1h') await decide({ approvalId, choice: 'deny', by: TESTER });
    expect(await run.output()).toEqual({ sum: null });
  });
});

describe('who may decide', () => {
  it('is bound when the question is asked, by the addresses that people sign in with', async () => {
    await using run = await testFlow(asking({ decides: 'people', people: ['tess@example.org'] }));
    const approvalId = await asked(run, 'ask');
    const ben = { userId: 'ben', name: 'Ben', via: 'web' as const };
    await expect(decide({ approvalId, choice: 'deny', by: ben })).rejects.toThrow(NotYours);
    await decide({ approvalId, choice: 'deny', by: TESTER });
    expect((await run.ends()).type).toBe('run.done');
  });

  it('goes to others at the time that was drawn, which the request binds', async () => {
    const drawn = { decides: 'people', people: ['tess@example.org'], escalateAfter: '2h', escalateTo: ['admin'] };
    await using run = await testFlow(asking(drawn));
    const row = await db().approval.findUniqueOrThrow({ where: { id: await asked(run, 'ask') } });
    const { escalation } = JSON.parse(row.request) as ApprovalRequest;
    expect(escalation).toEqual({ at: row.escalateAt?.getTime(), roles: ['admin'] });
    expect((escalation?.at ?? 0) - row.createdAt.getTime()).toBeGreaterThan(7_000_000);
  });

  it('must be somebody: an address nobody has fails the step, and says so', async () => {
    await using run = await testFlow(asking({ decides: 'people', people: ['nobody@example.org'] }));
    expect(await run.ends()).toMatchObject({
      type: 'run.failed',
      error: { message: expect.stringContaining('nobody@example.org') as string },
    });
  });

  it('cannot be chosen from outside', async () => {
    const flow = asking({ decides: 'people', people: '{{ trigger.body.people }}' });
    flow.nodes = flow.nodes.map((node) => (node.id === 'start' ? { ...node, type: 'webhook' } : node));
    const input = { method: 'POST', path: '', headers: {}, query: {}, body: { people: ['tess@example.org'] } };
    await using run = await testFlow(flow, { input, from: 'webhook:start' });
    expect(await run.ends()).toMatchObject({ type: 'run.failed', error: { type: 'Refused' } });
    expect(await db().approval.count({ where: { runId: run.runId } })).toBe(0);
  });
});

it('reminders come from the row, so a run that begins a new history keeps them', async () => {
  await using run = await testFlow(asking({ remindAfter: '1h', reminders: 3 }), { continueAfter: 1 });
  const approvalId = await asked(run, 'ask');
  const row = await db().approval.findUniqueOrThrow({ where: { id: approvalId } });
  expect([row.remindLeft, row.remindEvery]).toEqual([3, 3_600_000]);
  await db().approval.update({ where: { id: approvalId }, data: { remindAt: new Date(Date.now() - 1) } });
  expect(await sweepReminders()).toBe(1);
  expect(await run.sees('step.reminded', 'ask')).toMatchObject({ approvalId, count: 1 });
  expect(await run.status()).toBe('waiting');
  await decide({ approvalId, choice: 'deny', by: TESTER });
  await run.ends();
});

describe('questions in branches', () => {
  const both = (join: 'all' | 'any') =>
    draw({
      nodes: {
        start: ['manual'],
        left: ['approval', { title: 'Left?', expiresAfter: '1h', fields: [{ name: 'n', type: 'number' }] }],
        right: ['approval', { title: 'Right?', expiresAfter: '1h', fields: [{ name: 'n', type: 'number' }] }],
        end: [
          'set',
          { fields: { left: '{{ steps.left.answers.n ?? 0 }}', right: '{{ steps.right.answers.n ?? 0 }}' } },
          { settings: { join: { mode: join } } },
        ],
      },
      wires: ['start > left', 'start > right', 'left.approve > end', 'right.approve > end'],
    });
  const statusOf = async (id: string) => (await db().approval.findUniqueOrThrow({ where: { id } })).status;

  it('wait side by side, each for its own answers', async () => {
    await using run = await testFlow(both('all'));
    const [left, right] = [await asked(run, 'left'), await asked(run, 'right')];
    expect([await statusOf(left), await statusOf(right)]).toEqual(['waiting', 'waiting']);
    await decide({ approvalId: right, choice: 'approve', by: TESTER, answers: { n: 2 } });
    await run.sees('step.done', 'right');
    expect(await statusOf(left)).toBe('waiting');
    await decide({ approvalId: left, choice: 'approve', by: TESTER, answers: { n: 1 } });
    expect(await run.output()).toEqual({ left: 1, right: 2 });
  });

  it('close their rows when the first answer is enough', async () => {
    await using run = await testFlow(both('any'));
    const [left, right] = [await asked(run, 'left'), await asked(run, 'right')];
    await decide({ approvalId: right, choice: 'approve', by: TESTER, answers: { n: 2 } });
    expect(await run.output()).toEqual({ left: 0, right: 2 });
    await run.closes();
    expect(await statusOf(left)).toBe('cancelled');
    await expect(decide({ approvalId: left, choice: 'approve', by: TESTER })).rejects.toThrow(/no longer needed/);
  });
});

it('all of it can be replayed', async () => {
  expect(await replayAll()).toBeGreaterThan(5);
});
