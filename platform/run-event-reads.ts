/** Reading the events of large runs: without their values, or of some steps only. */
import type { OutputFacts, RunEvent, RunEventBody } from '#lib/run-event.ts';
import { sql } from '#prisma/client.ts';

type Row = {
  id: number;
  runId: string;
  seq: number;
  key: string;
  stepId: string;
  iteration: string;
  at: number;
  body: string;
};
type LightRow = Row & { hasValue: number; items: number | null; tokens: number | null };

/** How many events a run has; they are numbered without gaps. */
export async function eventCount(runId: string): Promise<number> {
  const rows = await sql().all<{ seq: number | null }>('SELECT MAX("seq") AS "seq" FROM "RunEvent" WHERE "runId" = ?', [
    runId,
  ]);
  return rows[0]?.seq ?? 0;
}

const OUTPUT = `e."body" -> '$.output.value'`;
// SQLite reads the values where they lie: of thousands of steps only what a page shows of each comes out.
const LIGHT = `SELECT e."id", e."runId", e."seq", e."key", e."stepId", e."iteration", e."at",
    CASE WHEN e."type" IN ('step.input', 'step.done') THEN json_remove(e."body", '$.input.value', '$.input.blob.preview',
      '$.output.value', '$.output.blob.preview') ELSE e."body" END AS "body",
    e."type" IN ('step.input', 'step.done') AS "hasValue",
    CASE WHEN e."type" <> 'step.done' THEN NULL
      WHEN json_type(e."body", '$.output.value') = 'array' THEN json_array_length(e."body", '$.output.value')
      WHEN json_type(e."body", '$.output.value') = 'object' THEN
        (SELECT CASE WHEN COUNT(*) = 1 THEN MAX(json_array_length(o."value")) END
         FROM json_each(${OUTPUT}) o WHERE o."type" = 'array') END AS "items",
    CASE WHEN e."type" = 'step.done' THEN
      (e."body" ->> '$.output.value.usage.inputTokens') + (e."body" ->> '$.output.value.usage.outputTokens') END AS "tokens"
  FROM "RunEvent" e WHERE e."runId" = ? AND e."seq" > ? ORDER BY e."seq" LIMIT ?`;

/** A run's events in order, from the one numbered `after` on, each without the values in it. */
export async function lightEvents(query: { runId: string; after: number; limit: number }): Promise<RunEvent[]> {
  const rows = await sql().all<LightRow>(LIGHT, [query.runId, query.after, query.limit]);
  return rows.map(({ hasValue, items, tokens, ...row }) => {
    const event = toEvent(row);
    const leftOut: OutputFacts = { items, tokens: typeof tokens === 'number' ? tokens : null };
    return hasValue ? { ...event, leftOut } : event;
  });
}

/** A page of a run's events, those with a global id above `after`. */
export async function eventPage(query: { runId: string; after: number; limit: number }): Promise<RunEvent[]> {
  const rows = await sql().all<Row>(
    `SELECT ${COLUMNS} FROM "RunEvent" e WHERE e."runId" = ? AND e."id" > ? ORDER BY e."seq" LIMIT ?`,
    [query.runId, query.after, query.limit],
  );
  return rows.map(toEvent);
}

/** The events that hold values of the steps with these keys, in order. */
export async function valueEvents(runId: string, stepKeys: readonly string[]): Promise<RunEvent[]> {
  // Keys of events begin with that of their step and a slash; what follows a slash in the alphabet is a zero.
  // CROSS JOIN keeps the order: for each key a look into the index, not each event against all keys.
  const rows = await sql().all<Row>(
    `SELECT ${COLUMNS} FROM json_each(?) k CROSS JOIN "RunEvent" e
       ON e."runId" = ? AND e."key" >= k."value" || '/' AND e."key" < k."value" || '0'
     WHERE e."type" IN ('step.input', 'step.done') ORDER BY e."seq"`,
    [JSON.stringify(stepKeys), runId],
  );
  return rows.map(toEvent);
}

const COLUMNS = 'e."id", e."runId", e."seq", e."key", e."stepId", e."iteration", e."at", e."body"';

function toEvent(row: Row): RunEvent {
  return { ...row, at: Number(row.at), body: JSON.parse(row.body) as RunEventBody };
}
