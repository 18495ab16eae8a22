import { errorAnswer } from '#server/answers.ts';
import { auth } from '#server/auth.ts';
import { onRecord } from '#server/auth-record.ts';
import { readBody, withBody } from '#server/body.ts';
import { requireSameOrigin } from '#server/origin.ts';
import { NotFound } from '#platform/errors.ts';

const BODY_LIMIT = 64 * 1024;

/** All that the pages use of better-auth. Whatever else it can do does not exist here. */
export const AUTH_ROUTES: readonly string[] = [
  'POST /sign-in/email',
  'POST /sign-out',
  'GET /get-session',
  'GET /list-sessions',
  'POST /revoke-session',
  'POST /revoke-other-sessions',
  'POST /revoke-sessions',
  'POST /change-password',
];

/** Answers /api/auth/*. */
export async function handleAuth(request: Request): Promise<Response> {
  try {
    const path = new URL(request.url).pathname.replace(/^\/api\/auth/, '');
    if (!AUTH_ROUTES.includes(`${request.method} ${path}`)) throw new NotFound('There is no such address.');
    if (request.method === 'GET') return await auth().handler(request);
    requireSameOrigin(request);
    const body = await readBody(request, BODY_LIMIT);
    return await onRecord({ path, request, body }, () => auth().handler(withBody(request, body)));
  } catch (error) {
    return errorAnswer(error);
  }
}
