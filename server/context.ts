import type { Actor } from '#server/actor.ts';
import { auth } from '#server/auth.ts';
import { Unauthorized } from '#server/errors.ts';
import { requireSameOrigin } from '#server/origin.ts';
import { rightsOfRole } from '#server/rights.ts';
import { actorOfToken } from '#server/services/tokens.ts';

/** Who is calling. A bearer token that is wrong is refused, it never falls back to a cookie. */
export async function actorOf(request: Request): Promise<Actor | null> {
  const authorization = request.headers.get('authorization');
  if (authorization !== null) return actorOfToken(bearerOf(authorization));
  const actor = await actorOfSession(request.headers);
  if (actor) requireSameOrigin(request);
  return actor;
}

function bearerOf(authorization: string): string {
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization) ?? [];
  if (!token) throw new Unauthorized('Send the token as "Authorization: Bearer <token>".');
  return token;
}

/** The person whose session cookie the headers carry; null without a valid one. */
export async function actorOfSession(headers: Headers): Promise<Actor | null> {
  if (!headers.get('cookie')) return null;
  const found = await auth().api.getSession({ headers, query: { disableRefresh: true } });
  if (!found) return null;
  const { user, session } = found;
  const rights = rightsOfRole(user.role);
  return {
    userId: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    via: 'web',
    rights,
    sessionId: session.id,
  };
}
