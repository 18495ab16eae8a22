/** Somebody who decides in another's place: for what is meant for that person, and never as a second one. */
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest, Deciders } from '#lib/approval.ts';
import { approvalRow, createApproval, isGenuine } from '#platform/approval-rows.ts';
import { signDecision } from '#platform/approval-signature.ts';
import { decide, type Decider } from '#platform/approvals.ts';
import { passGate } from '#platform/gate.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { db, sql, sqlTime, transactSql } from '#prisma/client.ts';
import { anna, asked, freshGate, kindOf, mail, NO_RULES, run, withApproval } from './given-mail.ts';
import { requestFor, someone } from './given.ts';

freshGate();
const [ben, zoe] = [someone('Ben'), someone('Zoe')];
const HOUR = 3600_000;
beforeAll(async () => {
  await db().user.create({ data: { id: 'zoe', name: 'Zoe', email: 'zoe@example.org' } });
  await db().user.updateMany({ where: { id: { in: ['anna', 'ben', 'zoe'] } }, data: { role: 'approver' } });
});
beforeEach(() => db().delegate.deleteMany());

type Named = { hours?: [from: number, until: number]; endedAt?: Date };
const standsIn = (toId: string, ofId: string, { hours: [from, until] = [-1, 1], endedAt }: Named = {}) =>
  db().delegate.create({
    data: {
      ...{ id: randomUUID(), toId, ofId, endedAt: endedAt ?? null },
      startsAt: new Date(Date.now() + from * HOUR),
      endsAt: new Date(Date.now() + until * HOUR),
    },
  });
const yes = (id: string, by: Decider) => decide({ approvalId: id, choice: 'approve', by });
const rowOf = (id: string) => approvalRow({ sql: sql() }, id);

/** A drawn question that is for Anna alone. */
async function forAnna(deciders: Deciders = { kind: 'people', people: [{ id: 'anna', name: 'Anna' }] }) {
  const request: ApprovalRequest = { ...requestFor(run), kind: 'step', deciders, nonce: randomUUID() };
  return (await transactSql((tx) => createApproval(tx, { request }))).id;
}

describe('what is for one person', () => {
  it('is decided by who stands in for her, under a signature that says for whom', async () => {
    await standsIn('ben', 'anna');
    const id = await forAnna();
    await yes(id, ben);
    const row = await rowOf(id);
    expect([row.decidedById, row.decidedForId, isGenuine(row)]).toEqual(['ben', 'anna', true]);
    for (const decidedForId of [null, 'zoe']) {
      await db().approval.update({ where: { id }, data: { decidedForId } });
      expect(isGenuine(await rowOf(id))).toBe(false);
    }
    const { detail } = await db().audit.findFirstOrThrow({ where: { subject: `approval:${id}` } });
    expect(JSON.parse(detail)).toMatchObject({ for: 'anna' });
  });

  it('is hers as before, and then it is in nobody’s place', async () => {
    await standsIn('ben', 'anna');
    const id = await forAnna();
    await yes(id, anna);
    expect((await rowOf(id)).decidedForId).toBeNull();
  });

  it.each<[string, () => Promise<unknown>]>([
    ['nobody was named', async () => {}],
    ['it has not begun', () => standsIn('ben', 'anna', { hours: [1, 2] })],
    ['it is over', () => standsIn('ben', 'anna', { hours: [-2, -1] })],
    ['it was taken back', () => standsIn('ben', 'anna', { endedAt: new Date() })],
    ['it is the other way round', () => standsIn('anna', 'ben')],
    [
      'it goes by a third person',
      async () => {
        await standsIn('zoe', 'anna');
        await standsIn('ben', 'zoe');
      },
    ],
  ])('is not for somebody else when %s', async (_, given) => {
    await given();
    await expect(yes(await forAnna(), ben)).rejects.toThrow(/for others to decide: Anna/);
  });

  it('is not decided for her by a token, nor when she may not decide any more', async () => {
    await standsIn('ben', 'anna');
    await expect(yes(await forAnna(), { ...ben, via: 'token' })).rejects.toThrow(/for others/);
    await db().user.update({ where: { id: 'anna' }, data: { role: 'viewer' } });
    await expect(yes(await forAnna(), ben)).rejects.toThrow(/for others/);
    await db().user.update({ where: { id: 'anna' }, data: { role: 'approver' } });
  });

  it('may be meant for a role that the absent one has', async () => {
    await db().user.update({ where: { id: 'anna' }, data: { role: 'admin' } });
    await standsIn('ben', 'anna');
    const id = await forAnna({ kind: 'roles', roles: ['admin'] });
    await expect(yes(id, zoe)).rejects.toThrow(/for others/);
    await yes(id, ben);
    expect((await rowOf(id)).decidedForId).toBe('anna');
    await db().user.update({ where: { id: 'anna' }, data: { role: 'approver' } });
  });
});

const rules = (who: { two?: true; notOwn?: true }) => {
  const rule = { id: 'care', match: { tool: 'mail.*' }, effect: 'ask' as const, reason: 'Mail takes care.', ...who };
  return savePolicy({ policy: { ...NO_RULES, rules: [rule] }, by: 'system' });
};
const question = async () => (await asked(mail())).approvalId;

/** As one who can write into the database and holds the key that signs decisions. */
async function forge(id: string, by: string): Promise<void> {
  const { actionHash } = await db().approval.findUniqueOrThrow({ where: { id } });
  const at = Date.now();
  const signature = signDecision({ id, actionHash, choice: 'approve', by, at, answers: null, proof: null });
  const data = { status: 'decided', choice: 'approve', decidedById: by, decidedAt: new Date(sqlTime(at)), signature };
  await db().approval.update({ where: { id }, data });
}

describe('where two people have to allow it', () => {
  beforeEach(() => rules({ two: true }));

  it.each([
    ['ben', 'anna'],
    ['anna', 'ben'],
  ])('%s and %s, of whom one stands in for the other, are one', async (to, of) => {
    await standsIn(to, of);
    const id = await question();
    await yes(id, anna);
    await expect(yes(id, ben)).rejects.toThrow(/count as one/);
    await forge(id, 'ben');
    expect(await passGate(withApproval(mail(), id))).toMatchObject({ kind: 'deny', rule: 'approval-people' });
  });

  it('somebody else is a second one', async () => {
    await standsIn('ben', 'anna');
    const id = await question();
    await yes(id, anna);
    await yes(id, zoe);
    expect(await kindOf(withApproval(mail(), id))).toBe('go');
  });
});

describe('where nobody allows what is his own', () => {
  beforeEach(() => rules({ notOwn: true }));

  it('who stands in for that person may not either, and may say no', async () => {
    await db().run.update({ where: { id: run.runId }, data: { startedById: 'anna' } });
    await standsIn('ben', 'anna');
    const id = await question();
    await expect(yes(id, ben)).rejects.toThrow(/stand in for somebody who started/);
    await decide({ approvalId: id, choice: 'deny', by: ben });
  });

  it('what such a person allowed past the page does not pass the gate', async () => {
    await db().run.update({ where: { id: run.runId }, data: { startedById: 'anna' } });
    await standsIn('ben', 'anna');
    const id = await question();
    await forge(id, 'ben');
    expect(await passGate(withApproval(mail(), id))).toMatchObject({ kind: 'deny', rule: 'approval-people' });
  });
});
