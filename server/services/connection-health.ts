import type { RunEventBody } from '#lib/run-event.ts';
import type { ConnectionHealth } from '#lib/views.ts';
import { connectionUses } from '#platform/connection-uses.ts';
import { db, sql } from '#prisma/client.ts';

/** Runs of each flow that are looked at, newest first. */
const RUNS = 10;

const OF_THE_SERVICE = ['Refused', 'Unreachable', 'Timeout'];

type Event = { runId: string; flowId: string; stepId: string; at: number; type: string; error: string | null };
/** Steps by connection, each named `flow node`. */
type Places = Map<string, string>;

/** When each connection was last used, and what went wrong with it since it last worked. */
export async function connectionHealth(): Promise<ConnectionHealth[]> {
  const uses = await connectionUses();
  const places: Places = new Map();
  for (const [id, flows] of uses)
    for (const { flowId, steps } of flows) for (const { node } of steps) places.set(`${flowId} ${node}`, id);
  const found = new Map<string, ConnectionHealth>();
  for (const health of await stepsThatRan(places)) {
    const before = found.get(health.id);
    if ((before?.lastUsedAt ?? '') <= (health.lastUsedAt ?? '')) found.set(health.id, health);
  }
  for (const health of await triggersThatHeard(places)) found.set(health.id, together(found.get(health.id), health));
  const rows = await db().connection.findMany({ select: { id: true } });
  return rows.map(({ id }) => found.get(id) ?? { id, lastUsedAt: null, problem: null });
}

/** What a trigger says of itself is so now, whenever a step last ran. */
function together(step: ConnectionHealth | undefined, trigger: ConnectionHealth): ConnectionHealth {
  if (!step) return trigger;
  const lastUsedAt =
    [step.lastUsedAt, trigger.lastUsedAt]
      .filter((at) => at !== null)
      .sort()
      .at(-1) ?? null;
  return { id: step.id, lastUsedAt, problem: trigger.problem ?? step.problem };
}

async function stepsThatRan(places: Places): Promise<ConnectionHealth[]> {
  const nodes = new Map<string, string[]>();
  for (const place of places.keys()) {
    const [flowId = '', node = ''] = place.split(' ');
    nodes.set(flowId, [...(nodes.get(flowId) ?? []), node]);
  }
  const events: Event[] = [];
  for (const [flowId, steps] of nodes) events.push(...(await lastEvents(flowId, steps)));
  return events.flatMap(({ runId, flowId, stepId, at, type, error }) => {
    const id = places.get(`${flowId} ${stepId}`);
    const message = messageIn(error);
    if (id === undefined || (type !== 'step.done' && message === null)) return [];
    const lastUsedAt = new Date(Number(at)).toISOString();
    return [{ id, lastUsedAt, problem: message === null ? null : { message, at: lastUsedAt, flowId, runId } }];
  });
}

/** What steps came to, oldest first; what was pinned or reused did not use anything. */
function lastEvents(flowId: string, steps: string[]): Promise<Event[]> {
  const marks = steps.map(() => '?').join(',');
  return sql().all<Event>(
    `SELECT e."runId", r."flowId", e."stepId", e."at", e."type",
       CASE WHEN e."type" = 'step.done' THEN NULL ELSE e."body" END AS "error"
     FROM (SELECT "id", "flowId" FROM "Run" WHERE "flowId" = ? ORDER BY "createdAt" DESC LIMIT ${RUNS}) r
     JOIN "RunEvent" e ON e."runId" = r."id"
     WHERE e."stepId" IN (${marks}) AND e."type" IN ('step.done', 'step.failed', 'step.retrying')
       AND json_extract(e."body", '$.reused') IS NULL AND json_extract(e."body", '$.pinned') IS NULL
     ORDER BY e."id"`,
    [flowId, ...steps],
  );
}

/** What the service answered, or that it did not; a step that failed before it got there says nothing of the connection. */
function messageIn(body: string | null): string | null {
  const known = body === null ? null : (JSON.parse(body) as RunEventBody);
  return known && 'error' in known && OF_THE_SERVICE.includes(known.error.type) ? known.error.message : null;
}

async function triggersThatHeard(places: Places): Promise<ConnectionHealth[]> {
  const rows = await db().trigger.findMany({
    where: { active: true, flow: { deletedAt: null } },
    select: { flowId: true, nodeId: true, lastEventAt: true, lastError: true },
  });
  return rows.flatMap(({ flowId, nodeId, lastEventAt, lastError }) => {
    const id = places.get(`${flowId} ${nodeId}`);
    if (id === undefined || (!lastEventAt && lastError === null)) return [];
    const problem = lastError === null ? null : { message: lastError, at: null, flowId, runId: null };
    return [{ id, lastUsedAt: lastEventAt?.toISOString() ?? null, problem }];
  });
}
