import { ApplicationFailure, ApplicationFailureCategory } from '@temporalio/common';
import { Invalid, Refused, Unreachable, type StepError } from '#lib/errors.ts';
import { Conflict, NotFound } from '#platform/errors.ts';

/** The step's own time is up. */
export class TimedOut extends Error {
  override name = 'Timeout';
}

/** The step did what it should, but its result is too large to keep. */
export class OutputTooLarge extends Invalid {
  override name = 'OutputTooLarge';
}

/** What a thrown error means: what the person reads, and whether trying again can help. */
export type Meaning = { error: StepError; retryable: boolean; retryAfterMs?: number };

const SHOWN_PROBLEMS = 20;

function withProblems(error: Invalid): string {
  const missing = error.problems.filter((problem) => !error.message.includes(problem.message));
  if (missing.length === 0) return error.message;
  const lines = missing.slice(0, SHOWN_PROBLEMS).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  return `${error.message} ${lines.join('; ')}`;
}

/** Our own database being busy or locked says nothing about the step. */
function isDatabaseTrouble(error: Error): boolean {
  return (
    error.name.startsWith('PrismaClient') ||
    error.name === 'LibsqlError' ||
    /SQLITE_(BUSY|LOCKED|IOERR|FULL)/.test(error.message)
  );
}

/** Maps anything thrown to what the run is told. */
export function meaningOf(error: unknown): Meaning {
  if (error instanceof Unreachable) {
    const wait = error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs };
    return { error: { type: 'Unreachable', message: error.message }, retryable: true, ...wait };
  }
  if (error instanceof TimedOut) {
    const hint = 'Raise the time limit in the settings of the step.';
    return { error: { type: 'Timeout', message: error.message, hint }, retryable: true };
  }
  if (error instanceof Invalid) return { error: { type: error.name, message: withProblems(error) }, retryable: false };
  if (error instanceof Refused) return { error: { type: error.name, message: error.message }, retryable: false };
  if (error instanceof NotFound || error instanceof Conflict) {
    return { error: { type: error.name, message: error.message }, retryable: false };
  }
  if (error instanceof Error && isDatabaseTrouble(error)) {
    return {
      error: { type: 'Unreachable', message: `Hearth's database did not answer: ${error.message}` },
      retryable: true,
    };
  }
  const message = error instanceof Error ? error.message : String(error);
  return { error: { type: 'InternalError', message: `Something in Hearth went wrong: ${message}` }, retryable: false };
}

/** The failure that Temporal carries to the workflow: its first detail is the `StepError`, its second the attempt. */
export function failureOf(meaning: Meaning, options: { attempt?: number; delayMs?: number } = {}): ApplicationFailure {
  return ApplicationFailure.create({
    type: meaning.error.type,
    message: meaning.error.message,
    nonRetryable: !meaning.retryable,
    details: [meaning.error, { attempt: options.attempt ?? 1 }],
    ...(options.delayMs === undefined ? {} : { nextRetryDelay: options.delayMs }),
    // The run log shows it to the person; the worker's own log is for what is wrong with Hearth.
    category: ApplicationFailureCategory.BENIGN,
  });
}

/** Codes of failures at which not one byte of a request can have left. */
const NEVER_SENT = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** Is it certain that the service heard nothing of us? */
export function neverSent(error: unknown): boolean {
  for (let one = error, depth = 0; one instanceof Error && depth < 6; one = one.cause, depth += 1) {
    const { code } = one as { code?: unknown };
    if (typeof code === 'string' && NEVER_SENT.has(code)) return true;
  }
  return false;
}
