import { Refused } from '#lib/errors.ts';
import { NotFound } from '#platform/errors.ts';
import { appendRunEventsIn } from '#platform/run-events.ts';
import { insertRun, type NewRun } from '#platform/run-rows.ts';
import type { SqlTx } from '#prisma/client.ts';

/** Writes a run that waits to be started, and its first event. */
export async function queueRun(tx: SqlTx, run: NewRun): Promise<void> {
  await insertRun(tx, run);
  await appendRunEventsIn(tx, run.runId, [
    { key: 'run.queued', stepId: '', iteration: '', at: run.now, body: { type: 'run.queued', trigger: run.nodeId } },
  ]);
}

/** A flow that is gone, or paused and not only tried out, starts nothing. */
export async function refuseClosedFlow(
  tx: SqlTx,
  event: { flowId: string; mode: 'production' | 'test' },
): Promise<void> {
  const [flow] = await tx.sql.all<{ name: string; paused: number; deletedAt: string | null }>(
    'SELECT "name", "paused", "deletedAt" FROM "Flow" WHERE "id" = ?',
    [event.flowId],
  );
  if (!flow || flow.deletedAt !== null) throw new NotFound('There is no such flow (any more).');
  if (flow.paused && event.mode === 'production')
    throw new Refused(`The flow "${flow.name}" is paused. Resume it to run it.`);
}
