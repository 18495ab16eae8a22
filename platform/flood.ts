/** A flow that asks so often that nobody can read it any more is paused, and its questions become one. */
import type { ApprovalRequest } from '#lib/approval.ts';
import { pauseByItself } from '#platform/pause-itself.ts';
import { sqlTime, type SqlTx } from '#prisma/client.ts';

/** So many questions of one flow in so long are more than a person reads. */
export const FLOOD = { most: 30, windowMs: 10 * 60_000 } as const;

/** Counts a question that was just asked; the one too many pauses its flow. None is lost. */
export async function watchFlood(tx: SqlTx, { run }: ApprovalRequest): Promise<void> {
  const [row] = await tx.sql.all<{ asked: number }>(
    `SELECT COUNT(*) AS "asked" FROM "Approval"
     WHERE "status" IN ('waiting', 'decided', 'expired', 'cancelled') AND "createdAt" > ? AND "flowId" = ?`,
    [sqlTime(Date.now() - FLOOD.windowMs), run.flowId],
  );
  // Once: who resumes it all the same has looked.
  if (row?.asked !== FLOOD.most) return;
  const minutes = FLOOD.windowMs / 60_000;
  await pauseByItself(tx, {
    flow: run,
    why: 'flood',
    detail: { asked: FLOOD.most, minutes },
    reason: `"${run.flowName}" has asked ${FLOOD.most} times in ${minutes} minutes, more than anybody reads. It is paused, and its questions wait together in the inbox.`,
  });
}

/** Flows with so many questions waiting that they are shown as one. */
export async function floods(tx: Pick<SqlTx, 'sql'>): Promise<{ flowId: string; waiting: number }[]> {
  return tx.sql.all<{ flowId: string; waiting: number }>(
    `SELECT "flowId", COUNT(*) AS "waiting" FROM "Approval" WHERE "status" = 'waiting'
     GROUP BY "flowId" HAVING COUNT(*) >= ${FLOOD.most} ORDER BY "waiting" DESC`,
    [],
  );
}
