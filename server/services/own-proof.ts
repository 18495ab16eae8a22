/** Before passkeys or codes are changed: a passkey that is there already, or a code. The password is what others steal. */
import type { OwnProof } from '#lib/approval-proof.ts';
import { Refused } from '#lib/errors.ts';
import type { OwnProofAsked } from '#lib/views-passkeys.ts';
import { audit } from '#platform/audit.ts';
import { usePasskey, useCode } from '#platform/passkey-use.ts';
import { changeChallenge, relyingParty } from '#platform/passkeys.ts';
import { db, transactSql, type Tx } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { TooMany } from '#server/errors.ts';
import { TokenBuckets } from '#server/token-bucket.ts';

/** A change of one's passkeys or codes, as it is signed and put on record: `add`, `codes`, `remove <id>`. */
export type Change = 'add' | 'codes' | `remove ${string}`;

const tries = new TokenBuckets({ burst: 5, perMinute: 2 });

/** Throws after too many guesses at recovery codes. */
export function takeTry({ userId }: Actor): void {
  const wait = tries.take(userId);
  if (wait > 0) throw new TooMany(`Too many tries. Wait ${wait} seconds, then try again.`);
}

/** What a person can show here. */
export async function meansOf(userId: string): Promise<Omit<OwnProofAsked, 'challenge'>> {
  const { id: rpId, origin } = relyingParty();
  const rows = await db().passkey.findMany({ where: { userId, rpId }, select: { id: true, transports: true } });
  return {
    ...{ rpId, origin },
    passkeys: rows.map((row) => ({ id: row.id, transports: JSON.parse(row.transports) as string[] })),
    codesLeft: await db().recoveryCode.count({ where: { userId, usedFor: null } }),
  };
}

/** What has to be shown before this change; null for whoever has nothing to show yet. */
export async function ownProofAsked(
  { userId }: Actor,
  { offer, what }: { offer: string; what: Change },
): Promise<OwnProofAsked | null> {
  const means = await meansOf(userId);
  if (means.passkeys.length === 0 && means.codesLeft === 0) return null;
  return { challenge: changeChallenge({ userId, offer, what }), ...means };
}

type Given = { what: Change; offer: string | null; proof: OwnProof | undefined };

/** Throws unless the person showed what this change takes; says by what it was shown. */
export async function takeOwnProof(tx: Tx, actor: Actor, { what, offer, proof }: Given): Promise<string> {
  const { userId } = actor;
  if (proof === undefined) {
    const passkeys = await tx.passkey.count({ where: { userId, rpId: relyingParty().id } });
    const codes = await tx.recoveryCode.count({ where: { userId, usedFor: null } });
    if (passkeys + codes === 0) return 'password';
    throw new Refused('Show first that it is you: with a passkey you have, or a recovery code.');
  }
  if (proof.kind === 'recovery') {
    const { code } = proof;
    const { codeId } = await useCode(tx, { code, userId, usedFor: `passkeys: ${what}`, subject: `user:${userId}` });
    return `recovery code ${codeId}`;
  }
  const { kind: _kind, ...assertion } = proof;
  if (offer === null) throw new Refused('That took too long. Try it again.');
  await usePasskey(tx, { assertion, userId, challenge: changeChallenge({ userId, offer, what }) });
  return `passkey ${assertion.credentialId}`;
}

/** A passkey or code that changed nothing is on record: somebody may be trying. What was thrown goes on. */
export async function tellUnproven(
  error: unknown,
  { actor, what, proof }: { actor: Actor; what: Change; proof: OwnProof | undefined },
): Promise<never> {
  if (proof && error instanceof Refused) {
    const entry = { action: 'passkey.unproven', subject: `user:${actor.userId}`, detail: { what, by: proof.kind } };
    await transactSql((tx) => audit(tx, { actor: actorName(actor), ...entry }));
  }
  throw error;
}
