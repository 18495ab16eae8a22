import type { HealthCheck, StuckRun } from '#lib/views-admin.ts';
import { sql, sqlTime } from '#prisma/client.ts';

/** A start takes a moment; who still stands in the queue after this was not started. */
const START_MS = 2 * 60_000;
/** A step may take long, but one that says nothing for an hour is worth a look. */
const SILENT_MS = 60 * 60_000;
/** Expired requests are swept every half minute. */
const SWEPT_MS = 2 * 60_000;
const MOST = 50;

type Row = { id: string; flowId: string; flowName: string | null; since: string | number };

/** Runs that should have moved on by now, longest first. */
export async function stuckRuns(now = Date.now()): Promise<StuckRun[]> {
  const waiting = await sql().all<Row>(
    `SELECT r."id", r."flowId", f."name" AS "flowName", r."createdAt" AS "since" FROM "Run" r
     LEFT JOIN "Flow" f ON f."id" = r."flowId"
     WHERE r."status" = 'queued' AND r."acceptedAt" IS NULL AND r."createdAt" < ? ORDER BY r."createdAt" LIMIT ${MOST}`,
    [sqlTime(now - START_MS)],
  );
  const silent = await sql().all<Row>(
    `SELECT r."id", r."flowId", f."name" AS "flowName",
       COALESCE((SELECT MAX(e."at") FROM "RunEvent" e WHERE e."runId" = r."id"), r."createdAt") AS "since"
     FROM "Run" r LEFT JOIN "Flow" f ON f."id" = r."flowId"
     WHERE r."status" = 'running' AND r."createdAt" < ?
       AND NOT EXISTS (SELECT 1 FROM "RunEvent" e WHERE e."runId" = r."id" AND e."at" >= ?)
       -- Who waits for a time says nothing until then.
       AND COALESCE((SELECT e."type" FROM "RunEvent" e WHERE e."runId" = r."id" ORDER BY e."seq" DESC LIMIT 1), '') <> 'step.waiting'
     ORDER BY r."createdAt" LIMIT ${MOST}`,
    [sqlTime(now - SILENT_MS), now - SILENT_MS],
  );
  return [...waiting.map(viewAs('not-started')), ...silent.map(viewAs('silent'))];
}

function viewAs(why: StuckRun['why']) {
  return ({ id, flowId, flowName, since }: Row): StuckRun => {
    return { id, flowId, flowName: flowName ?? 'Deleted flow', why, since: new Date(since).toISOString() };
  };
}

/** Whether what waits for people and for its turn moves on. */
export async function waitingCheck(now = Date.now()): Promise<HealthCheck> {
  const [row] = await sql().all<{ waiting: number; overdue: number; held: number }>(
    `SELECT (SELECT COUNT(*) FROM "Approval" WHERE "status" = 'waiting') AS "waiting",
       (SELECT COUNT(*) FROM "Approval" WHERE "status" = 'waiting' AND "expiresAt" < ?1) AS "overdue",
       (SELECT COUNT(*) FROM "HeldEvent" WHERE "releasedAt" IS NULL) AS "held"`,
    [sqlTime(now - SWEPT_MS)],
  );
  const facts = { waiting: row?.waiting ?? 0, overdue: row?.overdue ?? 0, held: row?.held ?? 0 };
  if (facts.overdue > 0) {
    const message = `${facts.overdue} requests are past their time and were not closed. Is the worker running?`;
    return { id: 'waiting', level: 'warn', state: 'overdue', facts, message };
  }
  const message = `${facts.waiting} requests wait for a person, ${facts.held} events for their turn.`;
  return { id: 'waiting', level: 'ok', state: 'ok', facts, message };
}
