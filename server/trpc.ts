import { initTRPC, TRPCError } from '@trpc/server';
import type { Right } from '#lib/views.ts';
import { requireRight, type Actor } from '#server/actor.ts';
import { explain, Unauthorized } from '#server/errors.ts';
import { requireFreshSignIn } from '#server/step-up.ts';

/** `client`: the address that the request comes from. */
export type TrpcContext = { actor: Actor | null; client?: string };
/** Read by the test that enumerates every procedure. */
export type ProcedureMeta = { right: Right | 'public' | 'signed-in' };

const CODES = {
  400: 'BAD_REQUEST',
  401: 'UNAUTHORIZED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  409: 'CONFLICT',
  410: 'FORBIDDEN',
  413: 'PAYLOAD_TOO_LARGE',
  422: 'UNPROCESSABLE_CONTENT',
  429: 'TOO_MANY_REQUESTS',
  503: 'SERVICE_UNAVAILABLE',
} as const;

const t = initTRPC
  .context<TrpcContext>()
  .meta<ProcedureMeta>()
  .create({
    isDev: false,
    errorFormatter({ shape, error }) {
      const details = (error.cause as { details?: unknown } | undefined)?.details;
      return { ...shape, data: { ...shape.data, stack: undefined, details: details ?? null } };
    },
  });

/** Carries the explained error's details to the formatter without its internals. */
class ExplainedError extends Error {
  readonly details: unknown;
  readonly httpStatus: number;
  constructor(message: string, more: { details: unknown; httpStatus: number }) {
    super(message);
    this.details = more.details;
    this.httpStatus = more.httpStatus;
  }
}

const explained = t.middleware(async ({ next }) => {
  const result = await next();
  if (result.ok) return result;
  const { error } = result;
  // Without a thrown cause it is tRPC's own, such as an unknown path, and already fit to show.
  throw error.cause ? asTrpcError(error.cause) : error;
});

/** Whatever was thrown, as tRPC sends it to pages. */
export function asTrpcError(error: unknown): TRPCError {
  const { status, message, details } = explain(error);
  const code = CODES[status as keyof typeof CODES] ?? 'INTERNAL_SERVER_ERROR';
  return new TRPCError({ code, message, cause: new ExplainedError(message, { details, httpStatus: status }) });
}

const open = t.procedure.use(explained);

/** For the few procedures that need nobody signed in; the test holds the exact list. */
export const publicProcedure = open.meta({ right: 'public' });

const signedIn = open.use(({ ctx, next }) => {
  if (!ctx.actor) throw new Unauthorized('Please sign in.');
  return next({ ctx: { actor: ctx.actor } });
});

/** For what a person does to their own account. */
export const ownProcedure = signedIn.meta({ right: 'signed-in' });

/** The base of every other procedure: the caller must have the right. */
export function withRight(right: Right) {
  return signedIn.meta({ right }).use(({ ctx, next }) => {
    requireRight(ctx.actor, right);
    return next();
  });
}

/** Of any of these: for what wants a person who signed in just now. */
export const freshly = t.middleware(async ({ ctx, next }) => {
  if (!ctx.actor) throw new Unauthorized('Please sign in.');
  await requireFreshSignIn(ctx.actor);
  return next();
});

export const router = t.router;

/** HTTP status of an answer that carries one error which tRPC has no code for. */
export function statusOf(errors: readonly TRPCError[]): number | undefined {
  const cause = errors.length === 1 ? (errors[0]?.cause as Partial<ExplainedError> | undefined) : undefined;
  return cause?.httpStatus === 410 ? 410 : undefined;
}
