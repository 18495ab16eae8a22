/** A passkey that signs, a recovery code that is given: each is checked and used up in the caller's transaction. */
import type { Assertion } from '#lib/approval-proof.ts';
import { Refused } from '#lib/errors.ts';
import { audit } from '#platform/audit.ts';
import { checkAssertion, passkeyRow, recoveryRow, recoverySecrets } from '#platform/passkeys.ts';
import { sqlTime, type SqlTx } from '#prisma/client.ts';

/** Throws unless a passkey of this person signed the challenge. */
export async function usePasskey(
  tx: SqlTx,
  given: { assertion: Assertion; userId: string; challenge: string },
): Promise<void> {
  const passkey = await passkeyRow(tx, given.assertion.credentialId);
  if (passkey?.userId !== given.userId)
    throw new Refused('This passkey is not among yours. Use one that is listed in Settings, or add it there.');
  const { assertion, challenge } = given;
  const counter = await checkAssertion(passkey, { assertion, challenge, above: passkey.counter }).catch(() => {
    throw new Refused('The passkey did not allow exactly this. Reload the page and try again.');
  });
  await tx.sql.run('UPDATE "Passkey" SET "counter" = ?, "lastUsedAt" = ? WHERE "id" = ?', [
    ...[counter, sqlTime(Date.now()), passkey.id],
  ]);
}

/** Throws unless this is a code of this person that was not used yet. `usedFor` and `subject` tell for what it goes. */
export async function useCode(
  tx: SqlTx,
  given: { code: string; userId: string; usedFor: string; subject: string },
): Promise<{ kind: 'recovery'; codeId: string; spent: string }> {
  const { userId, usedFor, subject } = given;
  const { spent, hash } = recoverySecrets(given.code, userId);
  const found = await recoveryRow(tx, { userId, hash });
  if (!found || found.usedFor !== null)
    throw new Refused('This recovery code is wrong or was used already. Each one works once.');
  await tx.sql.run('UPDATE "RecoveryCode" SET "usedFor" = ?, "usedAt" = ? WHERE "id" = ? AND "usedFor" IS NULL', [
    ...[usedFor, sqlTime(Date.now()), found.id],
  ]);
  await audit(tx, { actor: `user:${userId}`, action: 'recovery.use', subject, detail: { code: found.id } });
  return { kind: 'recovery', codeId: found.id, spent };
}
