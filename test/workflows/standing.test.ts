/** What was allowed three times over is proposed, goes without asking once it is confirmed, and asks again once it differs. */
import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import type { ApprovalRequest } from '#lib/approval.ts';
import { untrusted } from '#lib/label.ts';
import { decide } from '#platform/approvals.ts';
import { ingest } from '#platform/ingest.ts';
import { currentPolicy, savePolicy } from '#platform/policy-store.ts';
import { startRun } from '#platform/start-run.ts';
import { db, sql } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { allowStanding, dropStanding, standingOverview } from '#server/services/standing.ts';
import { draw } from '#test/support/draw.ts';
import { FlowRun, published, TESTER } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { useMail } from '#test/support/mail.ts';

useHearth();

const OWNER: Actor = {
  via: 'web',
  userId: TESTER.userId,
  name: TESTER.name,
  email: 'tess@example.org',
  role: 'owner',
  rights: ['admin'],
};
const DAY = 86_400_000;
const mail = useMail();

beforeAll(async () => {
  await savePolicy({ policy: { rules: [], allowLists: [], budgets: [], sendDelay: '0s' }, by: 'system' });
});

/** A stranger's word decides that a mail to an address of the author goes out. */
function alarm() {
  return published(
    draw({
      nodes: {
        hook: ['webhook'],
        urgent: ['if', { rows: [{ left: '{{ trigger.body.urgent }}', operator: 'isTrue' }] }],
        tell: [
          'mail.send',
          { to: 'anna@example.org', subject: 'Come', text: '{{ trigger.body.text }}' },
          { connection: mail.connection },
        ],
      },
      wires: ['hook > urgent', 'urgent.true > tell'],
    }),
  );
}

type Of = Awaited<ReturnType<typeof alarm>>;

async function called(of: Of, text: string): Promise<FlowRun> {
  const { runId } = await ingest({
    ...{ ...of, triggerId: `${of.flowId}:hook`, dedupeKey: randomUUID(), mode: 'production' },
    ...{
      input: { method: 'POST', path: '/', headers: {}, query: {}, body: { urgent: true, text } },
      labels: { rest: untrusted('webhook:hook') },
    },
  });
  await startRun(runId);
  return new FlowRun(runId, of.flowId);
}

async function answered(of: Of, text: string, choice: 'approve' | 'deny' = 'approve'): Promise<string> {
  await using run = await called(of, text);
  const { approvalId = '' } = await run.sees('step.waiting', 'tell');
  const row = await db().approval.findUniqueOrThrow({ where: { id: approvalId } });
  await decide({ approvalId, choice, by: TESTER });
  await run.ends();
  return (JSON.parse(row.request) as ApprovalRequest).rule;
}

const proposedFor = async ({ flowId }: Of) =>
  (await standingOverview()).proposed.filter((one) => one.flowId === flowId);

it('is proposed after the third yes, shows what it would have let through, and then goes by itself, on record', async () => {
  const flow = await alarm();
  expect(await answered(flow, 'one')).toBe('untrusted-branch');
  await answered(flow, 'two');
  expect(await proposedFor(flow)).toEqual([]);
  await answered(flow, 'three');
  const [proposed] = await proposedFor(flow);
  expect(proposed).toMatchObject({ tool: 'mail.send', target: 'anna@example.org', rule: 'untrusted-branch', count: 3 });
  expect(proposed?.decided).toHaveLength(3);
  await allowStanding(proposed?.id ?? '', OWNER);
  expect(await proposedFor(flow)).toEqual([]);

  mail.smtp.forget();
  await using run = await called(flow, 'four');
  expect((await run.ends()).type).toBe('run.done');
  expect(mail.smtp.received).toHaveLength(1);
  const decision = (await run.sees('step.input', 'tell')).decision;
  expect(decision).toMatchObject({ outcome: 'allow', rule: `standing:${proposed?.id}`, tier: 'journal' });
  const [row] = await sql().all<{ detail: string }>(
    `SELECT "detail" FROM "Audit" WHERE "action" = 'gate.allow' AND "subject" = ?`,
    [`run:${run.runId}`],
  );
  expect(JSON.parse(row?.detail ?? '{}')).toMatchObject({
    rule: `standing:${proposed?.id}`,
    target: 'anna@example.org',
  });
});

it('is over when it is taken back, and is not proposed again', async () => {
  const flow = await alarm();
  for (const text of ['one', 'two', 'three']) await answered(flow, text);
  const [proposed] = await proposedFor(flow);
  await allowStanding(proposed?.id ?? '', OWNER);
  await dropStanding(proposed?.id ?? '', OWNER);
  expect(await answered(flow, 'four')).toBe('untrusted-branch');
  expect(await proposedFor(flow)).toEqual([]);
  expect((await standingOverview()).standing.filter(({ flowId }) => flowId === flow.flowId)).toEqual([]);
});

it('is over after ninety days, and may be proposed out of what was decided since', async () => {
  const flow = await alarm();
  for (const text of ['one', 'two', 'three']) await answered(flow, text);
  const [proposed] = await proposedFor(flow);
  // Confirmed a hundred days ago, as far as the rules know.
  await allowStanding(proposed?.id ?? '', OWNER, Date.now());
  const { policy, version } = await currentPolicy();
  const standing = policy.standing?.map((one) => ({ ...one, expiresAt: one.expiresAt - 100 * DAY }));
  await savePolicy({ policy: { ...policy, ...(standing ? { standing } : {}) }, by: 'system', base: version });
  expect(await answered(flow, 'four')).toBe('untrusted-branch');
  expect(await proposedFor(flow)).toMatchObject([{ count: 4 }]);
});

it('is not proposed when one of the last three got a no', async () => {
  const flow = await alarm();
  for (const text of ['one', 'two']) await answered(flow, text);
  await answered(flow, 'three', 'deny');
  for (const text of ['four', 'five']) await answered(flow, text);
  expect(await proposedFor(flow)).toEqual([]);
  await answered(flow, 'six');
  expect(await proposedFor(flow)).toMatchObject([{ count: 3 }]);
});
