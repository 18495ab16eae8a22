/** Tells runs to look at the database. A lost message is made up for by the sweeper. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { SIGNAL, workflowIdOf } from '#lib/messages.ts';
import { logger } from '#platform/log.ts';
import { callTemporal } from '#platform/temporal.ts';
import { sql, sqlTime } from '#prisma/client.ts';

const DEADLINE_MS = 3000;
const PATIENCE_MS = 500;
const MOST_AT_ONCE = 100;
/** A run that did not hear of its hold in this time has another trouble. */
const HOLDS_LOOKED_AT_MS = 24 * 3600_000;

/** Wakes one run; false when it could not be reached now. */
export async function wakeRun(runId: string): Promise<boolean> {
  try {
    await callTemporal(DEADLINE_MS, ({ workflow }) => workflow.getHandle(workflowIdOf(runId)).signal(SIGNAL.wake));
    return true;
  } catch (error) {
    logger('approvals').debug({ runId, err: error }, 'A run could not be woken; the sweeper will.');
    return false;
  }
}

/** Asks the workflow of a run to stop; false when Temporal knows of none that is open. */
export async function cancelWorkflow(runId: string, reason?: string): Promise<boolean> {
  try {
    await callTemporal(DEADLINE_MS, ({ workflow }) =>
      workflow.getHandle(workflowIdOf(runId)).signal(SIGNAL.cancel, reason),
    );
    return true;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

/** Wakes runs, but keeps nobody waiting for a Temporal that is away: what was decided is on disk. */
export async function wakeBriefly(runIds: string[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  await Promise.race([patience, Promise.all([...new Set(runIds)].map(wakeRun))]);
  clearTimeout(timer);
}

/** Wakes the runs that wait although their approval is decided or expired, or what held them is gone. */
export async function sweepDecisions(): Promise<number> {
  const rows = await sql().all<{ runId: string }>(
    `SELECT h."runId" FROM "Hold" h JOIN "Run" r ON r."id" = h."runId"
     WHERE r."status" IN ('queued', 'running', 'waiting') AND h."status" <> 'waiting' AND h."decidedAt" > ?2
       AND NOT EXISTS (SELECT 1 FROM "RunEvent" e WHERE e."runId" = h."runId" AND e."type" = 'step.decided'
         AND json_extract(e."body", '$.approvalId') = h."id")
     UNION SELECT DISTINCT a."runId" FROM "Approval" a JOIN "Run" r ON r."id" = a."runId"
     WHERE r."status" IN ('queued', 'running', 'waiting') AND a."consumedBy" IS NULL
       AND (a."status" IN ('decided', 'expired') OR (a."status" = 'waiting' AND a."expiresAt" <= ?1))
       AND NOT EXISTS (SELECT 1 FROM "RunEvent" e WHERE e."runId" = a."runId" AND e."type" = 'step.decided'
         AND json_extract(e."body", '$.approvalId') IN (a."id", a."replacedById"))
       AND NOT EXISTS (SELECT 1 FROM "Approval" o WHERE o."runId" = a."runId"
         AND (o."replacedById" = a."id" OR (o."id" = a."replacedById" AND o."status" = 'waiting' AND o."expiresAt" > ?1)))
     LIMIT ${MOST_AT_ONCE}`,
    [sqlTime(Date.now()), sqlTime(Date.now() - HOLDS_LOOKED_AT_MS)],
  );
  const woken = await Promise.all(rows.map((row) => wakeRun(row.runId)));
  return woken.filter(Boolean).length;
}
