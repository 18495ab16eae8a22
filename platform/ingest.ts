/** Accepts events: once this returns, the event and its run are on disk, and the run will start. */
import { randomUUID } from 'node:crypto';
import type { Kept } from '#lib/engine/types.ts';
import { Refused } from '#lib/errors.ts';
import type { FieldLabels } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { dropBlobs, storeValue } from '#platform/blobs.ts';
import { NotFound } from '#platform/errors.ts';
import { boundKept, setResume } from '#platform/resume.ts';
import { appendRunEventsIn } from '#platform/run-events.ts';
import { sql, sqlTime, transactSql, type SqlTx } from '#prisma/client.ts';

export { startRun, sweepRuns } from '#platform/start-run.ts';

export type IngestedEvent = {
  /** Of the trigger's row (`<flowId>:<nodeId>`) or its node's id alone. */
  triggerId: string;
  flowId: string;
  versionId: string;
  planHash: string;
  /** What the sender calls the event; the same again is the same run. */
  dedupeKey?: string;
  /** A function is called once it is known that the event is new, to put the run's files where they belong. */
  input: Json | ((runId: string) => Promise<Json>);
  labels: FieldLabels;
  mode: 'production' | 'test';
  startedById?: string;
  retryOfId?: string;
  /** What the run does not begin anew. */
  kept?: Record<string, Kept>;
};

/** `input` is the JSON of the stored value. */
type NewRun = Omit<IngestedEvent, 'input'> & { runId: string; nodeId: string; input: string; now: number };

export type Ingested = { runId: string; duplicate: boolean };

/** Writes event, run and its first run event in one transaction. `startRun` it next; the sweeper does so otherwise. */
export async function ingest(event: IngestedEvent): Promise<Ingested> {
  const nodeId = event.triggerId.slice(event.triggerId.lastIndexOf(':') + 1);
  const dedupeKey = event.dedupeKey === undefined ? randomUUID() : `${event.flowId}:${nodeId}:${event.dedupeKey}`;
  // Before the large value is written: a redelivery should leave nothing behind.
  const known = await findEvent(dedupeKey);
  if (known) return { runId: known, duplicate: true };
  const runId = randomUUID();
  try {
    const value = typeof event.input === 'function' ? await event.input(runId) : event.input;
    const input = JSON.stringify(await storeValue({ runId, value, labels: event.labels }));
    const kept = event.kept && (await boundKept(runId, event.kept));
    const run = { ...event, kept, runId, nodeId, input };
    const ingested = await transactSql((tx) => accept(tx, { ...run, now: Date.now() }, dedupeKey));
    if (ingested.duplicate) await dropBlobs(runId);
    return ingested;
  } catch (error) {
    await dropBlobs(runId).catch(() => undefined);
    throw error;
  }
}

async function accept(tx: SqlTx, run: NewRun, dedupeKey: string): Promise<Ingested> {
  const { runId, nodeId, flowId, now } = run;
  await refuseClosedFlow(tx, run);
  const added = await tx.sql.run(
    `INSERT OR IGNORE INTO "Event" ("id", "triggerId", "flowId", "dedupeKey", "receivedAt", "runId") VALUES (?, ?, ?, ?, ?, ?)`,
    [randomUUID(), `${flowId}:${nodeId}`, flowId, dedupeKey, sqlTime(now), runId],
  );
  if (added === 0) return { runId: (await findEvent(dedupeKey, tx)) ?? runId, duplicate: true };
  await insertRun(tx, run);
  if (run.kept) await setResume(tx, runId, run.kept);
  await tx.sql.run('UPDATE "Trigger" SET "lastEventAt" = ?, "lastError" = NULL WHERE "id" = ?', [
    sqlTime(now),
    `${flowId}:${nodeId}`,
  ]);
  await appendRunEventsIn(tx, runId, [
    { key: 'run.queued', stepId: '', iteration: '', at: now, body: { type: 'run.queued', trigger: nodeId } },
  ]);
  return { runId, duplicate: false };
}

async function findEvent(dedupeKey: string, tx: Pick<SqlTx, 'sql'> = { sql: sql() }): Promise<string | undefined> {
  const rows = await tx.sql.all<{ runId: string }>('SELECT "runId" FROM "Event" WHERE "dedupeKey" = ?', [dedupeKey]);
  return rows[0]?.runId;
}

async function refuseClosedFlow(tx: SqlTx, event: Pick<IngestedEvent, 'flowId' | 'mode'>): Promise<void> {
  const [flow] = await tx.sql.all<{ name: string; paused: number; deletedAt: string | null }>(
    'SELECT "name", "paused", "deletedAt" FROM "Flow" WHERE "id" = ?',
    [event.flowId],
  );
  if (!flow || flow.deletedAt !== null) throw new NotFound('There is no such flow (any more).');
  if (flow.paused && event.mode === 'production')
    throw new Refused(`The flow "${flow.name}" is paused. Resume it to run it.`);
}

async function insertRun(tx: SqlTx, run: NewRun): Promise<void> {
  await tx.sql.run(
    `INSERT INTO "Run" ("id", "flowId", "versionId", "planHash", "triggerId", "mode", "status", "input", "rootRunId",
       "retryOfId", "startedById", "createdAt") VALUES (?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)`,
    [
      ...[run.runId, run.flowId, run.versionId, run.planHash, run.nodeId, run.mode, run.input, run.runId],
      ...[run.retryOfId ?? null, run.startedById ?? null, sqlTime(run.now)],
    ],
  );
}
