import type { RunStatus } from '#lib/run-event.ts';
import type { RunCard } from '#lib/views-runs.ts';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { stopRun } from '#platform/stop-run.ts';
import { db, sql, sqlTime, transact } from '#prisma/client.ts';
import type { Run } from '#prisma/generated/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { pageOf, placeOf } from '#server/services/paging.ts';
import { and, countRuns, runWhere, type WhichRuns, type Where } from '#server/services/run-filter.ts';

export type RunFilter = WhichRuns & { limit?: number | undefined; cursor?: string | undefined };

/** Lists say how many there are up to here; beyond it they say "more". */
const MOST_COUNTED = 10_000;

const ENDED: readonly string[] = ['done', 'failed', 'stopped'];

/** A page of runs, newest first. */
export async function listRuns(filter: RunFilter): Promise<{ items: RunCard[]; next: string | null }> {
  const limit = filter.limit ?? 50;
  const where = and(runWhere(filter), after(filter.cursor));
  const found = await sql().all<{ id: string }>(
    `SELECT r."id" FROM "Run" r WHERE ${where.text} ORDER BY r."createdAt" DESC, r."id" DESC LIMIT ${limit + 1}`,
    where.args,
  );
  const rows = await db().run.findMany({
    where: { id: { in: found.map(({ id }) => id) } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
  });
  const names = await namesOf(rows.map((row) => row.flowId));
  const { items, next } = pageOf(rows, limit);
  return { items: items.map((row) => runCard(row, names.get(row.flowId) ?? 'Deleted flow')), next };
}

function after(cursor: string | undefined): Where {
  if (!cursor) return { text: '1', args: [] };
  const { createdAt, id } = placeOf(cursor);
  return { text: '(r."createdAt", r."id") < (?, ?)', args: [sqlTime(createdAt), id] };
}

/** How many runs a filter finds; `more` when there are too many to count. */
export async function countRunsOf(which: WhichRuns): Promise<{ count: number; more: boolean }> {
  const found = await countRuns(runWhere(which), MOST_COUNTED + 1);
  return { count: Math.min(found, MOST_COUNTED), more: found > MOST_COUNTED };
}

/** The names of flows by id. */
export async function namesOf(flowIds: string[]): Promise<Map<string, string>> {
  const rows = await db().flow.findMany({
    where: { id: { in: [...new Set(flowIds)] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map((row) => [row.id, row.name]));
}

/** A run as lists show it. */
export function runCard(row: Run, flowName: string): RunCard {
  return {
    id: row.id,
    flowId: row.flowId,
    flowName,
    status: row.status as RunStatus,
    mode: row.mode as RunCard['mode'],
    trigger: row.triggerId,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    error: row.error,
    retryOfId: row.retryOfId,
  };
}

/** The row of a run. */
export async function findRun(id: string): Promise<Run> {
  const row = await db().run.findUnique({ where: { id } });
  if (!row) throw new NotFound('There is no run with this id.');
  return row;
}

/** Asks a run to stop. A run that Temporal never heard of is stopped on the spot. */
export async function cancelRun({
  id,
  reason,
  actor,
}: {
  id: string;
  reason?: string;
  actor: Actor;
}): Promise<{ id: string }> {
  const row = await findRun(id);
  if (ENDED.includes(row.status)) throw new Conflict('This run has already ended.');
  await transact((tx) =>
    audit(tx, {
      actor: actorName(actor),
      action: 'run.cancel',
      subject: `run:${id}`,
      detail: { reason: reason ?? null },
    }),
  );
  await stopRun(id, reason);
  return { id };
}
