/** Approvers of every kind before a flow that a stranger's mail drives: how much harm each of them can let through. */
import { expect, it } from 'vitest';
import { chain, draw } from '#test/support/draw.ts';
import { TESTER, testFlow, type FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { useMail } from '#test/support/mail.ts';
import { until } from '#test/support/until.ts';
import { DEFAULT_POLICY, type Policy } from '#lib/policy.ts';
import { decide, expireDue } from '#platform/approvals.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { db } from '#prisma/client.ts';

useHearth();

const VICTIMS = ['a', 'b', 'c', 'd', 'e'].map((name) => `${name}@evil.example`);
const mail = useMail();

const rules = (policy: Partial<Policy>) => savePolicy({ policy: { ...DEFAULT_POLICY, ...policy }, by: 'system' });

/** Writes to whomever the stranger names; a mail that may not go leads to a note of its own. */
function attack(): Promise<FlowRun> {
  const send = { to: '{{ item.value }}', subject: 'Hi', text: 'Pay.' };
  const flow = draw({
    nodes: {
      start: ['manual'],
      each: ['forEach', { items: '{{ trigger.to }}', concurrency: 5 }],
      send: ['mail.send', send, { connection: mail.connection, settings: { onError: 'branch' } }],
      refused: ['set', { fields: { why: '{{ steps.send.error.message }}' } }],
    },
    wires: [...chain('start', 'each'), 'each.each > send', 'send.error > refused', 'send > each', 'refused > each'],
  });
  return testFlow(flow, { input: { to: VICTIMS }, from: 'mail:mallory@evil.example' });
}

/** Answers each question of the run as soon as it is asked, until the run has ended; what could not be decided comes back. */
async function answering(run: FlowRun, answer: (id: string) => Promise<unknown>): Promise<unknown[]> {
  const tried = new Set<string>();
  const refused: unknown[] = [];
  await until(
    async () => {
      const where = { runId: run.runId, status: 'waiting', id: { notIn: [...tried] } };
      for (const { id } of await db().approval.findMany({ where, select: { id: true } })) {
        tried.add(id);
        await answer(id).catch((error: unknown) => refused.push(error));
      }
      const all = tried.size === VICTIMS.length && refused.length === VICTIMS.length;
      return all || (await run.events()).some(({ body }) => body.type === 'run.done');
    },
    { what: 'the end of the run' },
  );
  return refused;
}

const allow = (approvalId: string) => decide({ approvalId, choice: 'approve', by: TESTER });

it('who allows everything lets through what the budget has, and not one more', async () => {
  await rules({ budgets: [{ name: 'mails', tool: 'mail.*', max: 2, window: '1d' }] });
  await using run = await attack();
  expect(await answering(run, allow)).toEqual([]);
  expect(mail.smtp.received).toHaveLength(2);
  expect((await run.types('refused')).filter((type) => type === 'step.done')).toHaveLength(3);
});

it('who allows everything cannot allow what wants a passkey', async () => {
  await rules({ rules: [{ id: 'care', match: { tool: 'mail.*' }, effect: 'passkey', reason: 'Mail is dear.' }] });
  await using run = await attack();
  const refused = await answering(run, allow);
  expect(refused).toHaveLength(VICTIMS.length);
  expect(mail.smtp.received).toEqual([]);
  const waiting = await db().approval.findMany({ where: { runId: run.runId } });
  expect(waiting.every(({ status, consumedBy }) => status === 'waiting' && consumedBy === null)).toBe(true);
});

it('who denies everything lets nothing through, and the flow hears why', async () => {
  await rules({});
  await using run = await attack();
  await answering(run, (approvalId) => decide({ approvalId, choice: 'deny', reason: 'Never.', by: TESTER }));
  expect(mail.smtp.received).toEqual([]);
  expect(JSON.stringify(await run.events())).toContain('Never.');
  expect((await run.types('refused')).filter((type) => type === 'step.done')).toHaveLength(VICTIMS.length);
});

it('who never answers lets nothing through: time is a no', async () => {
  await rules({});
  await using run = await attack();
  const where = { runId: run.runId, status: 'waiting' };
  await until(async () => (await db().approval.count({ where })) === VICTIMS.length, { what: 'all questions' });
  await db().approval.updateMany({ where, data: { expiresAt: new Date(Date.now() - 1) } });
  await expireDue();
  expect((await run.ends()).type).toBe('run.done');
  expect(mail.smtp.received).toEqual([]);
  expect((await run.types('refused')).filter((type) => type === 'step.done')).toHaveLength(VICTIMS.length);
});
