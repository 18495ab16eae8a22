/** Something critical is allowed by a passkey, or a recovery code, and by a part of it typed again: given once, checked twice. */
import type { Assertion, DecisionProof, GivenProof } from '#lib/approval-proof.ts';
import { isKeyField, keyFieldOf, needsProof } from '#lib/approval-proof.ts';
import { Invalid, Refused } from '#lib/errors.ts';
import type { ApprovalRow } from '#platform/approval-rows.ts';
import { audit } from '#platform/audit.ts';
import { NotYours } from '#platform/errors.ts';
import {
  approvalChallenge,
  checkAssertion,
  hashOfSpent,
  passkeyRow,
  recoveryRow,
  recoverySecrets,
} from '#platform/passkeys.ts';
import { sqlTime, type SqlTx } from '#prisma/client.ts';

type Given = {
  choice: string;
  by: { userId: string; via: 'web' | 'token' | 'cli' };
  args?: Record<string, unknown>;
  proof?: GivenProof;
};

/** Takes the proof of a yes to something critical, and uses it up; null where none is needed. Throws what is missing. */
export async function takeProof(tx: SqlTx, row: ApprovalRow, given: Given): Promise<DecisionProof | null> {
  if (!needsProof(row.request)) return null;
  if (given.by.via !== 'web')
    throw new NotYours('A critical action is decided in the web page alone. Open the inbox there.');
  if (given.choice !== 'approve') return null;
  if (Object.keys(given.args ?? {}).length > 0)
    throw new Invalid('A critical action is allowed as it is or not at all. Deny it and change the flow instead.');
  const { proof } = given;
  if (!proof) throw new Refused('This is critical: allow it with your passkey. Add one in Settings if you have none.');
  if (!isKeyField(row.request, proof.typed))
    throw new Invalid(`Type "${keyFieldOf(row.request).title}" exactly as it is shown, to allow this.`);
  const { userId } = given.by;
  if (!(await hasPasskey(tx, userId)))
    throw new Refused('You have no passkey yet, so you can only deny this. Add one in Settings.');
  const { typed } = proof;
  if (proof.kind === 'recovery') return { typed, ...(await useCode(tx, row, { code: proof.code, userId })) };
  const { credentialId, clientDataJSON, authenticatorData, signature } = proof;
  const assertion = { credentialId, clientDataJSON, authenticatorData, signature };
  await usePasskey(tx, row, { assertion, userId });
  return { typed, kind: 'passkey', ...assertion };
}

/** Why what stands with a decision does not show that its person allowed exactly this; null if it does. */
export async function proofProblem(tx: Pick<SqlTx, 'sql'>, row: ApprovalRow): Promise<string | null> {
  const proof = row.proof === null ? null : (JSON.parse(row.proof) as DecisionProof);
  if (proof === null) return 'This is critical, and no passkey allowed it.';
  if (!isKeyField(row.request, proof.typed)) return 'What was typed to allow this is not what would be done.';
  if (proof.kind === 'recovery') {
    const code = await recoveryRow(tx, { userId: row.decidedById ?? '', hash: hashOfSpent(proof.spent) });
    return code?.usedFor === row.id ? null : 'The recovery code that allowed this does not count.';
  }
  const passkey = await passkeyRow(tx, proof.credentialId);
  if (passkey === null) return 'The passkey that allowed this was removed, or was not added in Hearth.';
  if (passkey.userId !== row.decidedById) return 'The passkey that allowed this belongs to somebody else.';
  try {
    // The counter went up when the decision was taken.
    await checkAssertion(passkey, { assertion: proof, challenge: approvalChallenge(row), above: 0 });
    return null;
  } catch {
    return 'What the passkey signed is not for this action.';
  }
}

async function hasPasskey(tx: Pick<SqlTx, 'sql'>, userId: string): Promise<boolean> {
  return (await tx.sql.all('SELECT 1 FROM "Passkey" WHERE "userId" = ? LIMIT 1', [userId])).length > 0;
}

async function usePasskey(tx: SqlTx, row: ApprovalRow, given: { assertion: Assertion; userId: string }): Promise<void> {
  const passkey = await passkeyRow(tx, given.assertion.credentialId);
  if (passkey?.userId !== given.userId)
    throw new Refused('This passkey is not among yours. Use one that is listed in Settings, or add it there.');
  const counter = await checkAssertion(passkey, {
    assertion: given.assertion,
    challenge: approvalChallenge(row),
    above: passkey.counter,
  }).catch(() => {
    throw new Refused('The passkey did not allow exactly this. Reload the page and try again.');
  });
  await tx.sql.run('UPDATE "Passkey" SET "counter" = ?, "lastUsedAt" = ? WHERE "id" = ?', [
    ...[counter, sqlTime(Date.now()), passkey.id],
  ]);
}

async function useCode(
  tx: SqlTx,
  row: ApprovalRow,
  { code, userId }: { code: string; userId: string },
): Promise<{ kind: 'recovery'; codeId: string; spent: string }> {
  const { spent, hash } = recoverySecrets(code, userId);
  const found = await recoveryRow(tx, { userId, hash });
  if (!found || found.usedFor !== null)
    throw new Refused('This recovery code is wrong or was used already. Each one works once.');
  await tx.sql.run('UPDATE "RecoveryCode" SET "usedFor" = ?, "usedAt" = ? WHERE "id" = ? AND "usedFor" IS NULL', [
    ...[row.id, sqlTime(Date.now()), found.id],
  ]);
  await audit(tx, {
    actor: `user:${userId}`,
    action: 'recovery.use',
    subject: `approval:${row.id}`,
    detail: { code: found.id },
  });
  return { kind: 'recovery', codeId: found.id, spent };
}
