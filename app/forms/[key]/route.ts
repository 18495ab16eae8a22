import { handleForm } from '#server/forms/handle-form.ts';

export const dynamic = 'force-dynamic';

type Context = { params: Promise<{ key: string }> };

async function answer(request: Request, { params }: Context): Promise<Response> {
  return handleForm(request, (await params).key);
}

export { answer as GET, answer as POST, answer as PUT, answer as PATCH, answer as DELETE, answer as HEAD };
