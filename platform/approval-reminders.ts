/**
 * Reminders of what nobody has decided. A matter of the database and the sweeper, not of the workflow: the row is what
 * survives a lost Temporal file, a reminder costs the run's history nothing, and continue-as-new has nothing to carry.
 */
import { nudge } from '#platform/nudge.ts';
import { appendRunEventsIn } from '#platform/run-events.ts';
import { sql, sqlTime, transactSql, type SqlTx } from '#prisma/client.ts';

const DUE = `"status" = 'waiting' AND "remindAt" <= ?1 AND "expiresAt" > ?1`;

type Due = { id: string; runId: string; stepId: string; iteration: string; remindEvery: number; remindLeft: number };

/** Reminds of every question whose time has come; gives how many. Times missed while Hearth was off count as one. */
export async function sweepReminders(): Promise<number> {
  const now = Date.now();
  // A look without the write lock: mostly there is nothing to do.
  if ((await sql().all(`SELECT 1 FROM "Approval" WHERE ${DUE} LIMIT 1`, [sqlTime(now)])).length === 0) return 0;
  return transactSql(async (tx) => {
    const due = await tx.sql.all<Due>(
      `SELECT "id", "runId", "stepId", "iteration", "remindEvery", "remindLeft" FROM "Approval" WHERE ${DUE}`,
      [sqlTime(now)],
    );
    for (const one of due) await remind(tx, one, now);
    tx.afterCommit(() => nudge({ type: 'approvals' }));
    return due.length;
  });
}

async function remind(tx: SqlTx, due: Due, now: number): Promise<void> {
  const left = due.remindLeft - 1;
  const next = left > 0 ? sqlTime(now + due.remindEvery) : null;
  await tx.sql.run('UPDATE "Approval" SET "remindedAt" = ?, "remindAt" = ?, "remindLeft" = ? WHERE "id" = ?', [
    ...[sqlTime(now), next, left, due.id],
  ]);
  const [{ told = 0 } = {}] = await tx.sql.all<{ told?: number }>(
    `SELECT COUNT(*) AS "told" FROM "RunEvent" WHERE "runId" = ? AND "type" = 'step.reminded'
       AND json_extract("body", '$.approvalId') = ?`,
    [due.runId, due.id],
  );
  const { stepId, iteration } = due;
  const body = { type: 'step.reminded', approvalId: due.id, count: told + 1 } as const;
  await appendRunEventsIn(tx, due.runId, [
    { key: `step.reminded/${due.id}/${told + 1}`, stepId, iteration, at: now, body },
  ]);
}
