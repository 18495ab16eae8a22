/** Lets held events out when it is their turn: each exactly once, in their order, whoever looks and however often. */
import { randomUUID } from 'node:crypto';
import { joinLabels, uniform, wholeLabel } from '#lib/label.ts';
import type { Pace } from '#lib/pace.ts';
import type { Stored } from '#lib/value.ts';
import { loadValue, storeValue } from '#platform/blobs.ts';
import { nextSlot, triggerOf } from '#platform/hold.ts';
import { queueRun } from '#platform/new-run.ts';
import { sql, sqlTime, transactSql, type SqlTx } from '#prisma/client.ts';

/** Events let out in one transaction. */
const AT_ONCE = 200;
/** A batch ends early rather than grow larger than this. */
const BATCH_BYTES = 10 * 1024 * 1024;

export type Queue = { triggerId: string; key: string };
/** Runs that are on disk now, in their order, and when to look at this queue again. */
export type Released = { runIds: string[]; nextAt: number | null };

type Row = { seq: number; id: string; runId: string; input: string; size: number; receivedAt: string };
/** Events that one run begins with; `input` is the JSON of its stored value. */
type Take = { rows: Row[]; input: string; runId?: string };
type Place = { flowId: string; nodeId: string; versionId: string; planHash: string; pace: Pace | undefined };

/** Somebody else let them out meanwhile. */
class Raced extends Error {}

/** Lets out what may start now. Nothing of a flow that is paused, stopped or gone. */
export async function release(queue: Queue): Promise<Released> {
  const runIds: string[] = [];
  for (;;) {
    const place = await placeOf(queue.triggerId);
    if (!place) return { runIds, nextAt: null };
    try {
      const out =
        place.pace?.mode === 'batch' ? await releaseBatch(queue, place, place.pace) : await releaseSome(queue, place);
      runIds.push(...out.runIds);
      if (out.runIds.length === 0 || out.nextAt === null || out.nextAt > Date.now())
        return { runIds, nextAt: out.nextAt };
    } catch (error) {
      if (!(error instanceof Raced)) throw error;
    }
  }
}

async function placeOf(triggerId: string): Promise<Place | undefined> {
  const row = await openPlace({ sql: sql() }, triggerId);
  return row && { ...row, pace: (await triggerOf(row.planHash, row.nodeId))?.pace };
}

async function openPlace(tx: Pick<SqlTx, 'sql'>, triggerId: string): Promise<Omit<Place, 'pace'> | undefined> {
  const [row] = await tx.sql.all<Omit<Place, 'pace'>>(
    `SELECT "t"."flowId", "t"."nodeId", "v"."id" AS "versionId", "v"."planHash" FROM "Trigger" AS "t"
       JOIN "Flow" AS "f" ON "f"."id" = "t"."flowId" JOIN "FlowVersion" AS "v" ON "v"."id" = "f"."publishedId"
     WHERE "t"."id" = ? AND "t"."active" = 1 AND "f"."paused" = 0 AND "f"."deletedAt" IS NULL
       AND NOT EXISTS (SELECT 1 FROM "StopFlag" WHERE "scope" IN ('global', 'flow:' || "f"."id"))`,
    [triggerId],
  );
  return row;
}

function waitingIn({ sql: on }: Pick<SqlTx, 'sql'>, ...[queue, limit]: [queue: Queue, limit: number]): Promise<Row[]> {
  return on.all<Row>(
    `SELECT "seq", "id", "runId", "input", "size", "receivedAt" FROM "HeldEvent"
     WHERE "triggerId" = ? AND "key" = ? AND "releasedAt" IS NULL ORDER BY "seq" LIMIT ?`,
    [queue.triggerId, queue.key, limit],
  );
}

/** One transaction: what is taken and its runs are written together or not at all. */
function releaseSome(queue: Queue, place: Place): Promise<Released> {
  return transactSql(async (tx) => {
    const { takes, nextAt } = await turnOf(tx, queue, place.pace);
    return letOut(tx, { queue, place, takes, nextAt });
  });
}

type Turn = { takes: Take[]; nextAt: number | null };

async function turnOf(tx: SqlTx, ...[queue, pace]: [queue: Queue, pace: Pace | undefined]): Promise<Turn> {
  const now = Date.now();
  if (pace?.mode === 'debounce') return lastOf(tx, queue, pace);
  const rows = await waitingIn(tx, queue, AT_ONCE + 1);
  const some = rows.slice(0, AT_ONCE);
  const rest = rows.length > some.length ? now : null;
  if (pace?.mode !== 'rate') return { takes: some.map(alone), nextAt: rest };
  const [used] = await tx.sql.all<{ n: number }>(
    'SELECT COUNT(*) AS "n" FROM "HeldEvent" WHERE "triggerId" = ? AND "key" = ? AND "releasedAt" > ?',
    [queue.triggerId, queue.key, sqlTime(now - pace.perMs)],
  );
  const free = Math.max(0, pace.count - (used?.n ?? 0));
  const takes = some.slice(0, free).map(alone);
  if (takes.length === rows.length) return { takes, nextAt: null };
  // Counted again when those of this turn are written: then their own places are taken too.
  return { takes, nextAt: takes.length > 0 ? now : Math.max(now + 1, await nextSlot(tx, queue, pace)) };
}

