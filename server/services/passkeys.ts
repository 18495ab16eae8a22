/** Passkeys of the caller: added, listed, removed; and the codes that stand in for one. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { OwnProof } from '#lib/approval-proof.ts';
import { Refused } from '#lib/errors.ts';
import type { OwnProofAsked, PasskeyOffered, PasskeysView } from '#lib/views-passkeys.ts';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { passkeyText, recoverySecrets, recoveryText, relyingParty } from '#platform/passkeys.ts';
import { signText } from '#platform/signature.ts';
import { db, transact, type Tx } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { newCode } from '#server/one-time-code.ts';
import { ownProofAsked, takeOwnProof, takeTry, tellUnproven, type Change } from '#server/services/own-proof.ts';

const OFFER_MS = 5 * 60_000;
const MOST = 20;
const CODES = 10;
/** Ed25519, ECDSA P-256, RSA: what every authenticator has one of. */
const ALGORITHMS = [-8, -7, -257];

export type NewPasskey = {
  name: string;
  id: string;
  clientDataJSON: string;
  attestationObject: string;
  transports: string[];
  proof?: OwnProof | undefined;
};
type Proven = { proof?: OwnProof | undefined };

/** The caller's own passkeys and how many recovery codes are left. */
export async function listPasskeys({ userId }: Actor): Promise<PasskeysView> {
  const { id: rpId, origin } = relyingParty();
  const [rows, made, left] = await Promise.all([
    db().passkey.findMany({ where: { userId }, orderBy: { createdAt: 'asc' } }),
    db().recoveryCode.count({ where: { userId } }),
    db().recoveryCode.count({ where: { userId, usedFor: null } }),
  ]);
  const passkeys = rows.map((row) => ({
    id: row.id,
    name: row.name,
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    works: row.rpId === rpId,
  }));
  return { passkeys, codes: { left, made }, origin };
}

/** What a new passkey has to sign, and one that is there before it; the offer before it is void. */
export async function offerPasskey(actor: Actor): Promise<PasskeyOffered> {
  const { userId, name, email } = actor;
  const known = await db().passkey.findMany({ where: { userId }, select: { id: true } });
  const challenge = await newOffer(userId);
  return {
    challenge,
    rp: { id: relyingParty().id, name: 'Hearth' },
    // What an authenticator keeps must not name a person.
    user: { id: createHash('sha256').update(userId).digest('base64url'), name: email, displayName: name },
    algorithms: ALGORITHMS,
    known: known.map(({ id }) => id),
    proof: await ownProofAsked(actor, { offer: challenge, what: 'add' }),
  };
}

/** What has to be shown before codes are made anew or a passkey is removed. */
export async function askForChange(
  given: { what: 'codes' } | { what: 'remove'; id: string },
  actor: Actor,
): Promise<{ proof: OwnProofAsked | null }> {
  const what: Change = given.what === 'codes' ? 'codes' : `remove ${given.id}`;
  return { proof: await ownProofAsked(actor, { offer: await newOffer(actor.userId), what }) };
}

async function newOffer(userId: string): Promise<string> {
  const challenge = randomBytes(32).toString('base64url');
  const offer = { challenge, expiresAt: new Date(Date.now() + OFFER_MS) };
  await db().passkeyOffer.upsert({ where: { userId }, create: { userId, ...offer }, update: offer });
  return challenge;
}

/** Adds a passkey that signed the offer with its person verified. */
export async function addPasskey(given: NewPasskey, actor: Actor): Promise<{ id: string }> {
  const { userId } = actor;
  const offer = await takeOffer(userId);
  if (offer === null) throw new Refused('Adding the passkey took too long. Try it again.');
  const row = { id: given.id, userId, publicKey: await checkNew(given, offer), rpId: relyingParty().id };
  await change(actor, { what: 'add', offer, proof: given.proof }, async (tx, by) => {
    if ((await tx.passkey.count({ where: { userId } })) >= MOST)
      throw new Conflict(`You have ${MOST} passkeys already. Remove one of them first.`);
    if (await tx.passkey.findUnique({ where: { id: row.id }, select: { id: true } }))
      throw new Conflict('This passkey was added before.');
    const more = { name: given.name, transports: JSON.stringify(given.transports) };
    await tx.passkey.create({ data: { ...row, ...more, signature: signText('passkey', passkeyText(row)) } });
    await record(tx, actor, { action: 'passkey.add', subject: `passkey:${row.id}`, detail: { name: given.name, by } });
  });
  return { id: row.id };
}

