/** Starts accepted runs in Temporal, now or when it is back. */
import { WorkflowExecutionAlreadyStartedError, type WorkflowStartOptions } from '@temporalio/client';
import type { RunIdentity } from '#lib/call.ts';
import type { Label } from '#lib/label.ts';
import { TASK_QUEUE, WORKFLOW, workflowIdOf } from '#lib/messages.ts';
import type { Stored } from '#lib/value.ts';
import { logger } from '#platform/log.ts';
import { callersIn } from '#platform/run-rows.ts';
import { cancelWorkflow } from '#platform/wake.ts';
import { callTemporal } from '#platform/temporal.ts';
import { sql, sqlTime } from '#prisma/client.ts';

/** Runs that Temporal works on at one time; more wait in the database, where waiting costs nothing. */
export const MOST_OPEN_RUNS = 200;
const START_DEADLINE_MS = 5000;
const SWEEP_AGAIN_MS = 500;
const STARTS_AT_ONCE = 10;

type Unstarted = {
  id: string;
  rootRunId: string;
  flowId: string;
  versionId: string;
  planHash: string;
  triggerId: string;
  input: string;
  resumeId: string | null;
  startedAt: string | null;
  callers: string | null;
  scope: string | null;
  awaited: number;
};

/**
 * Starts one accepted run; again is harmless. False: it stays with the sweeper, because Temporal is down, too many runs
 * are open, or it is stopped.
 */
export async function startRun(runId: string): Promise<boolean> {
  const [run] = await unstarted({ runId, limit: 1 });
  if (!run) return hasStarted(runId);
  if (!run.awaited && (await openRuns()) >= MOST_OPEN_RUNS) {
    sweepSoon();
    return false;
  }
  return start(run);
}

/** Starts what was accepted and is not started yet, oldest first. */
export async function sweepRuns(): Promise<{ started: number; left: number }> {
  let started = 0;
  const room = MOST_OPEN_RUNS - (await openRuns());
  const due = await unstarted({ limit: MOST_OPEN_RUNS + 1 });
  // Somebody waits for a called run, and holds a place meanwhile.
  const called = due.filter((run) => run.awaited);
  const batch = [...called, ...due.filter((run) => !run.awaited).slice(0, Math.max(0, room))];
  for (let from = 0; from < batch.length; from += STARTS_AT_ONCE) {
    const results = await Promise.all(batch.slice(from, from + STARTS_AT_ONCE).map((run) => start(run)));
    started += results.filter(Boolean).length;
    // Temporal is down: the others would only wait for the same answer.
    if (!results.some(Boolean)) break;
  }
  const left = due.length - started;
  if (started > 0 && left > 0) sweepSoon();
  return { started, left };
}

/** Starts the workflow of a run that was started before; one that runs is ended in the same moment. Not while it is stopped. */
export async function restartRun(runId: string): Promise<boolean> {
  const query = `SELECT ${COLUMNS} FROM "Run" WHERE "id" = ? AND "endedAt" IS NULL AND ${NOT_STOPPED}`;
  const [run] = await sql().all<Unstarted>(query, [runId]);
  if (!run) return false;
  return start(run, { workflowIdReusePolicy: 'ALLOW_DUPLICATE', workflowIdConflictPolicy: 'TERMINATE_EXISTING' });
}

type Place = Pick<WorkflowStartOptions, 'workflowIdReusePolicy' | 'workflowIdConflictPolicy'>;
const FIRST: Place = { workflowIdReusePolicy: 'REJECT_DUPLICATE' };

async function start(run: Unstarted, place = FIRST): Promise<boolean> {
  try {
    await callTemporal(START_DEADLINE_MS, ({ workflow }) =>
      workflow.start(WORKFLOW.run, {
        taskQueue: TASK_QUEUE,
        workflowId: workflowIdOf(run.id),
        ...place,
        args: [argsOf(run)],
      }),
    );
  } catch (error) {
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) {
      logger('ingest').warn({ runId: run.id, err: error }, 'A run could not be started; it will be tried again.');
      return false;
    }
  }
  const marked = await sql().run('UPDATE "Run" SET "acceptedAt" = ? WHERE "id" = ? AND "acceptedAt" IS NULL', [
    sqlTime(Date.now()),
    run.id,
  ]);
  if (marked === 0) await stopIfEnded(run.id);
  return true;
}

