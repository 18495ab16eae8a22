import { Invalid } from '#lib/errors.ts';
import { Flow } from '#lib/flow.ts';
import { workflowIdOf, SIGNAL } from '#lib/messages.ts';
import type { RunEvent, RunStatus } from '#lib/run-event.ts';
import { foldRun } from '#lib/run-view.ts';
import type { Json, Stored } from '#lib/value.ts';
import type { RunCard, RunView } from '#lib/views.ts';
import { audit } from '#platform/audit.ts';
import { readBlob } from '#platform/blobs.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { appendRunEventsIn, runEvents } from '#platform/run-events.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db, transact } from '#prisma/client.ts';
import type { Run } from '#prisma/generated/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { cursorOf, pageOf } from '#server/services/paging.ts';

export type RunFilter = { flowId?: string; status?: RunStatus; limit?: number; cursor?: string };

const ENDED: readonly string[] = ['done', 'failed', 'stopped'];

/** A page of runs, newest first. */
export async function listRuns(filter: RunFilter): Promise<{ items: RunCard[]; next: string | null }> {
  const limit = filter.limit ?? 50;
  const rows = await db().run.findMany({
    where: { flowId: filter.flowId, status: filter.status, ...cursorOf(filter.cursor) },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: limit + 1,
  });
  const names = await namesOf(rows.map((row) => row.flowId));
  const { items, next } = pageOf(rows, limit);
  return { items: items.map((row) => runCard(row, names.get(row.flowId) ?? 'Deleted flow')), next };
}

async function namesOf(flowIds: string[]): Promise<Map<string, string>> {
  const rows = await db().flow.findMany({
    where: { id: { in: [...new Set(flowIds)] } },
    select: { id: true, name: true },
  });
  return new Map(rows.map((row) => [row.id, row.name]));
}

function runCard(row: Run, flowName: string): RunCard {
  return {
    id: row.id,
    flowId: row.flowId,
    flowName,
    status: row.status as RunStatus,
    mode: row.mode as RunCard['mode'],
    trigger: row.triggerId,
    createdAt: row.createdAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    endedAt: row.endedAt?.toISOString() ?? null,
    error: row.error,
    retryOfId: row.retryOfId,
  };
}

async function findRun(id: string): Promise<Run> {
  const row = await db().run.findUnique({ where: { id } });
  if (!row) throw new NotFound('There is no run with this id.');
  return row;
}

/** One run: the drawing that ran and where every step stands. */
export async function getRun(id: string): Promise<RunView> {
  const row = await findRun(id);
  const version = await db().flowVersion.findUniqueOrThrow({
    where: { id: row.versionId },
    select: { id: true, number: true, document: true },
  });
  const events = await runEvents({ runId: id });
  const flow = Flow.parse(JSON.parse(version.document));
  const folded = foldRun(events, flow);
  const names = await namesOf([row.flowId]);
  return {
    ...runCard(row, names.get(row.flowId) ?? flow.name),
    version: { id: version.id, number: version.number },
    flow,
    input: JSON.parse(row.input) as Stored,
    output: folded.output,
    failure: folded.failure,
    steps: folded.steps,
    lastEventId: events.at(-1)?.id ?? 0,
  };
}

/** What happened to a run after the cursor `after` (a global event id). */
export async function eventsOfRun(id: string, after: number): Promise<RunEvent[]> {
  await findRun(id);
  const events = await runEvents({ runId: id });
  return events.filter((event) => event.id > after);
}

/** A large value of a run by its reference. Only values of runs are served, as data, never as a page. */
export async function valueOf(ref: string): Promise<{ value: Json }> {
  const blob = await db().blob.findUnique({
    where: { id: ref },
    select: { runId: true, size: true, contentType: true },
  });
  if (!blob?.runId) throw new NotFound('There is no value with this reference. It may have been removed.');
  const bytes = await readBlob({ ref, size: blob.size, contentType: blob.contentType, preview: '' });
  if (blob.contentType === 'application/json') return { value: JSON.parse(bytes.toString('utf8')) as Json };
  if (blob.contentType.startsWith('text/')) return { value: bytes.toString('utf8') };
  throw new Invalid(`This value is ${blob.contentType} and cannot be shown as text.`);
}

/** Asks a run to stop. A run that Temporal never heard of is stopped on the spot. */
export async function cancelRun({
  id,
  reason,
  actor,
}: {
  id: string;
  reason?: string;
  actor: Actor;
}): Promise<{ id: string }> {
  const row = await findRun(id);
  if (ENDED.includes(row.status)) throw new Conflict('This run has already ended.');
  await transact((tx) =>
    audit(tx, {
      actor: actorName(actor),
      action: 'run.cancel',
      subject: `run:${id}`,
      detail: { reason: reason ?? null },
    }),
  );
  if (!row.acceptedAt && (await stopUnstarted(id, reason))) return { id };
  const client = await temporalClient();
  await client.workflow.getHandle(workflowIdOf(id)).signal(SIGNAL.cancel, reason);
  return { id };
}

async function stopUnstarted(id: string, reason: string | undefined): Promise<boolean> {
  return transact(async (tx) => {
    // Marked accepted so that the sweeper leaves it alone; whoever marks it first wins.
    const { count } = await tx.run.updateMany({ where: { id, acceptedAt: null }, data: { acceptedAt: new Date() } });
    if (count === 0) return false;
    const body = { type: 'run.stopped' as const, ...(reason ? { reason } : {}) };
    await appendRunEventsIn(tx, id, [{ key: 'run.stopped', stepId: '', iteration: '', at: Date.now(), body }]);
    return true;
  });
}
