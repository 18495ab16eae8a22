/** Stopping runs before they end by themselves. */
import { appendRunEventsIn } from '#platform/run-events.ts';
import { cancelWorkflow } from '#platform/wake.ts';
import { sql, sqlTime, transactSql, type SqlTx } from '#prisma/client.ts';

/** Asks a run to stop; one that no workflow works on is stopped on the spot, one that has ended stays as it is. */
export async function stopRun(runId: string, reason?: string): Promise<void> {
  const run = await open({ sql: sql() }, runId);
  if (!run) return;
  if (run.acceptedAt === null && (await closeUnstarted(runId, reason))) return;
  if (!(await cancelWorkflow(runId, reason))) await transactSql((tx) => close(tx, runId, reason));
}

async function open(tx: Pick<SqlTx, 'sql'>, runId: string): Promise<{ acceptedAt: string | null } | undefined> {
  const rows = await tx.sql.all<{ acceptedAt: string | null }>(
    'SELECT "acceptedAt" FROM "Run" WHERE "id" = ? AND "endedAt" IS NULL',
    [runId],
  );
  return rows[0];
}

async function closeUnstarted(runId: string, reason: string | undefined): Promise<boolean> {
  return transactSql(async (tx) => {
    // Marked accepted so that the sweeper leaves it alone; whoever marks it first wins.
    const marked = await tx.sql.run('UPDATE "Run" SET "acceptedAt" = ? WHERE "id" = ? AND "acceptedAt" IS NULL', [
      sqlTime(Date.now()),
      runId,
    ]);
    if (marked > 0) await close(tx, runId, reason);
    return marked > 0;
  });
}

async function close(tx: SqlTx, runId: string, reason: string | undefined): Promise<void> {
  if (!(await open(tx, runId))) return;
  const body = { type: 'run.stopped' as const, ...(reason ? { reason } : {}) };
  await appendRunEventsIn(tx, runId, [{ key: 'run.stopped', stepId: '', iteration: '', at: Date.now(), body }]);
}