/** All that wait, once nothing more came for a while: only the last one counts. */
async function lastOf(tx: SqlTx, ...[queue, pace]: [queue: Queue, pace: Pace & { mode: 'debounce' }]): Promise<Turn> {
  const rows = await tx.sql.all<Row>(
    `SELECT "seq", "id", "runId", '' AS "input", "size", "receivedAt" FROM "HeldEvent"
     WHERE "triggerId" = ? AND "key" = ? AND "releasedAt" IS NULL ORDER BY "seq"`,
    [queue.triggerId, queue.key],
  );
  const [first, last] = [rows[0], rows.at(-1)];
  if (!first || !last) return { takes: [], nextAt: null };
  const due = Math.min(Date.parse(last.receivedAt) + pace.quietMs, Date.parse(first.receivedAt) + pace.longestMs);
  if (due > Date.now()) return { takes: [], nextAt: due };
  const [latest] = await tx.sql.all<Pick<Row, 'input'>>('SELECT "input" FROM "HeldEvent" WHERE "seq" = ?', [last.seq]);
  return { takes: [{ rows, input: latest?.input ?? '' }], nextAt: null };
}

function alone(row: Row): Take {
  return { rows: [row], input: row.input };
}

async function releaseBatch(
  queue: Queue,
  ...[place, pace]: [place: Place, pace: Pace & { mode: 'batch' }]
): Promise<Released> {
  const found = await waitingIn({ sql: sql() }, queue, pace.count);
  const [first] = found;
  if (!first) return { runIds: [], nextAt: null };
  let bytes = 0;
  const rows = found.filter((row, index) => (bytes += row.size) <= BATCH_BYTES || index === 0);
  const due = Date.parse(first.receivedAt) + pace.withinMs;
  const isFull = found.length >= pace.count || rows.length < found.length;
  if (!isFull && due > Date.now()) {
    return transactSql((tx) => letOut(tx, { queue, place, takes: [], nextAt: due }));
  }
  // A large value is a file: it is written before the transaction that names it.
  const runId = await freeRunId({ sql: sql() }, first);
  const stored = rows.map(({ input }) => JSON.parse(input) as Stored);
  const labels = uniform(joinLabels(...stored.map((one) => wholeLabel(one.labels))));
  const events = await Promise.all(stored.map(loadValue));
  const input = JSON.stringify(await storeValue({ runId, value: { events, count: events.length }, labels }));
  return transactSql((tx) => letOut(tx, { queue, place, takes: [{ rows, input, runId }], nextAt: Date.now() }));
}

type Out = { queue: Queue; place: Place; takes: Take[]; nextAt: number | null };

async function letOut(tx: SqlTx, { queue, place, takes, nextAt }: Out): Promise<Released> {
  const { flowId, nodeId, versionId, planHash } = place;
  // Paused or published anew since: the new state decides.
  const still = await openPlace(tx, queue.triggerId);
  if (still?.versionId !== versionId) throw new Raced();
  const now = Date.now();
  const runIds: string[] = [];
  for (const { rows, input, runId: chosen } of takes) {
    const [first] = rows;
    if (!first) continue;
    const runId = chosen ?? (await freeRunId(tx, first));
    for (const row of rows) await markOut(tx, row, { runId, now });
    await queueRun(tx, { runId, flowId, nodeId, versionId, planHash, mode: 'production', input, now });
    runIds.push(runId);
  }
  await lookAgain(tx, queue, nextAt ?? now);
  return { runIds, nextAt };
}

/** The first of those that wait carries the time for all of them. */
async function lookAgain(tx: SqlTx, ...[queue, at]: [queue: Queue, at: number]): Promise<void> {
  const waiting = '"triggerId" = ? AND "key" = ? AND "releasedAt" IS NULL';
  const args = [queue.triggerId, queue.key];
  await tx.sql.run(`UPDATE "HeldEvent" SET "dueAt" = NULL WHERE ${waiting} AND "dueAt" IS NOT NULL`, args);
  await tx.sql.run(
    `UPDATE "HeldEvent" SET "dueAt" = ? WHERE "seq" = (SELECT MIN("seq") FROM "HeldEvent" WHERE ${waiting})`,
    [sqlTime(at), ...args],
  );
}

async function markOut(tx: SqlTx, ...[row, out]: [row: Row, out: { runId: string; now: number }]): Promise<void> {
  const changed = await tx.sql.run(
    `UPDATE "HeldEvent" SET "releasedAt" = ?, "dueAt" = NULL, "input" = '', "runId" = ?
     WHERE "seq" = ? AND "releasedAt" IS NULL`,
    [sqlTime(out.now), out.runId, row.seq],
  );
  if (changed !== 1) throw new Raced();
  if (row.id !== out.runId) await tx.sql.run('UPDATE "Blob" SET "runId" = ? WHERE "runId" = ?', [out.runId, row.id]);
}

/** The run that was promised to the sender, unless that one began already. */
async function freeRunId(tx: Pick<SqlTx, 'sql'>, { runId }: Row): Promise<string> {
  const taken = await tx.sql.all('SELECT 1 FROM "Run" WHERE "id" = ?', [runId]);
  return taken.length > 0 ? randomUUID() : runId;
}
