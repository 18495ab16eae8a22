/** Accepts events: once this returns, the event and its run are on disk, and the run will start. */
import { randomUUID } from 'node:crypto';
import type { Kept } from '#lib/engine/types.ts';
import { Refused } from '#lib/errors.ts';
import { uniform, wholeLabel, type FieldLabels, type Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { dropBlobs, storeValue } from '#platform/blobs.ts';
import { findHeld, triggerOf } from '#platform/hold.ts';
import { holdBack } from '#platform/hold-back.ts';
import { capture, type Caught } from '#platform/listen.ts';
import { logger } from '#platform/log.ts';
import { queueRun, refuseClosedFlow } from '#platform/new-run.ts';
import { boundKept, setResume } from '#platform/resume.ts';
import { callersIn, insertEvent, type Bounds, type Caller } from '#platform/run-rows.ts';
import { sql, transactSql, type SqlTx } from '#prisma/client.ts';

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
  /** Another flow calls this one. */
  call?: Call;
  /** Is written together with the run, or not at all; what it throws refuses the event. */
  besides?: (tx: SqlTx, runId: string) => Promise<void>;
};

/** `input` is the JSON of the stored value. */
type Accepted = Omit<IngestedEvent, 'input'> & { runId: string; nodeId: string; input: string; now: number };

/** A step of a run that calls a flow; the same effect again is the same run. */
export type Call = { runId: string; step: string; awaited: boolean; scope: Label; effectKey: string };

/** `held`: the run begins later, because the trigger has a pace; why, in words, and when it is looked at again. */
export type Ingested = { runId: string; duplicate: boolean; held?: { why: string; until: string | null } };

/** Writes event, run and its first run event in one transaction. `startRun` it next; the sweeper does so otherwise. */
export async function ingest(event: IngestedEvent): Promise<Ingested> {
  const nodeId = event.triggerId.slice(event.triggerId.lastIndexOf(':') + 1);
  const dedupeKey = dedupeKeyOf(event, nodeId);
  // Before the large value is written: a redelivery should leave nothing behind.
  const known = (await findEvent(dedupeKey)) ?? (await findHeld(dedupeKey));
  if (known) return { runId: known, duplicate: true };
  const runId = randomUUID();
  const pace = (await triggerOf(event.planHash, nodeId))?.pace;
  try {
    const given = typeof event.input === 'function' ? await event.input(runId) : event.input;
    const { value, labels } =
      pace?.mode === 'batch' && isByHand(event) ? batchOfOne(event, given) : { ...event, value: given };
    const input = JSON.stringify(await storeValue({ runId, value, labels }));
    const kept = event.kept && (await boundKept(runId, event.kept));
    const run = { ...event, kept, runId, nodeId, input };
    const ingested =
      pace && !isByHand(event)
        ? await holdBack({ ...run, dedupeKey, value, pace })
        : await transactSql((tx) => accept(tx, { ...run, now: Date.now() }, dedupeKey));
    if (ingested.duplicate) await dropBlobs(runId);
    else if (isReal(event))
      await sample(`${event.flowId}:${nodeId}`, pace?.mode === 'batch' ? batchOfOne(event, given) : { value, labels });
    return ingested;
  } catch (error) {
    await dropBlobs(runId).catch(() => undefined);
    throw error;
  }
}

/** Came by itself: nobody started it by hand or again. */
function isReal({ mode, startedById, retryOfId }: IngestedEvent): boolean {
  return mode === 'production' && startedById === undefined && retryOfId === undefined;
}

/** The event is accepted: that nobody could keep it as a sample changes nothing about it. */
async function sample(id: string, caught: Caught): Promise<void> {
  await capture(id, caught).catch((error: unknown) => logger('ingest').warn({ err: error, id }, 'No sample was kept.'));
}

/** Who starts a run themselves, tries one out or calls it from a flow means now. */
function isByHand({ mode, startedById, retryOfId, call }: IngestedEvent): boolean {
  return mode === 'test' || startedById !== undefined || retryOfId !== undefined || call !== undefined;
}

/** What a flow that takes its events in batches gets of one; a retry has what it had. */
function batchOfOne({ labels, retryOfId }: IngestedEvent, value: Json): { value: Json; labels: FieldLabels } {
  if (retryOfId !== undefined) return { value, labels };
  return { value: { events: [value], count: 1 }, labels: uniform(wholeLabel(labels)) };
}

async function accept(tx: SqlTx, run: Accepted, dedupeKey: string): Promise<Ingested> {
  const { runId, nodeId, flowId, now } = run;
  await refuseClosedFlow(tx, run);
  const fresh = await insertEvent(tx, { id: randomUUID(), flowId, nodeId, dedupeKey, runId, now });
  if (!fresh) return { runId: (await findEvent(dedupeKey, tx)) ?? runId, duplicate: true };
  const origin = run.call ? await callerOf(tx, run.call) : await boundsOfRetry(tx, run.retryOfId);
  await queueRun(tx, { ...run, ...origin });
  if (run.kept) await setResume(tx, runId, run.kept);
  await run.besides?.(tx, runId);
  return { runId, duplicate: false };
}

/** A call is the same one whatever version its flow has by now. */
function dedupeKeyOf({ flowId, call, dedupeKey }: IngestedEvent, nodeId: string): string {
  if (call) return callKey(call.effectKey);
  return dedupeKey === undefined ? randomUUID() : `${flowId}:${nodeId}:${dedupeKey}`;
}

function callKey(effectKey: string): string {
  return `call:${effectKey}`;
}

/** The run that this effect has called already. */
export async function calledBefore(effectKey: string): Promise<string | undefined> {
  return findEvent(callKey(effectKey));
}

async function callerOf(tx: SqlTx, call: Call): Promise<{ caller: Caller; bounds: Bounds }> {
  const [run] = await tx.sql.all<{ flowId: string; rootRunId: string; callers: string | null; endedAt: string | null }>(
    'SELECT "flowId", "rootRunId", "callers", "endedAt" FROM "Run" WHERE "id" = ?',
    [call.runId],
  );
  if (!run || run.endedAt !== null) throw new Refused('The run that calls has ended.');
  const { runId, step, awaited, scope } = call;
  const callers = JSON.stringify([...callersIn(run.callers), run.flowId]);
  return {
    caller: { runId, step, awaited, rootRunId: run.rootRunId },
    bounds: { callers, scope: JSON.stringify(scope) },
  };
}

async function boundsOfRetry(tx: SqlTx, retryOfId: string | undefined): Promise<{ bounds?: Bounds }> {
  if (retryOfId === undefined) return {};
  const [bounds] = await tx.sql.all<Bounds>('SELECT "callers", "scope" FROM "Run" WHERE "id" = ?', [retryOfId]);
  return bounds ? { bounds } : {};
}

async function findEvent(dedupeKey: string, tx: Pick<SqlTx, 'sql'> = { sql: sql() }): Promise<string | undefined> {
  const rows = await tx.sql.all<{ runId: string }>('SELECT "runId" FROM "Event" WHERE "dedupeKey" = ?', [dedupeKey]);
  return rows[0]?.runId;
}
