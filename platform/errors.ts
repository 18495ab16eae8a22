import { Refused } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';

/** Somebody else was first, or it is too late. The message says what happened. */
export class Conflict extends Error {
  override name = 'Conflict';
  /** For callers that can act on it. */
  readonly details?: Json;
  constructor(message: string, details?: Json) {
    super(message);
    if (details !== undefined) this.details = details;
  }
}

/** There is no such thing (any more). */
export class NotFound extends Error {
  override name = 'NotFound';
}

/** Signed in and with the right, but this one is for others to do. */
export class NotYours extends Refused {
  override name = 'NotYours';
}
