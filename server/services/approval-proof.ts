/** What a yes to something critical takes. */
import type { ApprovalRequest } from '#lib/approval.ts';
import { keyFieldOf, needsProof, type GivenProof } from '#lib/approval-proof.ts';
import { Refused } from '#lib/errors.ts';
import type { ProofAsked } from '#lib/views-passkeys.ts';
import { approvalChallenge } from '#platform/passkeys.ts';
import { audit } from '#platform/audit.ts';
import { transactSql } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { Forbidden } from '#server/errors.ts';
import { meansOf, takeTry } from '#server/services/own-proof.ts';

type Asked = { id: string; actionHash: string; request: ApprovalRequest };

/** What the caller has to give; null where a click is enough. */
export async function proofAsked({ id, actionHash, request }: Asked, { userId }: Actor): Promise<ProofAsked | null> {
  if (!needsProof(request)) return null;
  const challenge = approvalChallenge({ id, actionHash });
  return { field: keyFieldOf(request), challenge, ...(await meansOf(userId)) };
}

/** Throws unless this caller may try to decide it, now. */
export function requireDecidable(request: ApprovalRequest, given: { actor: Actor; proof?: GivenProof }): void {
  const { actor, proof } = given;
  if (actor.via === 'token' && needsProof(request))
    throw new Forbidden('A token cannot decide a critical action. Decide this one in the web page.');
  if (proof?.kind === 'recovery') takeTry(actor);
}

/** A passkey or code that allowed nothing is on record: somebody may be trying. What was thrown goes on. */
export async function tellRefused(
  error: unknown,
  { id, actor, proof }: { id: string; actor: Actor; proof?: GivenProof },
): Promise<never> {
  if (proof && error instanceof Refused) {
    const entry = { action: 'approval.unproven', subject: `approval:${id}`, detail: { by: proof.kind } };
    await transactSql((tx) => audit(tx, { actor: actorName(actor), ...entry }));
  }
  throw error;
}