/** It was stopped while it was being started: then it must not run. */
async function stopIfEnded(runId: string): Promise<void> {
  const ended = await sql().all('SELECT 1 FROM "Run" WHERE "id" = ? AND "endedAt" IS NOT NULL', [runId]);
  if (ended.length > 0) await cancelWorkflow(runId);
}

type Args = { run: RunIdentity; triggerId: string; input: Stored; startedAt: number; resume?: string; scope?: Label };

function argsOf(row: Unstarted): Args {
  const { id: runId, rootRunId, flowId, versionId, planHash, triggerId, resumeId, scope } = row;
  const callers = callersIn(row.callers);
  const run = { runId, rootRunId, flowId, versionId, planHash, ...(callers.length > 0 ? { callers } : {}) };
  const input = JSON.parse(row.input) as Stored;
  // A run that is taken up again began when it began.
  const startedAt = row.startedAt === null ? Date.now() : Date.parse(row.startedAt);
  const args = { run, triggerId, input, startedAt };
  return {
    ...args,
    ...(resumeId === null ? {} : { resume: resumeId }),
    ...(scope === null ? {} : { scope: JSON.parse(scope) as Label }),
  };
}

let sweepTimer: NodeJS.Timeout | undefined;

/** In this process: a flood that met the limit goes on as soon as there is room, not only at the next slow sweep. */
function sweepSoon(): void {
  if (sweepTimer) return;
  sweepTimer = setTimeout(() => {
    sweepTimer = undefined;
    sweepRuns().catch((error: unknown) =>
      logger('ingest').warn({ err: error }, 'Sweeping failed; it will be tried again.'),
    );
  }, SWEEP_AGAIN_MS);
  sweepTimer.unref();
}

/** Cancels the pending sweep of this process (at its end). */
export function stopSweeping(): void {
  clearTimeout(sweepTimer);
  sweepTimer = undefined;
}

const COLUMNS = `"id", "rootRunId", "flowId", "versionId", "planHash", "triggerId", "input", "resumeId", "startedAt",
  "callers", "scope", "awaited"`;

/** What is stopped, itself or by a flow that called it, begins nothing. */
const NOT_STOPPED = `NOT EXISTS (SELECT 1 FROM "StopFlag" WHERE "scope" IN ('global', 'flow:' || "Run"."flowId")
  OR "scope" IN (SELECT 'flow:' || "value" FROM json_each("Run"."callers")))`;

function unstarted(query: { runId?: string; limit: number }): Promise<Unstarted[]> {
  // What is stopped stays accepted and starts after the release.
  return sql().all<Unstarted>(
    `SELECT ${COLUMNS} FROM "Run"
     WHERE "status" = 'queued' AND "acceptedAt" IS NULL ${query.runId === undefined ? '' : 'AND "id" = ?'}
       AND ${NOT_STOPPED}
     ORDER BY "awaited" DESC, "createdAt" LIMIT ?`,
    query.runId === undefined ? [query.limit] : [query.runId, query.limit],
  );
}

async function hasStarted(runId: string): Promise<boolean> {
  const rows = await sql().all(
    'SELECT 1 FROM "Run" WHERE "id" = ? AND ("acceptedAt" IS NOT NULL OR "status" <> \'queued\')',
    [runId],
  );
  return rows.length > 0;
}

async function openRuns(): Promise<number> {
  const [row] = await sql().all<{ count: number }>(
    `SELECT COUNT(*) AS "count" FROM "Run" WHERE "acceptedAt" IS NOT NULL AND "awaited" = 0
     AND "status" IN ('queued', 'running')`,
  );
  return row?.count ?? 0;
}
