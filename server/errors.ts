import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { Refused, type Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import type { Conflict } from '#platform/errors.ts';
import { logger } from '#platform/log.ts';

/** Nobody is signed in, or the token is wrong. */
export class Unauthorized extends Error {
  override name = 'Unauthorized';
}

/** Signed in, but without the right. */
export class Forbidden extends Refused {
  override name = 'Forbidden';
}

/** It was there once and cannot be used any more. */
export class Gone extends Error {
  override name = 'Gone';
}

/** More bytes than the route takes. */
export class TooLarge extends Error {
  override name = 'TooLarge';
}

/** Asked too often. */
export class TooMany extends Error {
  override name = 'TooMany';
}

export type Explained = { status: number; code: string; message: string; details?: Json };

// By name, not by class: Next may hold one copy of a module per bundle, and `instanceof` fails between copies.
const STATUS: Record<string, [status: number, code: string]> = {
  Unauthorized: [401, 'unauthorized'],
  Forbidden: [403, 'forbidden'],
  NotYours: [403, 'forbidden'],
  FreshSignInNeeded: [403, 'fresh_sign_in'],
  Refused: [422, 'refused'],
  Invalid: [400, 'invalid'],
  Conflict: [409, 'conflict'],
  NotFound: [404, 'not_found'],
  Gone: [410, 'gone'],
  TooLarge: [413, 'too_large'],
  TooMany: [429, 'too_many'],
  Unreachable: [503, 'unreachable'],
};

/** One map from what was thrown to what a caller may learn. Anything unforeseen is logged under an id and told as that id only. */
export function explain(error: unknown): Explained {
  if (error instanceof z.ZodError) return explainZod(error);
  const known = error instanceof Error && Object.hasOwn(STATUS, error.name) ? STATUS[error.name] : undefined;
  if (!known || !(error instanceof Error)) return unforeseen(error);
  const [status, code] = known;
  const { problems, details = problems?.length ? problems : undefined } = error as Partial<Invalid & Conflict>;
  return { status, code, message: error.message, ...(details ? { details } : {}) };
}

/** What a zod schema found wrong, in words a person can act on. */
export function explainZod(error: z.ZodError): Explained {
  const details = error.issues
    .slice(0, 50)
    .map((issue) => ({ path: issue.path.map(String).join('.'), message: issue.message }));
  const first = details[0];
  const message = first ? `${first.path ? `${first.path}: ` : ''}${first.message}` : 'The input is not valid.';
  return { status: 400, code: 'invalid', message, details };
}

function unforeseen(error: unknown): Explained {
  const id = randomBytes(6).toString('hex');
  logger('web').error({ err: error, errorId: id }, 'Unforeseen error');
  return {
    status: 500,
    code: 'internal',
    message: `Something went wrong inside Hearth. The log has the details under ${id}.`,
  };
}