type Wanted = { what: Change; offer: string | null; proof: OwnProof | undefined };

/** Does what was shown to be the person's own wish; `by` says how. */
async function change<T>(actor: Actor, wanted: Wanted, work: (tx: Tx, by: string) => Promise<T>): Promise<T> {
  if (wanted.proof?.kind === 'recovery') takeTry(actor);
  return transact(async (tx) => work(tx, await takeOwnProof(tx, actor, wanted))).catch((error: unknown) =>
    tellUnproven(error, { actor, ...wanted }),
  );
}

/** An offer is for one try; null where there is none in time. */
async function takeOffer(userId: string): Promise<string | null> {
  const offer = await db().passkeyOffer.findUnique({ where: { userId } });
  await db().passkeyOffer.deleteMany({ where: { userId } });
  return offer && offer.expiresAt.getTime() > Date.now() ? offer.challenge : null;
}

async function checkNew(given: NewPasskey, challenge: string): Promise<string> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const { id: rpId, origin } = relyingParty();
  const { id, clientDataJSON, attestationObject } = given;
  const checked = await verifyRegistrationResponse({
    response: {
      ...{ id, rawId: id, type: 'public-key', clientExtensionResults: {} },
      response: { clientDataJSON, attestationObject },
    },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(() => null);
  if (checked?.verified && checked.registrationInfo.credential.id === id)
    return Buffer.from(checked.registrationInfo.credential.publicKey).toString('base64url');
  throw new Refused(
    `The passkey could not be added. Open Hearth at ${origin}, and use a passkey that asks who you are.`,
  );
}

/** From now on it allows nothing, also not what it allowed and was not done yet. With the last one the codes go too. */
export async function removePasskey({ id, proof }: Proven & { id: string }, actor: Actor): Promise<{ removed: true }> {
  const { userId } = actor;
  const wanted: Wanted = { what: `remove ${id}`, offer: proof ? await takeOffer(userId) : null, proof };
  await change(actor, wanted, async (tx, by) => {
    const row = await tx.passkey.findFirst({ where: { id, userId }, select: { name: true } });
    if (!row) throw new NotFound('You have no such passkey.');
    await tx.passkey.delete({ where: { id } });
    if ((await tx.passkey.count({ where: { userId } })) === 0) await tx.recoveryCode.deleteMany({ where: { userId } });
    await record(tx, actor, { action: 'passkey.remove', subject: `passkey:${id}`, detail: { name: row.name, by } });
  });
  return { removed: true };
}

/** Ten new codes, shown in this answer and nowhere else; those before them are void. */
export async function makeRecoveryCodes({ proof }: Proven, actor: Actor): Promise<{ codes: string[] }> {
  const { userId } = actor;
  const codes = Array.from({ length: CODES }, newCode);
  const offer = proof ? await takeOffer(userId) : null;
  await change(actor, { what: 'codes', offer, proof }, async (tx, by) => {
    if ((await tx.passkey.count({ where: { userId } })) === 0)
      throw new Refused('Recovery codes stand in for a passkey. Add a passkey first.');
    await tx.recoveryCode.deleteMany({ where: { userId } });
    for (const code of codes) {
      const row = { id: randomUUID(), userId, hash: recoverySecrets(code, userId).hash };
      await tx.recoveryCode.create({ data: { ...row, signature: signText('recovery', recoveryText(row)) } });
    }
    await record(tx, actor, { action: 'recovery.make', subject: `user:${userId}`, detail: { codes: CODES, by } });
  });
  return { codes };
}

type Entry = { action: string; subject: string; detail: { [key: string]: string | number } };

function record(tx: Tx, actor: Actor, entry: Entry): Promise<void> {
  return audit(tx, { actor: actorName(actor), ...entry });
}
