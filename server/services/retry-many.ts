import { Invalid } from '#lib/errors.ts';
import type { RetriedRuns } from '#lib/views-runs.ts';
import { sql } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { explain } from '#server/errors.ts';
import { planRetry, retryRun } from '#server/services/retry.ts';

/** Runs that one call looks at. */
const MOST_AT_ONCE = 100;

export type RetryManyRequest = {
  filter: { flowId?: string | undefined; status: 'failed' | 'stopped' };
  from: 'failed' | 'start';
  version: 'original' | 'current';
  /** Also runs with effects that would happen once more. */
  again?: true | undefined;
  dryRun: boolean;
  /** Where an earlier call stopped. */
  cursor?: string | undefined;
  actor: Actor;
};

type Outcome = { retried: RetriedRuns['retried'][number] } | { leftOut: RetriedRuns['leftOut'][number] };

/**
 * Retries the runs that a filter finds, oldest first. A run that was retried before is not found: its retry is. Runs with
 * effects that would happen once more are left out and named, unless `again` says that they may.
 */
export async function retryMany(request: RetryManyRequest): Promise<RetriedRuns> {
  const { flowId = null, status } = request.filter;
  const [counted] = await sql().all<{ found: number }>(`SELECT COUNT(*) AS "found" ${FOUND}`, [status, flowId]);
  const [createdAt, id] = request.cursor ? placeOf(request.cursor) : ['', ''];
  const rows = await sql().all<Row>(
    `SELECT "id", "createdAt" ${FOUND} AND ("createdAt", "id") > (?3, ?4) ORDER BY "createdAt", "id" LIMIT ?5`,
    [status, flowId, createdAt, id, MOST_AT_ONCE + 1],
  );
  const outcomes: Outcome[] = [];
  const batch = rows.slice(0, MOST_AT_ONCE);
  for (const row of batch) outcomes.push(await retryOne(row.id, request));
  return {
    found: counted?.found ?? 0,
    retried: outcomes.flatMap((one) => ('retried' in one ? [one.retried] : [])),
    leftOut: outcomes.flatMap((one) => ('leftOut' in one ? [one.leftOut] : [])),
    next: rows.length > batch.length ? cursorAfter(batch.at(-1)) : null,
  };
}

const FOUND = `FROM "Run" r WHERE r."status" = ?1 AND (?2 IS NULL OR r."flowId" = ?2)
  AND NOT EXISTS (SELECT 1 FROM "Run" t WHERE t."retryOfId" = r."id")`;

type Row = { id: string; createdAt: string };

function cursorAfter(row: Row | undefined): string | null {
  return row ? Buffer.from(`${row.createdAt}|${row.id}`).toString('base64url') : null;
}

function placeOf(cursor: string): [createdAt: string, id: string] {
  const [createdAt, id] = Buffer.from(cursor, 'base64url').toString('utf8').split('|');
  if (!createdAt || !id) throw new Invalid('This cursor cannot be used. Begin anew.');
  return [createdAt, id];
}

async function retryOne(id: string, request: RetryManyRequest): Promise<Outcome> {
  const { from, version, again, dryRun, actor } = request;
  try {
    const { effects, reuse } = await planRetry({ id, from, version });
    const effectCount = effects.length;
    if (effectCount > 0 && !again) return { leftOut: { id, reason: 'It would do again what it did.', effectCount } };
    if (from === 'failed' && Object.keys(reuse.again).length === 0)
      return { leftOut: { id, reason: 'Nothing in it is left to do.', effectCount } };
    if (dryRun) return { retried: { id, runId: null } };
    return { retried: { id, runId: (await retryRun({ id, from, version, again, actor })).runId } };
  } catch (error) {
    return { leftOut: { id, reason: explain(error).message, effectCount: 0 } };
  }
}
