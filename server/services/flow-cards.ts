import { sameFlow } from '#lib/flow-diff.ts';
import type { Flow } from '#lib/flow.ts';
import type { RunStatus } from '#lib/run-event.ts';
import type { DeletedFlow, FlowCard } from '#lib/views-flows.ts';
import { paceHealth } from '#platform/held.ts';
import { db, sql, sqlTime } from '#prisma/client.ts';
import { triggerStates } from '#server/services/health-triggers.ts';
import { nextFiresOf } from '#server/services/trigger-times.ts';

const FAILED_WITHIN_MS = 7 * 24 * 3600 * 1000;

type Row = {
  id: string;
  name: string;
  paused: number;
  updatedAt: string;
  folderId: string | null;
  publishedId: string | null;
  number: number | null;
  /** The texts are the same; else the contents may still be. */
  same: number | null;
};

/** Cards of all flows that are not deleted, last changed first. A handful of statements, however many flows there are. */
export async function flowCards(): Promise<FlowCard[]> {
  const rows = await sql().all<Row>(
    `SELECT f."id", f."name", f."paused", f."updatedAt", f."folderId", f."publishedId", v."number", v."document" = f."draft" AS "same"
     FROM "Flow" f LEFT JOIN "FlowVersion" v ON v."id" = f."publishedId"
     WHERE f."deletedAt" IS NULL ORDER BY f."updatedAt" DESC, f."id"`,
  );
  const [changed, triggers, lastRuns, failed, tags] = await Promise.all([
    changedFlows(rows),
    triggersByFlow(rows.map(({ id }) => id)),
    lastRunOfEach(),
    failedRuns(),
    tagsByFlow(),
  ]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    paused: row.paused === 1,
    publishedNumber: row.number,
    unpublishedChanges: row.number === null || changed.has(row.id),
    updatedAt: new Date(row.updatedAt).toISOString(),
    triggers: triggers.get(row.id) ?? [],
    lastRun: lastRuns.get(row.id) ?? null,
    failedRuns: failed.get(row.id) ?? 0,
    folderId: row.folderId,
    tags: tags.get(row.id) ?? [],
  }));
}

/** Flows whose draft holds something else than what is published, however the texts are ordered. */
async function changedFlows(rows: readonly Row[]): Promise<Set<string>> {
  const unlike = rows.filter(({ number, same }) => number !== null && same !== 1);
  if (unlike.length === 0) return new Set();
  const pairs = await sql().all<{ id: string; draft: string; document: string }>(
    `SELECT f."id", f."draft", v."document" FROM "Flow" f JOIN "FlowVersion" v ON v."id" = f."publishedId"
     WHERE f."deletedAt" IS NULL AND v."document" <> f."draft"`,
  );
  return new Set(pairs.filter(({ draft, document }) => differ(draft, document)).map(({ id }) => id));
}

/** Whether two stored drawings differ in what they hold. */
export function differ(draft: string, document: string | undefined): boolean {
  if (document === undefined) return true;
  return draft !== document && !sameFlow(JSON.parse(draft) as Flow, JSON.parse(document) as Flow);
}

async function triggersByFlow(ids: string[]): Promise<Map<string, FlowCard['triggers']>> {
  const triggers = await db().trigger.findMany({
    where: { active: true, flow: { deletedAt: null } },
    include: { flow: { select: { paused: true } } },
  });
  const [pace, states] = await Promise.all([paceHealth(ids), triggerStates(triggers)]);
  const cards = triggers.map((trigger) => ({
    flowId: trigger.flowId,
    type: trigger.type,
    nextFireAt: nextFiresOf(trigger, 1)[0] ?? null,
    waiting: pace.get(trigger.id)?.waiting ?? 0,
    state: states.get(trigger.id) ?? null,
    error: trigger.lastError,
  }));
  return grouped(cards, ({ flowId, ...card }) => [flowId, card]);
}

async function lastRunOfEach(): Promise<Map<string, NonNullable<FlowCard['lastRun']>>> {
  const rows = await sql().all<{ id: string; flowId: string; status: string; createdAt: string }>(
    `SELECT r."id", r."flowId", r."status", r."createdAt" FROM "Run" r WHERE r."id" IN (
       SELECT (SELECT x."id" FROM "Run" x WHERE x."flowId" = f."id" ORDER BY x."createdAt" DESC, x."id" DESC LIMIT 1)
       FROM "Flow" f WHERE f."deletedAt" IS NULL)`,
  );
  return new Map(
    rows.map(({ flowId, id, status, createdAt }) => [
      flowId,
      { id, status: status as RunStatus, createdAt: new Date(createdAt).toISOString() },
    ]),
  );
}

/** How many production runs of the last week failed and were not run again. */
async function failedRuns(): Promise<Map<string, number>> {
  const rows = await sql().all<{ flowId: string; count: number }>(
    `SELECT r."flowId", COUNT(*) AS "count" FROM "Run" r
     WHERE r."status" = 'failed' AND r."mode" = 'production' AND r."createdAt" > ?
       AND NOT EXISTS (SELECT 1 FROM "Run" x WHERE x."retryOfId" = r."id") GROUP BY r."flowId"`,
    [sqlTime(Date.now() - FAILED_WITHIN_MS)],
  );
  return new Map(rows.map(({ flowId, count }) => [flowId, Number(count)]));
}

async function tagsByFlow(): Promise<Map<string, string[]>> {
  const rows = await sql().all<{ flowId: string; tagId: string }>(
    `SELECT ft."flowId", ft."tagId" FROM "FlowTag" ft JOIN "Tag" t ON t."id" = ft."tagId" ORDER BY t."name"`,
  );
  return grouped(rows, ({ flowId, tagId }) => [flowId, tagId]);
}

function grouped<T, V>(rows: readonly T[], entry: (row: T) => [string, V]): Map<string, V[]> {
  const map = new Map<string, V[]>();
  for (const row of rows) {
    const [key, value] = entry(row);
    const list = map.get(key);
    if (list) list.push(value);
    else map.set(key, [value]);
  }
  return map;
}

const BIN = 500;

/** What was deleted, last deleted first. */
export async function deletedFlows(): Promise<DeletedFlow[]> {
  const rows = await db().flow.findMany({
    where: { deletedAt: { not: null } },
    orderBy: { deletedAt: 'desc' },
    take: BIN,
    select: { id: true, name: true, deletedAt: true, publishedId: true },
  });
  return rows.map(({ id, name, deletedAt, publishedId }) => ({
    id,
    name,
    deletedAt: (deletedAt ?? new Date()).toISOString(),
    wasPublished: publishedId !== null,
  }));
}
