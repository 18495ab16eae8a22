/** Passkeys and recovery codes as rows that the web signed, and what a passkey signs when it allows an action. */
import { createHash } from 'node:crypto';
import type { Assertion } from '#lib/approval-proof.ts';
import { canonicalJson } from '#platform/canonical.ts';
import { env } from '#platform/env.ts';
import { isSignedText } from '#platform/signature.ts';
import type { SqlTx } from '#prisma/client.ts';

export type PasskeyRow = {
  id: string;
  userId: string;
  publicKey: string;
  rpId: string;
  counter: number;
  signature: string;
};
export type RecoveryRow = { id: string; userId: string; hash: string; usedFor: string | null; signature: string };

/** What is signed of a passkey: all that never changes. */
export function passkeyText({ id, userId, publicKey, rpId }: Omit<PasskeyRow, 'counter' | 'signature'>): string {
  return canonicalJson({ id, userId, publicKey, rpId });
}

/** What is signed of a recovery code. */
export function recoveryText({ id, userId, hash }: Pick<RecoveryRow, 'id' | 'userId' | 'hash'>): string {
  return canonicalJson({ id, userId, hash });
}

/** One passkey; null where there is none, or one that was not added in Hearth. */
export async function passkeyRow(tx: Pick<SqlTx, 'sql'>, id: string): Promise<PasskeyRow | null> {
  const [row] = await tx.sql.all<PasskeyRow>(
    'SELECT "id", "userId", "publicKey", "rpId", "counter", "signature" FROM "Passkey" WHERE "id" = ?',
    [id],
  );
  return row && isSignedText('passkey', passkeyText(row), row) ? row : null;
}

/** One recovery code of a person; null where there is none, or one that was not made in Hearth. */
export async function recoveryRow(
  tx: Pick<SqlTx, 'sql'>,
  of: { userId: string; hash: string },
): Promise<RecoveryRow | null> {
  const [row] = await tx.sql.all<RecoveryRow>(
    'SELECT "id", "userId", "hash", "usedFor", "signature" FROM "RecoveryCode" WHERE "userId" = ? AND "hash" = ?',
    [of.userId, of.hash],
  );
  return row && isSignedText('recovery', recoveryText(row), row) ? row : null;
}

/** Where passkeys of this Hearth work: at the address that people use. */
export function relyingParty(): { id: string; origin: string } {
  const { hostname, origin } = new URL(env().publicUrl);
  return { id: hostname, origin };
}

/** What a passkey signs to allow an action: this approval of exactly this. */
export function approvalChallenge({ id, actionHash }: { id: string; actionHash: string }): string {
  const text = `hearth/approve/1\n${canonicalJson({ id, actionHash })}`;
  return createHash('sha256').update(text).digest('base64url');
}

/** What a passkey signs before a person's passkeys or codes are changed: this change, in answer to this offer. */
export function changeChallenge(change: { userId: string; offer: string; what: string }): string {
  return createHash('sha256')
    .update(`hearth/passkeys/1\n${canonicalJson(change)}`)
    .digest('base64url');
}

/** Throws unless this passkey signed the challenge on Hearth's own page, with its person verified. The new counter. */
export async function checkAssertion(
  passkey: PasskeyRow,
  given: { assertion: Assertion; challenge: string; above: number },
): Promise<number> {
  const { credentialId: id, ...response } = given.assertion;
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const { origin, id: rpId } = relyingParty();
  if (passkey.rpId !== rpId) throw new Error('The passkey belongs to another address.');
  if (isFramed(response.clientDataJSON)) throw new Error('The passkey was asked for in a frame of another page.');
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
    expectedChallenge: given.challenge,
    expectedOrigin: origin,
    expectedRPID: rpId,
    requireUserVerification: true,
    credential: { id: passkey.id, publicKey: Buffer.from(passkey.publicKey, 'base64url'), counter: given.above },
  });
  if (!verified || id !== passkey.id) throw new Error('The signature of the passkey is wrong.');
  return authenticationInfo.newCounter;
}

function isFramed(clientDataJSON: string): boolean {
  const { crossOrigin } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString()) as { crossOrigin?: boolean };
  return crossOrigin === true;
}

/** A code as it is typed, with or without its dashes, in two steps: what is handed in when it is used, and what is kept. */
export function recoverySecrets(code: string, userId: string): { spent: string; hash: string } {
  const plain = code.toUpperCase().replaceAll(/[^0-9A-Z]/g, '');
  const spent = createHash('sha256').update(`hearth/recovery/1\n${userId}\n${plain}`).digest('hex');
  return { spent, hash: hashOfSpent(spent) };
}

/** What is kept of a recovery code. */
export function hashOfSpent(spent: string): string {
  return createHash('sha256').update(spent).digest('hex');
}
