import { handleHook } from '#server/hooks.ts';

export const dynamic = 'force-dynamic';

type Context = { params: Promise<{ key: string }> };

async function answer(request: Request, { params }: Context): Promise<Response> {
  return handleHook(request, (await params).key);
}

export {
  answer as GET,
  answer as POST,
  answer as PUT,
  answer as PATCH,
  answer as DELETE,
  answer as HEAD,
  answer as OPTIONS,
};
