import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { errorAnswer } from '#server/answers.ts';
import { API_BODY_LIMIT, readBody, withBody } from '#server/body.ts';
import { actorOf } from '#server/context.ts';
import { appRouter } from '#server/routers/index.ts';
import { statusOf } from '#server/trpc.ts';

/** Answers /api/trpc/*. */
export async function handleTrpc(request: Request): Promise<Response> {
  try {
    const actor = await actorOf(request);
    const req = request.method === 'GET' ? request : withBody(request, await readBody(request, API_BODY_LIMIT));
    return await fetchRequestHandler({
      endpoint: '/api/trpc',
      req,
      router: appRouter,
      createContext: () => ({ actor }),
      responseMeta: ({ errors }) => ({ status: statusOf(errors), headers: { 'cache-control': 'no-store' } }),
    });
  } catch (error) {
    return errorAnswer(error);
  }
}
