/** The sign-in endpoints under /api/auth, as few calls as the pages need. */

import { say } from '#components/live/errors.ts';

export type SessionRow = {
  id: string;
  token: string;
  createdAt: string;
  expiresAt: string;
  ipAddress: string | null;
  userAgent: string | null;
};

async function explain(reply: Response): Promise<string> {
  if (reply.status === 429) return say('tooOften');
  const body = (await reply.json().catch(() => null)) as { message?: string; error?: { message?: string } } | null;
  return body?.message ?? body?.error?.message ?? say('unknown');
}

async function call<T>(path: string, body?: unknown): Promise<T> {
  const init: RequestInit =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const reply = await fetch(`/api/auth/${path}`, { credentials: 'same-origin', ...init }).catch(() => {
    throw new Error(say('offline'));
  });
  if (!reply.ok) throw new Error(await explain(reply));
  return (await reply.json().catch(() => null)) as T;
}

/** Starts a session, or says why not. */
export async function signIn(input: { email: string; password: string }): Promise<void> {
  try {
    await call('sign-in/email', input);
  } catch (error) {
    // The service must not tell whether the address exists, and neither do we.
    if (error instanceof Error && /invalid email or password/i.test(error.message)) {
      throw new Error(say('wrongPassword'), { cause: error });
    }
    throw error;
  }
}

/** Ends this session. */
export async function signOut(): Promise<void> {
  await call('sign-out', {});
}

/** Changes the password and ends every other session. */
export async function changePassword(input: { currentPassword: string; newPassword: string }): Promise<void> {
  await call('change-password', { ...input, revokeOtherSessions: true });
}

/** Changes the shown name. */
export async function changeName(name: string): Promise<void> {
  await call('update-user', { name });
}

/** Where this person is signed in. */
export async function listSessions(): Promise<SessionRow[]> {
  return call<SessionRow[]>('list-sessions');
}

/** The id of the session this page belongs to. */
export async function currentSessionId(): Promise<string | null> {
  const reply = await call<{ session?: { id: string } } | null>('get-session');
  return reply?.session?.id ?? null;
}

/** Ends one session. */
export async function revokeSession(token: string): Promise<void> {
  await call('revoke-session', { token });
}
