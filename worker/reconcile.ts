/**
 * Makes Temporal agree with the database, which is the truth: Temporal's file may be lost or put back from an earlier
 * time. Runs that it has lost, or knows at an earlier point, go on from their log; what has ended ends there too.
 */
import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { StepError } from '#lib/errors.ts';
import { runIdOf, WORKFLOW, workflowIdOf } from '#lib/messages.ts';
import { logger } from '#platform/log.ts';
import { resumeRun } from '#platform/resume-run.ts';
import { appendRunEvents, historyMarks } from '#platform/run-events.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db } from '#prisma/client.ts';

const PAGE = 200;
const AT_ONCE = 10;

/** Compares both sides. What was begun or ended less than `settledMs` ago is left alone: it may be on its way. */
export async function reconcile(settledMs: number): Promise<void> {
  const client = await temporalClient();
  const before = new Date(Date.now() - settledMs);
  await closeEnded(client, before);
  await resumeLost(client, { before, isLive: settledMs > 0 });
}

/** Runs that seemed behind at the last look, while the worker was at work. */
let suspects = new Set<string>();

async function resumeLost(client: Client, { before, isLive }: { before: Date; isLive: boolean }): Promise<void> {
  const behind = new Set<string>();
  for (let after = ''; ;) {
    const open = await db().run.findMany({
      where: { status: { in: ['queued', 'running', 'waiting'] }, acceptedAt: { lte: before }, id: { gt: after } },
      select: { id: true },
      orderBy: { id: 'asc' },
      take: PAGE,
    });
    for (let from = 0; from < open.length; from += AT_ONCE)
      await Promise.all(open.slice(from, from + AT_ONCE).map(({ id }) => compare(client, id, { isLive, behind })));
    if (open.length < PAGE) break;
    after = open.at(-1)?.id ?? '';
  }
  suspects = behind;
}

type Look = { isLive: boolean; behind: Set<string> };

async function compare(client: Client, runId: string, { isLive, behind }: Look): Promise<void> {
  const known = await stateOf(client, runId);
  if (known === 'behind') behind.add(runId);
  // A task that is tried again is not in the history before it is over: only who is still behind later is.
  if (known === 'behind' && isLive && !suspects.has(runId)) return;
  if (known === 'lost' || known === 'behind') {
    const how = known === 'lost' ? 'Temporal has lost this run' : 'Temporal knows this run at an earlier point';
    const resumed = await resumeRun(runId);
    logger('reconciler').warn({ runId, resumed }, `${how}; it goes on from its log.`);
  } else if (known !== 'open') {
    await closeRun(runId, known.closed);
  }
}

/** What Temporal knows of a run that the database calls open. */
async function stateOf(client: Client, runId: string): Promise<'open' | 'lost' | 'behind' | { closed: string }> {
  try {
    // Marks first: what the run writes from now on, its history holds as well.
    const marks = await historyMarks(runId);
    const seen = await client.workflow.getHandle(workflowIdOf(runId)).describe();
    if (seen.status.name !== 'RUNNING') return { closed: seen.status.name };
    const mark = marks.find(({ execution }) => execution === seen.runId);
    // An execution that has written nothing is a new one.
    if (!mark) return 'open';
    const isLatest = mark === marks.at(-1);
    return isLatest && seen.historyLength >= mark.reached ? 'open' : 'behind';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return 'lost';
    throw error;
  }
}

async function closeRun(runId: string, status: string): Promise<void> {
  const error: StepError = {
    type: 'Interrupted',
    message: `The run was ended outside of Hearth (${status.toLowerCase()}).`,
    hint: 'Start it again if its work is still wanted.',
  };
  const stopped = status === 'TERMINATED' || status === 'CANCELLED';
  const body = stopped
    ? ({ type: 'run.stopped', reason: error.message } as const)
    : ({ type: 'run.failed', error } as const);
  const key = stopped ? 'run.stopped' : 'run.failed';
  // A run that has written its end keeps it: this only closes what would stay open for ever.
  await appendRunEvents(runId, [{ key, stepId: '', iteration: '', at: Date.now(), body }]);
}

/** Ends workflows of runs that have ended, or that the database does not know. */
async function closeEnded(client: Client, before: Date): Promise<void> {
  let batch: { runId: string; startTime: Date }[] = [];
  const query = `ExecutionStatus = 'Running' AND WorkflowType = '${WORKFLOW.run}'`;
  for await (const { workflowId, startTime } of client.workflow.list({ query, pageSize: PAGE })) {
    batch.push({ runId: runIdOf(workflowId), startTime });
    if (batch.length < PAGE) continue;
    await closeBatch(client, { batch, before });
    batch = [];
  }
  await closeBatch(client, { batch, before });
}

async function closeBatch(
  client: Client,
  { batch, before }: { batch: { runId: string; startTime: Date }[]; before: Date },
): Promise<void> {
  const rows = await db().run.findMany({
    where: { id: { in: batch.map(({ runId }) => runId) } },
    select: { id: true, endedAt: true },
  });
  const ends = new Map(rows.map(({ id, endedAt }) => [id, endedAt]));
  for (const { runId, startTime } of batch) {
    const since = ends.has(runId) ? ends.get(runId) : startTime;
    if (!since || since > before) continue;
    logger('reconciler').warn({ runId }, 'This run has ended, but Temporal still works on it; it is ended there too.');
    const handle = client.workflow.getHandle(workflowIdOf(runId));
    await handle.terminate('The run has ended.').catch((error: unknown) => {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    });
  }
}
