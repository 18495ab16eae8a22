import { audit } from '#platform/audit.ts';
import { db, transactSql } from '#prisma/client.ts';
import { auth } from '#server/auth.ts';

/** What is put on record of each change; reading a session changes nothing. */
const ACTIONS: Record<string, string> = {
  '/sign-in/email': 'session.begin',
  '/sign-out': 'session.end',
  '/revoke-session': 'session.revoke',
  '/revoke-other-sessions': 'session.revoke',
  '/revoke-sessions': 'session.revoke',
  '/change-password': 'user.password',
};

type Call = { path: string; request: Request; body: Buffer };

/**
 * Carries out a change of sessions and puts it on record, also a sign-in that was refused. What cannot be put on record
 * does not happen: the cookie of a new session reaches nobody.
 */
export async function onRecord({ path, request, body }: Call, change: () => Promise<Response>): Promise<Response> {
  const isSignIn = path === '/sign-in/email';
  const before = isSignIn ? null : await auth().api.getSession({ headers: request.headers });
  const response = await change();
  const userId = isSignIn ? await accountOf(body) : (before?.user.id ?? null);
  // A flood of guesses is cut off by the limiter, and must not fill the record.
  const isRefused = !response.ok;
  if (response.status === 429 || (isRefused && !isSignIn) || (!isSignIn && userId === null)) return response;
  const action = isRefused ? 'session.refused' : (ACTIONS[path] ?? path);
  // What was typed for an address may be a password: an unknown one is not kept.
  const subject = userId === null ? 'user:unknown' : `user:${userId}`;
  const actor = isRefused || userId === null ? 'system' : subject;
  await transactSql((tx) => audit(tx, { actor, action, subject, detail: {} }));
  return response;
}

async function accountOf(body: Buffer): Promise<string | null> {
  try {
    const { email } = JSON.parse(body.toString('utf8')) as { email?: unknown };
    if (typeof email !== 'string') return null;
    const user = await db().user.findUnique({ where: { email: email.toLowerCase() }, select: { id: true } });
    return user?.id ?? null;
  } catch {
    return null;
  }
}
