/** The one writer and reader of run events, the truth of a run's progress. */
import type { HistoryMark, RunEvent, RunEventBody, RunEventDraft } from '#lib/run-event.ts';
import { nudge } from '#platform/nudge.ts';
import type { AcceptedRun } from '#platform/error-handlers.ts';
import { afterRunEnd } from '#platform/run-ends.ts';
import { sql, sqlTime, transactSql, type SqlTx } from '#prisma/client.ts';

type Waiting = { runId: string; drafts: RunEventDraft[]; resolve: () => void; reject: (reason: unknown) => void };

const MOST_PER_COMMIT = 200;
const ERROR_TEXT = 300;

const queue: Waiting[] = [];
let draining = false;

/**
 * Appends events of a run; returns once they are on disk. Callers of one moment share one commit. A key that the run
 * has already is ignored.
 */
export function appendRunEvents(runId: string, drafts: RunEventDraft[]): Promise<void> {
  if (drafts.length === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    queue.push({ runId, drafts, resolve, reject });
    if (draining) return;
    draining = true;
    setImmediate(() => void drain());
  });
}

/** Appends inside the caller's transaction, with the change of the run's status; watchers hear after the commit. */
export async function appendRunEventsIn(tx: SqlTx, runId: string, drafts: RunEventDraft[]): Promise<void> {
  const fresh = await insert(tx, runId, drafts);
  if (fresh.length === 0) return;
  for (const begun of await moveStatus(tx, runId, fresh)) {
    const body = { type: 'run.queued', trigger: begun.nodeId } as const;
    await appendRunEventsIn(tx, begun.runId, [{ key: 'run.queued', stepId: '', iteration: '', at: Date.now(), body }]);
  }
  tx.afterCommit(() => nudge({ type: 'event', runId }));
}

/** Events of one run in order, those with a global id above `after`. */
export async function runEvents(query: { runId: string; after?: number }): Promise<RunEvent[]> {
  const rows = await sql().all<Row>(`SELECT ${COLUMNS} FROM "RunEvent" WHERE "runId" = ? AND "id" > ? ORDER BY "seq"`, [
    query.runId,
    query.after ?? 0,
  ]);
  return rows.map(toEvent);
}

/** Events of all runs (or the given ones) in the order of their commits. */
export async function eventsAfter(query: { id: number; runIds?: string[]; limit: number }): Promise<RunEvent[]> {
  const { id, runIds, limit } = query;
  const chosen = runIds ? 'AND "runId" IN (SELECT value FROM json_each(?))' : '';
  const rows = await sql().all<Row>(
    `SELECT ${COLUMNS} FROM "RunEvent" WHERE "id" > ? ${chosen} ORDER BY "id" LIMIT ?`,
    runIds ? [id, JSON.stringify(runIds), limit] : [id, limit],
  );
  return rows.map(toEvent);
}

/** The executions that wrote a run's events, in the order they came, and how long the history of each was at its last. */
export async function historyMarks(runId: string): Promise<HistoryMark[]> {
  return sql().all<HistoryMark>(
    `SELECT "execution", MAX("reached") AS "reached" FROM "RunEvent" WHERE "runId" = ? AND "execution" IS NOT NULL
     GROUP BY "execution" ORDER BY MAX("seq")`,
    [runId],
  );
}

/** The id of the newest event of all: where a new live view begins. */
export async function lastEventId(): Promise<number> {
  const rows = await sql().all<{ id: number | null }>('SELECT MAX("id") AS "id" FROM "RunEvent"');
  return rows[0]?.id ?? 0;
}

async function drain(): Promise<void> {
  while (queue.length > 0) {
    const batch = queue.splice(0, MOST_PER_COMMIT);
    try {
      await commit(batch);
      for (const waiting of batch) waiting.resolve();
    } catch (error) {
      await commitOneByOne(batch, error);
    }
  }
  draining = false;
}

async function commit(batch: Waiting[]): Promise<void> {
  await transactSql(async (tx) => {
    for (const { runId, drafts } of batch) await appendRunEventsIn(tx, runId, drafts);
  });
}

/** One caller's mistake (an event of a run that does not exist) must not take the others with it. */
async function commitOneByOne(batch: Waiting[], error: unknown): Promise<void> {
  for (const waiting of batch) {
    if (batch.length === 1) waiting.reject(error);
    else await commit([waiting]).then(waiting.resolve, waiting.reject);
  }
}

const COLUMNS = '"id", "runId", "seq", "key", "stepId", "iteration", "at", "body"';
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

