import type { LeftOutRun, RetriedRuns } from '#lib/views-runs.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { explain } from '#server/errors.ts';
import { takeRuns } from '#server/services/many-runs.ts';
import { planRetry, retryRun } from '#server/services/retry.ts';
import { and, runWhere, type WhichRuns, type Where } from '#server/services/run-filter.ts';

/** Effects that are listed for one run; whoever wants more of them again says so for all. */
const MOST_EFFECTS = 50;

export type RetryManyRequest = {
  filter: WhichRuns;
  from: 'failed' | 'start';
  version: 'original' | 'current';
  /** Effects that may happen once more, or all of them. */
  again?: true | string[] | undefined;
  dryRun: boolean;
  /** Where an earlier call stopped. */
  cursor?: string | undefined;
  actor: Actor;
};

type Outcome = { retried: RetriedRuns['retried'][number] } | { leftOut: Omit<LeftOutRun, 'flowName'> };

/**
 * Retries the runs that a filter finds, oldest first. A run that was retried before is not found: its retry is. Runs with
 * effects that would happen once more are left out and named with them, unless `again` says that they may.
 */
export async function retryMany(request: RetryManyRequest): Promise<RetriedRuns> {
  const { found, ids, next } = await takeRuns(toRetry(request.filter), request.cursor);
  const outcomes: Outcome[] = [];
  for (const id of ids) outcomes.push(await retryOne(id, request));
  const leftOut = outcomes.flatMap((one) => ('leftOut' in one ? [one.leftOut] : []));
  const names = await flowNames(leftOut.map(({ id }) => id));
  return {
    found,
    retried: outcomes.flatMap((one) => ('retried' in one ? [one.retried] : [])),
    leftOut: leftOut.map((one) => ({ ...one, flowName: names.get(one.id) ?? 'Deleted flow' })),
    next,
  };
}

/** Without a status those that failed, and of picked ones also those that were stopped. */
function toRetry(filter: WhichRuns): Where {
  const ended = filter.ids ? `('failed', 'stopped')` : `('failed')`;
  return and(runWhere(filter), filter.status ? { text: '1', args: [] } : { text: `r."status" IN ${ended}`, args: [] }, {
    text: 'NOT EXISTS (SELECT 1 FROM "Run" t WHERE t."retryOfId" = r."id")',
    args: [],
  });
}

async function flowNames(runIds: string[]): Promise<Map<string, string>> {
  const runs = await db().run.findMany({ where: { id: { in: runIds } }, select: { id: true, flowId: true } });
  const flows = await db().flow.findMany({
    where: { id: { in: [...new Set(runs.map(({ flowId }) => flowId))] } },
    select: { id: true, name: true },
  });
  const names = new Map(flows.map(({ id, name }) => [id, name]));
  return new Map(runs.flatMap(({ id, flowId }) => (names.has(flowId) ? [[id, names.get(flowId) ?? ''] as const] : [])));
}

async function retryOne(id: string, request: RetryManyRequest): Promise<Outcome> {
  const { from, version, again, dryRun, actor } = request;
  const leave = (reason: string, effects: LeftOutRun['effects'] = []) => ({
    leftOut: { id, reason, effects: effects.slice(0, MOST_EFFECTS), effectCount: effects.length },
  });
  try {
    const { effects, reuse } = await planRetry({ id, from, version });
    const ticked = new Set(again === true ? [] : again);
    if (again !== true && effects.some(({ key }) => !ticked.has(key)))
      return leave('It would do again what it did.', effects);
    if (from === 'failed' && Object.keys(reuse.again).length === 0) return leave('Nothing in it is left to do.');
    if (dryRun) return { retried: { id, runId: null } };
    return { retried: { id, runId: (await retryRun({ id, from, version, again, actor })).runId } };
  } catch (error) {
    return leave(explain(error).message);
  }
}
