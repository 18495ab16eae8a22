import { ApplicationFailureCategory } from '@temporalio/common';
import { ActivityFailure, ApplicationFailure, CancelledFailure, TimeoutFailure } from '@temporalio/workflow';
import type { StepError } from '#lib/errors.ts';

/** Set by the wrapper when a worker that is going away had to let go of a step. */
const WORKER_GONE = 'WorkerShutdown';

function isStepError(value: unknown): value is StepError {
  if (typeof value !== 'object' || value === null) return false;
  const { type, message } = value as Record<string, unknown>;
  return typeof type === 'string' && typeof message === 'string';
}

function ofApplication(failure: ApplicationFailure): StepError {
  const detail: unknown = failure.details?.[0];
  if (isStepError(detail)) return detail;
  return { type: failure.type ?? 'InternalError', message: failure.message };
}

function ofTimeout(failure: TimeoutFailure): StepError {
  const lost = failure.timeoutType === 'HEARTBEAT';
  return {
    type: 'Timeout',
    message: lost ? 'The worker stopped while this step was running.' : 'The step took longer than it may.',
    hint: lost ? 'Run it again, or raise its number of attempts.' : 'Raise the time limit in the settings of the step.',
  };
}

/** What an activity's failure means to the run. */
export function stepErrorOf(error: unknown): StepError {
  const cause = error instanceof ActivityFailure ? (error.cause ?? error) : error;
  if (cause instanceof ApplicationFailure) return ofApplication(cause);
  if (cause instanceof TimeoutFailure) return ofTimeout(cause);
  if (cause instanceof CancelledFailure) return { type: 'Stopped', message: 'The step was stopped.' };
  return { type: 'InternalError', message: cause instanceof Error ? cause.message : String(cause) };
}

/** The attempt that failed last, as the wrapper counts them. */
export function attemptOf(error: unknown): number | undefined {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  const counted: unknown = cause instanceof ApplicationFailure ? cause.details?.[1] : undefined;
  const attempt = typeof counted === 'object' && counted !== null && 'attempt' in counted ? counted.attempt : undefined;
  return typeof attempt === 'number' ? attempt : undefined;
}

/** Did the activity end without anybody knowing what it did, because its worker died or went away? */
export function workerWasLost(error: unknown): boolean {
  const cause = error instanceof ActivityFailure ? error.cause : error;
  if (cause instanceof TimeoutFailure) return cause.timeoutType === 'HEARTBEAT';
  return cause instanceof ApplicationFailure && cause.type === WORKER_GONE;
}

/** Did the server give the step up at its time limit, with no word from the wrapper? */
export function timedOutSilently(error: unknown): boolean {
  return error instanceof ActivityFailure && error.cause instanceof TimeoutFailure;
}

/** A failure that ends the run with a name. A plain Error would be retried by Temporal for ever. */
export function runFailure(error: StepError): ApplicationFailure {
  return ApplicationFailure.create({
    type: error.type,
    message: error.message,
    nonRetryable: true,
    details: [error],
    category: ApplicationFailureCategory.BENIGN,
  });
}
