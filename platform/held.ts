/** What waits at triggers with a pace: shown, looked at anew after a publish, dropped with its trigger. */
import { audit } from '#platform/audit.ts';
import { lookAt } from '#platform/release-timer.ts';
import { sql, sqlTime, type SqlTx } from '#prisma/client.ts';

export type PaceHealth = {
  waiting: number;
  /** When it is looked at next whether one may start. */
  nextAt: string | null;
  dropped: number;
  droppedAt: string | null;
};

/** How the triggers of flows with a pace are, by trigger; those where nothing ever waited or was dropped are left out. */
export async function paceHealth(flowIds: readonly string[]): Promise<Map<string, PaceHealth>> {
  const marks = flowIds.map(() => '?').join(', ');
  const waiting = await sql().all<{ id: string; count: number; nextAt: string | null }>(
    `SELECT "triggerId" AS "id", COUNT(*) AS "count", MIN("dueAt") AS "nextAt" FROM "HeldEvent"
     WHERE "releasedAt" IS NULL AND "flowId" IN (${marks}) GROUP BY "triggerId"`,
    [...flowIds],
  );
  const dropped = await sql().all<{ id: string; count: number; lastAt: string }>(
    `SELECT "d"."triggerId" AS "id", "d"."count", "d"."lastAt" FROM "DroppedEvents" AS "d"
       JOIN "Trigger" AS "t" ON "t"."id" = "d"."triggerId" WHERE "t"."flowId" IN (${marks})`,
    [...flowIds],
  );
  const health = new Map<string, PaceHealth>();
  const none: PaceHealth = { waiting: 0, nextAt: null, dropped: 0, droppedAt: null };
  for (const { id, count, nextAt } of waiting) health.set(id, { ...none, waiting: count, nextAt: iso(nextAt) });
  for (const { id, count, lastAt } of dropped)
    health.set(id, { ...(health.get(id) ?? none), dropped: count, droppedAt: iso(lastAt) });
  return health;
}

/** Drops what waits at triggers of a flow that are not there any more, and leaves word of it. */
export async function dropHeld(tx: SqlTx, { flowId, by }: { flowId: string; by: string }): Promise<void> {
  const rows = await tx.sql.all<{ triggerId: string; count: number }>(
    `SELECT "h"."triggerId", COUNT(*) AS "count" FROM "HeldEvent" AS "h" JOIN "Trigger" AS "t" ON "t"."id" = "h"."triggerId"
     WHERE "h"."flowId" = ? AND "h"."releasedAt" IS NULL AND "t"."active" = 0 GROUP BY "h"."triggerId"`,
    [flowId],
  );
  for (const { triggerId, count } of rows) {
    await tx.sql.run('DELETE FROM "HeldEvent" WHERE "triggerId" = ? AND "releasedAt" IS NULL', [triggerId]);
    await audit(tx, { actor: by, action: 'trigger.held-dropped', subject: `trigger:${triggerId}`, detail: { count } });
  }
}

/** Has all that waits at a flow looked at once this is committed: it was published anew, or goes on. */
export async function lookAnew(tx: SqlTx, flowId: string): Promise<void> {
  const waiting = await tx.sql.run('UPDATE "HeldEvent" SET "dueAt" = ? WHERE "flowId" = ? AND "releasedAt" IS NULL', [
    sqlTime(Date.now()),
    flowId,
  ]);
  if (waiting > 0) tx.afterCommit(() => lookAt(Date.now()));
}

function iso(time: string | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
