/**
 * Steps that stand still before they act: a message for some seconds in which it can be taken back, or any step while a
 * stop is set. The run waits for a row here as it waits for an approval; a row is never an approval.
 */
import { randomUUID } from 'node:crypto';
import type { ApprovalArgument } from '#lib/approval.ts';
import type { DecisionSeen } from '#lib/call.ts';
import { holdId } from '#lib/hold.ts';
import { personOf } from '#platform/actor.ts';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { nudge } from '#platform/nudge.ts';
import { wakeBriefly } from '#platform/wake.ts';
import { sql, sqlTime, transactSql, type SqlTx } from '#prisma/client.ts';

/** What people are shown of it. */
export type HeldShown = {
  tool: string;
  title: string;
  flowName: string;
  stepName: string;
  targets: string[];
  args: ApprovalArgument[];
};

export type HoldRow = {
  id: string;
  kind: 'send' | 'stop';
  status: 'waiting' | 'released' | 'cancelled';
  runId: string;
  flowId: string;
  stepId: string;
  iteration: string;
  effectKey: string;
  actionHash: string;
  shown: string;
  scope: string | null;
  createdAt: string;
  dueAt: string;
};

type NewHold = Pick<HoldRow, 'kind' | 'runId' | 'flowId' | 'stepId' | 'iteration' | 'effectKey' | 'actionHash'> & {
  scope: string | null;
  shown: HeldShown;
  /** ms since 1970 */
  dueAt: number;
};

/** Writes a hold down. */
export async function addHold(tx: SqlTx, { shown, dueAt, ...hold }: NewHold): Promise<string> {
  const id = holdId(randomUUID());
  const { kind, runId, flowId, stepId, iteration, effectKey, actionHash, scope } = hold;
  await tx.sql.run(
    `INSERT INTO "Hold" ("id", "kind", "status", "runId", "flowId", "stepId", "iteration", "effectKey", "actionHash", "shown", "scope", "createdAt", "dueAt")
     VALUES (?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      ...[id, kind, runId, flowId, stepId, iteration, effectKey, actionHash, JSON.stringify(shown), scope],
      ...[sqlTime(Date.now()), sqlTime(dueAt)],
    ],
  );
  nudge({ type: 'approvals' });
  return id;
}

/** The newest hold of this kind on exactly this. */
export async function findHold(
  tx: Pick<SqlTx, 'sql'>,
  of: Pick<HoldRow, 'kind' | 'effectKey'> & { actionHash?: string },
): Promise<HoldRow | null> {
  const more = of.actionHash === undefined ? '' : 'AND "actionHash" = ?';
  const [row] = await tx.sql.all<HoldRow>(
    `SELECT * FROM "Hold" WHERE "kind" = ? AND "effectKey" = ? ${more} ORDER BY "createdAt" DESC LIMIT 1`,
    [of.kind, of.effectKey, ...(of.actionHash === undefined ? [] : [of.actionHash])],
  );
  return row ?? null;
}

/** From here on it cannot be taken back. False: somebody was faster. */
export async function letGo(tx: Pick<SqlTx, 'sql'>, id: string): Promise<boolean> {
  const changed = await tx.sql.run(
    `UPDATE "Hold" SET "status" = 'released', "decidedAt" = ? WHERE "id" = ? AND "status" = 'waiting'`,
    [sqlTime(Date.now()), id],
  );
  return changed > 0;
}

/** What the run that waits may know. That time passed is no word of a person: the gate judges anew. */
export async function readHold(id: string): Promise<DecisionSeen> {
  const [row] = await sql().all<HoldRow & { decidedAt: string | null; name: string | null }>(
    `SELECT h.*, u."name" FROM "Hold" h LEFT JOIN "user" u ON u."id" = h."decidedById" WHERE h."id" = ?`,
    [id],
  );
  const now = Date.now();
  if (!row || (row.kind === 'stop' && row.status === 'waiting' && Date.parse(row.dueAt) <= now))
    return { status: 'expired', at: now };
  const at = row.decidedAt === null ? now : Date.parse(row.decidedAt);
  const by = row.name ?? '';
  if (row.status === 'cancelled')
    return {
      status: 'decided',
      choice: 'deny',
      by: by || 'Somebody',
      reason: 'it was taken back before it went out',
      at,
    };
  if (row.status === 'released') return { status: 'decided', choice: 'released', by, at };
  return Date.parse(row.dueAt) <= now ? { status: 'decided', choice: 'released', by: '', at } : { status: 'waiting' };
}

/** Takes a waiting message back, or sends it now. The first decision counts; what is gone is gone. */
export async function decideHold(given: { id: string; choice: 'cancel' | 'send'; by: string }): Promise<void> {
  const runId = await transactSql(async (tx) => {
    const [row] = await tx.sql.all<HoldRow>(`SELECT * FROM "Hold" WHERE "id" = ? AND "kind" = 'send'`, [given.id]);
    if (!row) throw new NotFound('There is no such waiting message.');
    const status = given.choice === 'cancel' ? 'cancelled' : 'released';
    const changed = await tx.sql.run(
      `UPDATE "Hold" SET "status" = ?, "decidedById" = ?, "decidedAt" = ?
       WHERE "id" = ? AND "status" = 'waiting' AND "dueAt" > ?`,
      [status, personOf(given.by), sqlTime(Date.now()), row.id, sqlTime(Date.now())],
    );
    if (changed === 0) throw new Conflict('Too late: it does not wait any more.');
    const action = given.choice === 'cancel' ? 'outbox.cancel' : 'outbox.send-now';
    const { runId: run, stepId: step } = row;
    await audit(tx, { actor: given.by, action, subject: `run:${run}`, detail: { step, hold: row.id } });
    return run;
  });
  nudge({ type: 'approvals' });
  await wakeBriefly([runId]);
}

/** Lets go on what waited for a stop to be released; gives the runs to wake. */
export async function releaseHolds(tx: SqlTx, scope: string): Promise<string[]> {
  const rows = await tx.sql.all<{ runId: string }>(
    `UPDATE "Hold" SET "status" = 'released', "decidedAt" = ?
     WHERE "kind" = 'stop' AND "status" = 'waiting' AND "scope" = ? RETURNING "runId"`,
    [sqlTime(Date.now()), scope],
  );
  return rows.map(({ runId }) => runId);
}

/** Takes back what nobody waits for any more. */
export async function closeHolds(ids: readonly string[]): Promise<void> {
  const changed = await sql().run(
    `UPDATE "Hold" SET "status" = 'cancelled', "decidedAt" = ?
     WHERE "status" = 'waiting' AND "id" IN (SELECT value FROM json_each(?))`,
    [sqlTime(Date.now()), JSON.stringify(ids)],
  );
  if (changed > 0) nudge({ type: 'approvals' });
}

/** Messages that can still be taken back, those that go first at the top. */
export async function waitingSends(limit = 100): Promise<HoldRow[]> {
  return sql().all<HoldRow>(
    `SELECT h.* FROM "Hold" h JOIN "Run" r ON r."id" = h."runId" AND r."endedAt" IS NULL
     WHERE h."kind" = 'send' AND h."status" = 'waiting' AND h."dueAt" > ? ORDER BY h."dueAt" LIMIT ?`,
    [sqlTime(Date.now()), limit],
  );
}
