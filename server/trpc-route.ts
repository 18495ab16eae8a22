import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { errorAnswer } from '#server/answers.ts';
import { API_BODY_LIMIT, readBody, withBody } from '#server/body.ts';
import type { Actor } from '#server/actor.ts';
import { actorOf } from '#server/context.ts';
import { appRouter } from '#server/routers/index.ts';
import { asTrpcError, statusOf } from '#server/trpc.ts';

/** Whoever is not signed in has little to say: a set-up code, a name, a password. */
const STRANGER_BODY_LIMIT = 64 * 1024;

/** Answers /api/trpc/*. */
export async function handleTrpc(request: Request): Promise<Response> {
  try {
    const caller = await callerOf(request);
    const limit = caller.actor ? API_BODY_LIMIT : STRANGER_BODY_LIMIT;
    const req = request.method === 'GET' ? request : withBody(request, await readBody(request, limit));
    return await fetchRequestHandler({
      endpoint: '/api/trpc',
      req,
      router: appRouter,
      createContext: () => {
        if (caller.refusal) throw asTrpcError(caller.refusal);
        return { actor: caller.actor };
      },
      responseMeta: ({ errors }) => ({ status: statusOf(errors), headers: { 'cache-control': 'no-store' } }),
    });
  } catch (error) {
    return errorAnswer(error);
  }
}

/** Told inside of tRPC's own envelope, so that the page can show why. */
async function callerOf(request: Request): Promise<{ actor: Actor | null; refusal?: unknown }> {
  try {
    return { actor: await actorOf(request) };
  } catch (refusal) {
    return { actor: null, refusal };
  }
}
