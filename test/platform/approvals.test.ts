import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalRequest } from '#lib/approval.ts';
import { approvedEdits } from '#platform/approval-edit.ts';
import { approvalRow, isGenuine } from '#platform/approval-rows.ts';
import {
  actionHash,
  cancelApprovals,
  consumeApproval,
  createApproval,
  decide,
  expireDue,
  readDecision,
} from '#platform/approvals.ts';
import { Conflict } from '#platform/errors.ts';
import { db, sql, transactSql } from '#prisma/client.ts';
import { givenRun, requestFor, someone, temporalIsDown } from './given.ts';

temporalIsDown();

let request: ApprovalRequest;
let id: string;

beforeEach(async () => {
  const { runId, flowId } = await givenRun({ status: 'waiting' });
  request = requestFor({ runId, flowId });
  ({ id } = await transactSql((tx) => createApproval(tx, { request })));
});

const rowOf = (approvalId: string) => approvalRow({ sql: sql() }, approvalId);
const anna = someone('Anna');
const ben = someone('Ben');

describe('a question', () => {
  it('asked again under the same id is one question', async () => {
    const again = await transactSql((tx) => createApproval(tx, { id, request: { ...request, nonce: randomUUID() } }));
    expect(again).toEqual({ id, actionHash: actionHash(request) });
    expect(await db().approval.count({ where: { runId: request.run.runId } })).toBe(1);
  });

  it('waits until somebody answers', async () => {
    expect(await readDecision(id)).toEqual({ status: 'waiting' });
    await decide({ approvalId: id, choice: 'deny', reason: 'Not today', by: anna });
    expect(await readDecision(id)).toMatchObject({
      status: 'decided',
      choice: 'deny',
      reason: 'Not today',
      by: 'Anna',
    });
  });

  it('takes only answers that were offered', async () => {
    await expect(decide({ approvalId: id, choice: 'maybe', by: anna })).rejects.toThrow(/not among the answers/);
    expect((await rowOf(id)).status).toBe('waiting');
  });

  it('is answered once: the second answer hears who was first', async () => {
    await decide({ approvalId: id, choice: 'approve', by: anna });
    const second = decide({ approvalId: id, choice: 'deny', by: ben });
    await expect(second).rejects.toThrow(Conflict);
    await expect(second).rejects.toThrow(/Anna decided this already: "Approve"/);
    expect((await rowOf(id)).choice).toBe('approve');
  });

  it('has one winner among many answers at once, and one audit row', async () => {
    const answers = await Promise.allSettled(
      Array.from({ length: 12 }, (_, i) => decide({ approvalId: id, choice: i % 2 ? 'approve' : 'deny', by: anna })),
    );
    expect(answers.filter((answer) => answer.status === 'fulfilled')).toHaveLength(1);
    expect(await db().audit.count({ where: { subject: `approval:${id}`, action: 'approval.decide' } })).toBe(1);
  });

  it('cannot be answered after its time, and counts as a no', async () => {
    await db().approval.update({ where: { id }, data: { expiresAt: new Date(Date.now() - 1) } });
    await expect(decide({ approvalId: id, choice: 'approve', by: anna })).rejects.toThrow(/time to decide is over/);
    expect(await readDecision(id)).toMatchObject({ status: 'expired' });
    expect((await rowOf(id)).status).toBe('expired');
  });

  it('expires with others that are due, and only those', async () => {
    const due = await transactSql((tx) => createApproval(tx, { request: { ...request, expiresAt: Date.now() - 5 } }));
    expect(await expireDue()).toEqual([due.id]);
    expect((await rowOf(id)).status).toBe('waiting');
    expect(await expireDue()).toEqual([]);
  });

  it('that nobody needs any more is taken back', async () => {
    await cancelApprovals([id]);
    await expect(decide({ approvalId: id, choice: 'approve', by: anna })).rejects.toThrow(/no longer needed/);
    expect(await readDecision(id)).toMatchObject({ status: 'expired' });
  });
});

