/** What is consequential wants a person who signed in just now: an open laptop or a stolen cookie is not enough. */
import { audit } from '#platform/audit.ts';
import { db, transactSql } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { auth } from '#server/auth.ts';
import { Forbidden, TooMany } from '#server/errors.ts';
import { TokenBuckets } from '#server/token-bucket.ts';

const FRESH_MS = 5 * 60 * 1000;

/** Told by its details: the page asks for the password and sends the request again. */
export class FreshSignInNeeded extends Forbidden {
  override name = 'FreshSignInNeeded';
  readonly details = { freshSignIn: true };
}

const guesses = new TokenBuckets({ burst: 5, perMinute: 2 });

/** Throws unless the caller's session began, or was confirmed, within five minutes. A token is never fresh. */
export async function requireFreshSignIn(actor: Actor): Promise<void> {
  const session = await db().session.findUnique({ where: { id: sessionOf(actor) } });
  const since = Math.max(session?.createdAt.getTime() ?? 0, session?.confirmedAt?.getTime() ?? 0);
  if (Date.now() - since > FRESH_MS) throw new FreshSignInNeeded('Give your password again to do this.');
}

/** Makes the caller's session fresh, if this is the password. Wrong ones are counted and put on record. */
export async function confirmSession(actor: Actor, password: string): Promise<{ until: string }> {
  const { userId } = actor;
  const sessionId = sessionOf(actor);
  const wait = guesses.take(userId);
  if (wait > 0) throw new TooMany(`Too many tries. Wait ${wait} seconds, then try again.`);
  const isRight = await isPassword(userId, password);
  const now = new Date();
  await transactSql(async (tx) => {
    const action = isRight ? 'session.confirm' : 'session.confirm-failed';
    await audit(tx, { actor: actorName(actor), action, subject: `user:${userId}`, detail: {} });
  });
  if (!isRight) throw new Forbidden('That is not your password.');
  await db().session.update({ where: { id: sessionId }, data: { confirmedAt: now } });
  return { until: new Date(now.getTime() + FRESH_MS).toISOString() };
}

function sessionOf({ sessionId }: Actor): string {
  if (sessionId !== undefined) return sessionId;
  throw new Forbidden('A token cannot do this. Sign in on the page and do it there.');
}

async function isPassword(userId: string, password: string): Promise<boolean> {
  const account = await db().account.findFirst({ where: { userId, providerId: 'credential' } });
  if (!account?.password) return false;
  const { password: hashes } = await auth().$context;
  return hashes.verify({ hash: account.password, password });
}
