/** What else happens in the transaction that closes a run. */
import { wakeRun } from '#platform/wake.ts';
import type { SqlTx } from '#prisma/client.ts';

/** Tells the run that waits for this one, once the end is on disk. A lost message is made up for by the sweeper. */
export async function afterRunEnd(tx: SqlTx, runId: string): Promise<void> {
  const [run] = await tx.sql.all<{ parentRunId: string | null }>(
    'SELECT "parentRunId" FROM "Run" WHERE "id" = ? AND "awaited" = 1',
    [runId],
  );
  const caller = run?.parentRunId;
  if (caller) tx.afterCommit(() => void wakeRun(caller));
}
