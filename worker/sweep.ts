import { WorkflowNotFoundError } from '@temporalio/client';
import type { StepError } from '#lib/errors.ts';
import { workflowIdOf } from '#lib/messages.ts';
import { expireDue, sweepDecisions, sweepReminders } from '#platform/approvals.ts';
import { sweepCalls } from '#platform/calls.ts';
import { logger } from '#platform/log.ts';
import { appendRunEvents } from '#platform/run-events.ts';
import { sweepRuns } from '#platform/start-run.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db } from '#prisma/client.ts';

const EVERY_MS = 30_000;
/** A run that was started this recently may not have written anything yet. */
const SETTLED_MS = 60_000;

/** Runs every sweep once; one that fails does not keep the others from their work. */
export async function sweepAll(settledMs = SETTLED_MS): Promise<void> {
  const sweeps = {
    expireDue: () => expireDue(),
    sweepReminders,
    sweepRuns,
    sweepDecisions,
    sweepCalls,
    reconcile: () => reconcile(settledMs),
  };
  for (const [name, sweep] of Object.entries(sweeps)) {
    try {
      await sweep();
    } catch (error) {
      logger('sweeper').warn({ err: error, sweep: name }, 'A sweep failed; it runs again soon.');
    }
  }
}

/** Sweeps now and then, until the returned function is called. */
export function startSweeping(everyMs = EVERY_MS): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let current = Promise.resolve();
  const round = () => {
    current = sweepAll().then(() => {
      if (!stopped) timer = setTimeout(round, everyMs);
    });
  };
  round();
  return async () => {
    stopped = true;
    clearTimeout(timer);
    await current;
  };
}

/**
 * Compares the runs that the database calls open with what Temporal knows. One that ended without saying so is closed;
 * one that Temporal has lost (a restored or torn file) is started again: effect keys keep what was done from being done twice.
 */
export async function reconcile(settledMs: number): Promise<void> {
  const open = await db().run.findMany({
    where: {
      status: { in: ['queued', 'running', 'waiting'] },
      acceptedAt: { not: null, lt: new Date(Date.now() - settledMs) },
    },
    select: { id: true },
    orderBy: { acceptedAt: 'asc' },
    take: 500,
  });
  const client = await temporalClient();
  for (const { id } of open) {
    try {
      const { status } = await client.workflow.getHandle(workflowIdOf(id)).describe();
      if (status.name !== 'RUNNING') await close(id, status.name);
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
      logger('sweeper').warn({ runId: id }, 'Temporal has lost this run; it is started again.');
      await db().run.update({ where: { id }, data: { acceptedAt: null, status: 'queued' } });
    }
  }
}

async function close(runId: string, status: string): Promise<void> {
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
