/** Something critical is allowed by a passkey, or a recovery code, and by a part of it typed again: given once, checked twice. */
import type { DecisionProof, GivenProof } from '#lib/approval-proof.ts';
import { isKeyField, keyFieldOf, needsProof } from '#lib/approval-proof.ts';
import { Invalid, Refused } from '#lib/errors.ts';
import type { ApprovalRow } from '#platform/approval-rows.ts';
import { NotYours } from '#platform/errors.ts';
import { useCode, usePasskey } from '#platform/passkey-use.ts';
import { approvalChallenge, checkAssertion, hashOfSpent, passkeyRow, recoveryRow } from '#platform/passkeys.ts';
import type { SqlTx } from '#prisma/client.ts';

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
  const { proof } = given;
  if (Object.keys(given.args ?? {}).length > 0) {
    // What was signed is not what it becomes.
    if (!proof) return null;
    throw new Invalid('A passkey allows exactly what stands there. Ask with your changes first, then allow that.');
  }
  if (!proof) throw new Refused('This is critical: allow it with your passkey. Add one in Settings if you have none.');
  if (!isKeyField(row.request, proof.typed))
    throw new Invalid(`Type "${keyFieldOf(row.request).title}" exactly as it is shown, to allow this.`);
  const { userId } = given.by;
  if (!(await hasPasskey(tx, userId)))
    throw new Refused('You have no passkey yet, so you can only deny this. Add one in Settings.');
  const { typed } = proof;
  if (proof.kind === 'recovery') {
    const uses = { code: proof.code, userId, usedFor: row.id, subject: `approval:${row.id}` };
    return { typed, ...(await useCode(tx, uses)) };
  }
  const { credentialId, clientDataJSON, authenticatorData, signature } = proof;
  const assertion = { credentialId, clientDataJSON, authenticatorData, signature };
  await usePasskey(tx, { assertion, userId, challenge: approvalChallenge(row) });
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