describe('edit and approve', () => {
  it('makes a new approved action and answers the old question with it', async () => {
    const { replacedById } = await decide({
      approvalId: id,
      choice: 'approve',
      by: anna,
      args: { to: 'ben@example.org' },
    });
    const [old, copy] = [await rowOf(id), await rowOf(replacedById!)];
    expect(old).toMatchObject({ status: 'decided', choice: 'replaced', replacedById });
    expect(copy).toMatchObject({ status: 'decided', choice: 'approve' });
    expect(copy.actionHash).not.toBe(old.actionHash);
    expect(copy.request.nonce).not.toBe(old.request.nonce);
    expect(copy.request.target).toEqual({ kind: 'mail', id: 'ben@example.org' });
    expect(copy.request.args.map((arg) => arg.value)).toEqual(['ben@example.org', 'Hello']);
    expect(copy.request.args[0]?.label).toMatchObject({ integrity: 'trusted', origins: ['person:anna'] });
    expect(isGenuine(old) && isGenuine(copy)).toBe(true);
    expect(await readDecision(id)).toMatchObject({ status: 'decided', choice: 'approve', replacedBy: replacedById });
    expect(Object.keys(await approvedEdits(replacedById!))).toEqual(['to']);
    expect(await approvedEdits(id)).toEqual({});
  });

  it('changes only what is there, and never with a no', async () => {
    await expect(decide({ approvalId: id, choice: 'approve', by: anna, args: { bcc: 'x' } })).rejects.toThrow(
      /no "bcc"/,
    );
    await expect(decide({ approvalId: id, choice: 'deny', by: anna, args: { to: 'x' } })).rejects.toThrow(
      /Only an approval/,
    );
    expect((await rowOf(id)).status).toBe('waiting');
    expect(await db().approval.count({ where: { runId: request.run.runId } })).toBe(1);
  });
});

describe('an approval', () => {
  const use = (effectKey: string, hash = actionHash(request)) =>
    transactSql((tx) => consumeApproval(tx, { approvalId: id, actionHash: hash, effectKey }));

  it('is used once, by one effect, which may come again', async () => {
    await decide({ approvalId: id, choice: 'approve', by: anna });
    await use(`e-${id}`);
    await use(`e-${id}`);
    await expect(use('other')).rejects.toThrow(/used already/);
  });

  it('is not used by two effects at once', async () => {
    await decide({ approvalId: id, choice: 'approve', by: anna });
    const uses = await Promise.allSettled(Array.from({ length: 10 }, (_, i) => use(`${id}-${i}`)));
    expect(uses.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
  });

  it('does not exist before a person decided', async () => {
    await expect(use('e')).rejects.toThrow(/no valid signature/);
  });

  it('is for one exact action', async () => {
    await decide({ approvalId: id, choice: 'approve', by: anna });
    await expect(use('e', actionHash({ ...request, title: 'other' }))).rejects.toThrow(/not what would be done/);
  });

  it.each([
    ['choice', { choice: 'approve' }],
    ['person', { decidedById: 'ben' }],
    ['time', { decidedAt: new Date(0) }],
    ['signature', { signature: 'hmac1:AAAA' }],
    ['expiry', { expiresAt: new Date(Date.now() + 1e9) }],
  ])('with a changed %s in the database is none', async (_what, data) => {
    await decide({ approvalId: id, choice: 'deny', by: anna });
    await db().approval.update({ where: { id }, data });
    await expect(use('e')).rejects.toThrow(/no valid signature/);
  });

  it('with any changed field of the action is none', async () => {
    await decide({ approvalId: id, choice: 'approve', by: anna });
    const { request: stored } = await db().approval.findUniqueOrThrow({ where: { id } });
    for (const changed of everyChange(JSON.parse(stored))) {
      await db().approval.update({ where: { id }, data: { request: JSON.stringify(changed) } });
      await expect(use('e', actionHash(changed as ApprovalRequest)), JSON.stringify(changed)).rejects.toThrow();
    }
  });

  it('written into the database by hand wakes nobody', async () => {
    await db().approval.update({
      where: { id },
      data: { status: 'decided', choice: 'approve', decidedAt: new Date(), decidedById: 'anna' },
    });
    expect(await readDecision(id)).toEqual({ status: 'waiting' });
  });
});

/** The value with every leaf changed, one at a time. */
function everyChange(value: unknown): unknown[] {
  if (isList(value)) {
    return [
      [...value, 'more'],
      ...value.flatMap((item: unknown, at) => everyChange(item).map((other) => value.with(at, other))),
    ];
  }
  if (value !== null && typeof value === 'object') {
    return Object.entries(value).flatMap(([key, item]) =>
      everyChange(item).map((other) => ({ ...value, [key]: other })),
    );
  }
  return [typeof value === 'number' ? value + 1 : `${String(value)}x`];
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value);
}
