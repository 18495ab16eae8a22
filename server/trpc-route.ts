import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Invalid } from '#lib/errors.ts';
import { errorAnswer } from '#server/answers.ts';
import { API_BODY_LIMIT, readBody, withBody } from '#server/body.ts';
import type { Actor } from '#server/actor.ts';
import { actorOf } from '#server/context.ts';
import { CLIENT_IP_HEADER } from '#server/origin.ts';
import { appRouter } from '#server/routers/index.ts';
import { asTrpcError, statusOf } from '#server/trpc.ts';

/** Whoever is not signed in has little to say: a set-up code, a name, a password. */
const STRANGER_BODY_LIMIT = 64 * 1024;

/** Answers /api/trpc/*. */
export async function handleTrpc(request: Request): Promise<Response> {
  try {
    const caller = await callerOf(request);
    const limit = caller.actor ? API_BODY_LIMIT : STRANGER_BODY_LIMIT;
    const body = request.method === 'GET' ? Buffer.alloc(0) : await readBody(request, limit);
    // tRPC would call broken JSON an error of ours.
    if (body.length > 0 && !isJson(body)) caller.refusal ??= new Invalid('The body is not valid JSON.');
    return await fetchRequestHandler({
      endpoint: '/api/trpc',
      req: request.method === 'GET' ? request : withBody(request, body),
      router: appRouter,
      createContext: () => {
        if (caller.refusal) throw asTrpcError(caller.refusal);
        return { actor: caller.actor, client: request.headers.get(CLIENT_IP_HEADER) ?? '' };
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

function isJson(body: Buffer): boolean {
  try {
    JSON.parse(body.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}
