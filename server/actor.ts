import type { Right } from '#lib/views.ts';
import { Forbidden } from '#server/errors.ts';

/** Who is calling, and what they may do. */
export type Actor = {
  userId: string;
  name: string;
  email: string;
  role: string;
  via: 'web' | 'token' | 'cli';
  rights: Right[];
  sessionId?: string;
  tokenId?: string;
};

/** Throws unless the caller has the right; the message names it. */
export function requireRight(actor: Actor, right: Right): void {
  if (actor.rights.includes(right)) return;
  const subject = actor.via === 'token' ? 'This token' : 'Your account';
  throw new Forbidden(`${subject} does not have the right "${right}". Ask the owner of this Hearth for it.`);
}

/** The caller as audit rows name them. */
export function actorName(actor: Actor): string {
  return actor.tokenId ? `token:${actor.tokenId}` : `user:${actor.userId}`;
}
