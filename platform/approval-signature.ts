/** Proof that a decision was made through `decide` and not written into the database or sent by a message. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '#platform/canonical.ts';
import { keysFor } from '#platform/keys.ts';
import { isSignedText, signText } from '#platform/signature.ts';

/** `at` is ms since 1970. */
export type SignedDecision = {
  id: string;
  actionHash: string;
  choice: string;
  by: string;
  at: number;
  /** JSON text of what was filled in, where something was asked for. */
  answers: string | null;
  /** JSON text of `DecisionProof`, where the action is critical. */
  proof: string | null;
  /** In whose place it was made, where it was not one's own. */
  forId?: string | null;
};

export function signDecision(decision: SignedDecision): string {
  return signText('decision', textOf(decision));
}

/** `old`: a key that was in use before counts too. */
export function isSignedDecision(decision: SignedDecision, signature: string | null, old = false): boolean {
  return isSignedText('decision', textOf(decision), { signature, old });
}

/** Signed by a version of Hearth in which one key both signed and checked; only for bringing such rows up to date. */
export function wasSignedBefore(decision: SignedDecision, signature: string): boolean {
  return keysFor('approval').some((key) => {
    const expected = Buffer.from(`hmac1:${createHmac('sha256', key).update(textOf(decision)).digest('base64url')}`);
    const given = Buffer.from(signature);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

function textOf({ id, actionHash, choice, by, at, answers, proof, forId = null }: SignedDecision): string {
  const more = {
    ...(answers === null ? {} : { answers }),
    ...(proof === null ? {} : { proof }),
    ...(forId === null ? {} : { for: forId }),
  };
  return canonicalJson({ id, actionHash, choice, by, at, ...more });
}
