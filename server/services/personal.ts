import { TRUSTED, type Label } from '#lib/label.ts';
import type { Actor } from '#server/actor.ts';

/** The label of what somebody enters: a signed-in person's word is trusted, what comes with a token is not theirs alone. */
export function personal(actor: Actor): Label {
  const who = { ...TRUSTED, origins: [`person:${actor.userId}`] };
  return actor.via === 'token' ? { ...who, integrity: 'untrusted', origins: [`api:${actor.tokenId ?? ''}`] } : who;
}
