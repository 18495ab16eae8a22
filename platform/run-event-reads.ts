/** Reading the events of large runs: without their values, or of some steps only. */
import { factsOf } from '#lib/output-facts.ts';
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

/** How many events a run has; they are numbered without gaps. */
export async function eventCount(runId: string): Promise<number> {
  const rows = await sql().all<{ seq: number | null }>('SELECT MAX("seq") AS "seq" FROM "RunEvent" WHERE "runId" = ?', [
    runId,
  ]);
  return rows[0]?.seq ?? 0;
}

/** Bodies up to so many characters are read as they are: to look into them there would take longer. */
const SMALL = 2000;
const OUTPUT = `e."body" -> '$.output.value'`;
// SQLite reads large values where they lie: of thousands of steps only what a page shows of each comes out.
const LIGHT_BODY = `CASE WHEN e."large" AND e."type" IN ('step.input', 'step.done') THEN json_remove(e."body", '$.input.value',
    '$.input.blob.preview', '$.output.value', '$.output.blob.preview') ELSE e."body" END`;
const ITEMS = `CASE WHEN NOT e."large" OR e."type" <> 'step.done' THEN NULL
    WHEN json_type(e."body", '$.output.value') = 'array' THEN json_array_length(e."body", '$.output.value')
    WHEN json_type(e."body", '$.output.value') = 'object' THEN
      (SELECT CASE WHEN COUNT(*) = 1 THEN MAX(json_array_length(o."value")) END
       FROM json_each(${OUTPUT}) o WHERE o."type" = 'array') END`;
const TOKENS = `CASE WHEN e."large" AND e."type" = 'step.done' THEN
    (e."body" ->> '$.output.value.usage.inputTokens') + (e."body" ->> '$.output.value.usage.outputTokens') END`;
// One text for all: thousands of rows of many columns take longer to hand over than to read.
const LIGHT = `SELECT '[' || COALESCE(group_concat(rtrim(json_array(e."id", e."seq", e."key", e."stepId", e."iteration",
    e."at", ${ITEMS}, ${TOKENS}, e."large"), ']') || ',' || (${LIGHT_BODY}) || ']'), '') || ']' AS "events"
  FROM (SELECT *, length("body") > ${SMALL} AS "large" FROM "RunEvent" WHERE "runId" = ? AND "seq" > ?
    ORDER BY "seq" LIMIT ?) e`;

type Light = [
  id: number,
  seq: number,
  key: string,
  stepId: string,
  iteration: string,
  at: number,
  items: number | null,
  tokens: number | null,
  large: 0 | 1,
  body: RunEventBody,
];

/** A run's events in order, from the one numbered `after` on, each without the values in it. */
export async function lightEvents(query: { runId: string; after: number; limit: number }): Promise<RunEvent[]> {
  const { runId, after, limit } = query;
  const [row] = await sql().all<{ events: string }>(LIGHT, [runId, after, limit]);
  const found = JSON.parse(row?.events ?? '[]') as Light[];
  return found
    .map(([id, seq, key, stepId, iteration, at, items, tokens, large, body]): RunEvent => {
      const event = { id, runId, seq, key, stepId, iteration, at, body };
      const leftOut = large ? { items, tokens: typeof tokens === 'number' ? tokens : null } : factsIn(body);
      return body.type === 'step.input' || body.type === 'step.done' ? { ...event, leftOut } : event;
    })
    .sort((one, other) => one.seq - other.seq);
}

function factsIn(body: RunEventBody): OutputFacts {
  return body.type === 'step.done' ? factsOf(body.output) : { items: null, tokens: null };
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
