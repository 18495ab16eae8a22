/** Proof that a decision was made through `decide` and not written into the database or sent by a message. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonicalJson } from '#platform/canonical.ts';
import { subkey } from '#platform/keys.ts';

/** `at` is ms since 1970. */
export type SignedDecision = {
  id: string;
  actionHash: string;
  choice: string;
  by: string;
  at: number;
  /** JSON text of what was filled in, where something was asked for. */
  answers: string | null;
};

export function signDecision(decision: SignedDecision): string {
  const { id, actionHash, choice, by, at, answers } = decision;
  const text = canonicalJson({ id, actionHash, choice, by, at, ...(answers === null ? {} : { answers }) });
  return `hmac1:${createHmac('sha256', subkey('approval')).update(text).digest('base64url')}`;
}

export function isSignedDecision(decision: SignedDecision, signature: string | null): boolean {
  if (signature === null) return false;
  const expected = Buffer.from(signDecision(decision));
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
