/** What nobody answers: others may after a while, and the owner is told once. By times in rows, not by timers. */
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isDecider, type ApprovalRequest } from '#lib/approval.ts';
import { approvalRow, createApproval } from '#platform/approval-rows.ts';
import { decide, expireDue, sweepEscalations, sweepReminders } from '#platform/approvals.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { db, sql, transactSql } from '#prisma/client.ts';
import { anna, asked, freshGate, mail, NO_RULES, run } from './given-mail.ts';
import { requestFor, someone } from './given.ts';

freshGate();
const ben = someone('Ben');
const HOUR = 3600_000;
beforeAll(() => db().user.update({ where: { id: 'ben' }, data: { role: 'owner' } }));
beforeEach(() => db().notice.deleteMany());

const PAST = () => new Date(Date.now() - 1);
const due = (id: string) => db().approval.update({ where: { id }, data: { escalateAt: PAST() } });
const notices = () => db().notice.findMany({ where: { runId: run.runId } });

/** A drawn question for Anna, that the owner may answer from a time on. */
async function forAnna(at: number, over: Partial<ApprovalRequest> = {}): Promise<string> {
  const deciders = { kind: 'people', people: [{ id: 'anna', name: 'Anna' }] } as const;
  const request: ApprovalRequest = {
    ...{ ...requestFor(run), kind: 'step', nonce: randomUUID(), title: 'SECRET from outside' },
    ...{ deciders: { ...deciders, people: [...deciders.people] }, escalation: { at, roles: ['owner'] } },
    ...over,
  };
  return (await transactSql((tx) => createApproval(tx, { request, escalateAt: at }))).id;
}
const yes = (id: string, by = ben) => decide({ approvalId: id, choice: 'approve', by });

describe('a question that nobody answers', () => {
  it('is for others too from the time on that was set, and not before', async () => {
    await expect(yes(await forAnna(Date.now() + HOUR))).rejects.toThrow(/for others to decide/);
    const id = await forAnna(Date.now() - 1);
    await yes(id);
    expect((await approvalRow({ sql: sql() }, id)).decidedById).toBe('ben');
    expect((await approvalRow({ sql: sql() }, id)).decidedForId).toBeNull();
  });

  it('is for the roles that were drawn, at that moment, and for nobody else', () => {
    const request = { deciders: { kind: 'people', people: [] }, escalation: { at: 10, roles: ['owner'] } };
    const may = (role: string, now: number) =>
      isDecider(request as unknown as ApprovalRequest, { userId: 'x', role }, now);
    expect([may('owner', 9), may('owner', 10), may('admin', 10)]).toEqual([false, true, false]);
  });

  it('tells the owner once, on record, and nothing of what is asked', async () => {
    const id = await forAnna(Date.now() + HOUR);
    expect(await sweepEscalations()).toBe(0);
    await due(id);
    expect([await sweepEscalations(), await sweepEscalations()]).toEqual([1, 0]);
    const [notice, ...more] = await notices();
    expect(more).toEqual([]);
    expect(notice).toMatchObject({ level: 'urgent', title: 'Test flow: nobody decides' });
    expect(JSON.stringify(notice)).not.toContain('SECRET');
    const [entry] = await db().audit.findMany({ where: { action: 'approval.escalate', subject: `approval:${id}` } });
    expect(JSON.parse(entry?.detail ?? '')).toMatchObject({ to: ['owner'] });
  });

  it('is told of nobody when it was decided in time, and expires to a no as before', async () => {
    const decided = await forAnna(Date.now() + HOUR);
    await yes(decided, anna);
    await due(decided);
    const expired = await forAnna(Date.now() + HOUR, { expiresAt: Date.now() - 1 });
    await due(expired);
    expect(await sweepEscalations()).toBe(0);
    expect(await expireDue(expired)).toEqual([expired]);
    await expect(yes(expired)).rejects.toThrow(/time to decide is over/);
  });
});

describe('a rule', () => {
  const rule = { id: 'care', match: { tool: 'mail.*' }, effect: 'ask' as const, reason: 'Mail takes care.' };
  const rules = (...more: object[]) =>
    savePolicy({
      policy: { ...NO_RULES, rules: more.map((one, at) => ({ ...rule, id: `r${at}`, ...one })) },
      by: 'system',
    });
  const times = async () => {
    const { approvalId: id } = await asked(mail());
    const row = await db().approval.findUniqueOrThrow({ where: { id } });
    const after = (time: Date | null) => time && Math.round((time.getTime() - row.createdAt.getTime()) / 60_000);
    return {
      id,
      remind: after(row.remindAt),
      every: row.remindEvery,
      left: row.remindLeft,
      tell: after(row.escalateAt),
    };
  };

  it('sets when to remind and when to tell the owner; of several the shortest times hold', async () => {
    await rules({ remindAfter: '2h', escalateAfter: '5h' }, { remindAfter: '3h' }, { escalateAfter: '4h' });
    const { id, ...set } = await times();
    expect(set).toEqual({ remind: 120, every: 2 * HOUR, left: 3, tell: 240 });
    await db().approval.update({ where: { id }, data: { remindAt: PAST(), escalateAt: PAST() } });
    expect([await sweepReminders(), await sweepEscalations()]).toEqual([1, 1]);
    expect(await notices()).toHaveLength(1);
    // Everybody with the right may decide as before.
    await yes(id, anna);
  });

  it('about something else sets nothing', async () => {
    await rules({}, { match: { tool: 'http.*' }, remindAfter: '2h', escalateAfter: '5h' });
    expect(await times()).toMatchObject({ remind: null, left: 0, tell: null });
  });
});