function toEvent(row: Row): RunEvent {
  return { ...row, at: Number(row.at), body: JSON.parse(row.body) as RunEventBody };
}

// BEGIN IMMEDIATE makes the writers take turns, so ids follow the order of commits and `seq` has no rivals. One
// statement for all: a task of many pure steps brings hundreds at once.
const INSERT = `INSERT INTO "RunEvent" ("runId", "seq", "key", "stepId", "iteration", "at", "type", "body",
    "execution", "reached")
  SELECT ?1, (SELECT COALESCE(MAX("seq"), 0) FROM "RunEvent" WHERE "runId" = ?1) + ROW_NUMBER() OVER (ORDER BY "new"."key"),
    "new"."value" ->> 'key', "new"."value" ->> 'stepId', "new"."value" ->> 'iteration', "new"."value" ->> 'at',
    "new"."value" ->> 'type', "new"."value" ->> 'body', "new"."value" ->> 'execution', "new"."value" ->> 'reached'
  FROM json_each(?2) AS "new"
  WHERE NOT EXISTS (
    SELECT 1 FROM "RunEvent" AS "old" WHERE "old"."runId" = ?1 AND "old"."key" = "new"."value" ->> 'key')
  ORDER BY "new"."key"
  RETURNING "key"`;

/** Gives those that the run did not have. */
async function insert(tx: SqlTx, runId: string, drafts: RunEventDraft[]): Promise<RunEventDraft[]> {
  const byKey = new Map(drafts.toReversed().map((draft) => [draft.key, draft]));
  const rows = [...byKey.values()].reverse().map(({ key, stepId, iteration, at, body, mark }) => {
    const { execution = null, reached = null } = mark ?? {};
    // The body stays text inside of text: what is in it cannot be taken for anything else.
    return {
      key,
      stepId,
      iteration,
      at: Math.trunc(at),
      type: body.type,
      body: JSON.stringify(body),
      execution,
      reached,
    };
  });
  const inserted = await tx.sql.all<{ key: string }>(INSERT, [runId, JSON.stringify(rows)]);
  return inserted.flatMap(({ key }) => byKey.get(key) ?? []);
}

type Move = {
  status: 'running' | 'waiting' | 'done' | 'failed' | 'stopped';
  at: number;
  error: string | null;
  body: RunEventBody;
};

/** queued < running/waiting < done/failed/stopped: a late event never brings a run back. Gives the runs that an end begins. */
async function moveStatus(tx: SqlTx, runId: string, fresh: RunEventDraft[]): Promise<AcceptedRun[]> {
  const started = fresh.find((draft) => draft.body.type === 'run.started');
  if (started) {
    await tx.sql.run('UPDATE "Run" SET "startedAt" = ? WHERE "id" = ? AND "startedAt" IS NULL', [
      sqlTime(started.at),
      runId,
    ]);
  }
  const moves = fresh.map(moveOf).filter((move) => move !== null);
  const move = moves.find((candidate) => isEnd(candidate)) ?? moves.at(-1);
  if (!move) return [];
  if (isEnd(move)) {
    const ended = await tx.sql.run(
      `UPDATE "Run" SET "status" = ?, "endedAt" = ?, "error" = ?
       WHERE "id" = ? AND "status" IN ('queued', 'running', 'waiting')`,
      [move.status, sqlTime(move.at), move.error, runId],
    );
    return ended > 0 ? afterRunEnd(tx, runId, move.body) : [];
  }
  await tx.sql.run(
    `UPDATE "Run" SET "status" = ?1 WHERE "id" = ?2 AND "status" <> ?1 AND "status" IN ('queued', 'running', 'waiting')`,
    [move.status, runId],
  );
  return [];
}

function isEnd(move: Move): boolean {
  return move.status !== 'running' && move.status !== 'waiting';
}

function moveOf({ at, body }: RunEventDraft): Move | null {
  const move = (status: Move['status'], error: string | null = null): Move => ({ status, at, error, body });
  switch (body.type) {
    case 'run.started':
    case 'step.started':
    case 'step.decided':
      return move('running');
    case 'step.waiting':
      return body.approvalId === undefined && body.calledRunId === undefined ? null : move('waiting');
    case 'run.done':
      return move('done');
    case 'run.failed':
      return move('failed', body.error.message.slice(0, ERROR_TEXT));
    case 'run.stopped':
      return move('stopped', body.reason?.slice(0, ERROR_TEXT) ?? null);
    default:
      return null;
  }
}
