import { expireDue, sweepDecisions, sweepEscalations, sweepReminders } from '#platform/approvals.ts';
import { sweepCalls } from '#platform/calls.ts';
import { sweepDeleted } from '#platform/deleted-rows.ts';
import { logger } from '#platform/log.ts';
import { noteAlive } from '#platform/missed-fires.ts';
import { releaseDue, stopReleasing } from '#platform/release-timer.ts';
import { sweepRuns } from '#platform/start-run.ts';
import { reconcile } from '#worker/reconcile.ts';

/** A run that was started this recently may not have written anything yet. */
const SETTLED_MS = 60_000;
/** Asking Temporal about every open run costs more than the other sweeps. */
const RECONCILE_EVERY_MS = 180_000;

let reconciledAt = 0;

/** Runs every sweep once; one that fails does not keep the others from their work. */
export async function sweepAll(): Promise<void> {
  const sweeps = {
    expireDue: () => expireDue(),
    sweepReminders,
    sweepEscalations,
    noteAlive: () => noteAlive(),
    releaseDue,
    sweepRuns,
    sweepDecisions,
    sweepCalls,
    sweepDeleted: () => sweepDeleted(),
    reconcileNowAndThen,
  };
  for (const [name, sweep] of Object.entries(sweeps)) {
    try {
      await sweep();
    } catch (error) {
      logger('sweeper').warn({ err: error, sweep: name }, 'A sweep failed; it runs again soon.');
    }
  }
}

async function reconcileNowAndThen(): Promise<void> {
  if (Date.now() - reconciledAt < RECONCILE_EVERY_MS) return;
  reconciledAt = Date.now();
  await reconcile(SETTLED_MS);
}

/** Before anything runs: a workflow that stands at an earlier point must not go on from there. */
export async function reconcileAtBoot(): Promise<void> {
  try {
    await reconcile(0);
    reconciledAt = Date.now();
  } catch (error) {
    logger('sweeper').warn({ err: error }, 'Temporal could not be compared with the database; it is tried again soon.');
  }
}

/** Sweeps now and then, until the returned function is called. */
export function startSweeping(everyMs: number): () => Promise<void> {
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
    await stopReleasing();
  };
}
