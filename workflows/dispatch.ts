import { proxyActivities, proxyLocalActivities, workflowInfo } from '@temporalio/workflow';
import type { DispatchNote } from '#activities/context.ts';
import type { SystemActivities } from '#activities/system.ts';
import type { ActivityCall, ActivityResult } from '#lib/call.ts';
import type { PlanStep } from '#lib/plan.ts';
import type { RunEventDraft } from '#lib/run-event.ts';
import { timedOutSilently, workerWasLost } from './failures.ts';

/** A worker that died is noticed after this time, however long the step may take. */
const HEARTBEAT_TIMEOUT = '10s';
/** The wrapper ends a step at its limit; the server only steps in when the wrapper cannot. */
const LIMIT_MARGIN_MS = 10_000;
/** How often a step is handed out again because its worker died; a step that kills workers must end. */
const MAX_LOST = 5;

type StepActivity = (call: ActivityCall, note: DispatchNote) => Promise<ActivityResult>;

/** The engine's own activities. They touch only our database, so passing trouble is waited out. */
export const system = proxyLocalActivities<SystemActivities>({
  startToCloseTimeout: '30s',
  localRetryThreshold: '10s',
  retry: { initialInterval: '200ms', maximumInterval: '30s', backoffCoefficient: 2, maximumAttempts: 100 },
  cancellationType: 'TRY_CANCEL',
});

function retryOf(step: PlanStep) {
  return {
    initialInterval: Math.max(1, step.retry.backoffMs),
    backoffCoefficient: Math.max(1, step.retry.factor),
    maximumInterval: Math.max(1, step.retry.backoffMs, step.retry.maxBackoffMs),
    // A step that must never happen twice is retried by nobody; the gate asks a person instead.
    maximumAttempts: step.repeat === 'never' ? 1 : Math.max(1, step.retry.attempts),
  };
}

function activityOf(step: PlanStep, tier: 'local' | 'activity'): StepActivity {
  const shared = { retry: retryOf(step), cancellationType: 'TRY_CANCEL', summary: step.name } as const;
  const limit = step.timeoutMs + LIMIT_MARGIN_MS;
  const proxy =
    tier === 'local'
      ? proxyLocalActivities<Record<string, StepActivity>>({ ...shared, startToCloseTimeout: limit })
      : proxyActivities<Record<string, StepActivity>>({
          ...shared,
          startToCloseTimeout: limit,
          heartbeatTimeout: HEARTBEAT_TIMEOUT,
        });
  return proxy[step.type] as StepActivity;
}

/** Runs one step's activity to its end. `events` are facts that its first commit takes along. */
export async function runStep(work: {
  step: PlanStep;
  tier: 'local' | 'activity';
  call: ActivityCall;
  events: RunEventDraft[];
}): Promise<ActivityResult> {
  const { step, tier, call, events } = work;
  const activity = activityOf(step, tier);
  const perRound = retryOf(step).maximumAttempts;
  for (let round = 0; ; round += 1) {
    try {
      return await activity(call, { events, attemptsBefore: round * perRound, reached: workflowInfo().historyLength });
    } catch (error) {
      // Handed out once more, the gate finds what the lost attempt began: it asks, or goes on where that is safe.
      const again = workerWasLost(error) || (step.repeat === 'never' && timedOutSilently(error));
      if (!again || round >= MAX_LOST) throw error;
    }
  }
}
