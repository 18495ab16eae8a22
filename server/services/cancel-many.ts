import type { CancelledRuns } from '#lib/views-runs.ts';
import type { Actor } from '#server/actor.ts';
import { explain } from '#server/errors.ts';
import { takeRuns } from '#server/services/many-runs.ts';
import { and, runWhere, type WhichRuns } from '#server/services/run-filter.ts';
import { cancelRun } from '#server/services/runs.ts';

export type CancelManyRequest = {
  filter: WhichRuns;
  reason?: string | undefined;
  dryRun: boolean;
  cursor?: string | undefined;
  actor: Actor;
};

const OPEN = { text: `r."status" IN ('queued', 'running', 'waiting')`, args: [] };

/** Asks the runs that a filter finds to stop, oldest first; those that have ended are not found. */
export async function cancelMany({ filter, reason, dryRun, cursor, actor }: CancelManyRequest): Promise<CancelledRuns> {
  const { found, ids, next } = await takeRuns(and(runWhere(filter), OPEN), cursor);
  const done: CancelledRuns = { found, cancelled: [], leftOut: [], next };
  for (const id of ids) {
    try {
      if (!dryRun) await cancelRun({ id, actor, ...(reason ? { reason } : {}) });
      done.cancelled.push({ id });
    } catch (error) {
      done.leftOut.push({ id, reason: explain(error).message });
    }
  }
  return done;
}
