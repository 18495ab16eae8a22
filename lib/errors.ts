/** Why a step failed, as shown to the person and as the error branch receives it. */
export type StepError = {
  /** `Refused` | `Unreachable` | `Invalid` | `Timeout` | `Stopped` | `Denied` | an own name such as `MissingReference`. */
  type: string;
  message: string;
  /** What the person can do about it. */
  hint?: string;
};

/** The service, the gate or a person said no. Not retried. */
export class Refused extends Error {
  override name = 'Refused';
}

/** The service could not be reached or failed in passing. Retried. */
export class Unreachable extends Error {
  override name = 'Unreachable';
  /** Milliseconds the service asked us to wait before the next attempt. */
  readonly retryAfterMs?: number;
  constructor(message: string, options?: { cause?: unknown; retryAfterMs?: number }) {
    super(message, options?.cause === undefined ? undefined : { cause: options.cause });
    if (options?.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
}

/** It may or may not have happened: a person is asked, whatever else is said about repeating it. */
export class OutcomeUnknown extends Unreachable {
  override name = 'OutcomeUnknown';
}

/** What the person wrote or sent cannot be used. Not retried. */
export class Invalid extends Error {
  override name = 'Invalid';
  readonly problems: { path: string; message: string }[];
  constructor(message: string, problems: { path: string; message: string }[] = []) {
    super(message);
    this.problems = problems;
  }
}
