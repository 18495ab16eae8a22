/** What else happens in the transaction that closes a run. */
import type { RunEventBody } from '#lib/run-event.ts';
import { acceptHandlers, type AcceptedRun } from '#platform/error-handlers.ts';
import { logger } from '#platform/log.ts';
import { startRun } from '#platform/start-run.ts';
import { wakeRun } from '#platform/wake.ts';
import type { SqlTx } from '#prisma/client.ts';

/**
 * Tells the run that waits for this one, and accepts the runs that its failure starts. What Temporal does not hear after
 * the commit is made up for by the sweeper.
 */
export async function afterRunEnd(tx: SqlTx, runId: string, end: RunEventBody): Promise<AcceptedRun[]> {
  const [run] = await tx.sql.all<{ parentRunId: string | null }>(
    'SELECT "parentRunId" FROM "Run" WHERE "id" = ? AND "awaited" = 1',
    [runId],
  );
  const caller = run?.parentRunId;
  if (caller) tx.afterCommit(() => void wakeRun(caller));
  if (end.type !== 'run.failed') return [];
  const accepted = await acceptHandlers(tx, runId, end);
  for (const handler of accepted) tx.afterCommit(() => startSoon(handler.runId));
  return accepted;
}

function startSoon(runId: string): void {
  startRun(runId).catch((error: unknown) =>
    logger('ingest').warn({ runId, err: error }, 'The run of an error handler will be started by the sweeper.'),
  );
}
