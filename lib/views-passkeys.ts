/** Of passkeys: shapes that the web side sends to pages. Times are ISO 8601 text, UTC. */
import type { KeyField } from '#lib/approval-proof.ts';

export type PasskeyView = { id: string; name: string; createdAt: string; lastUsedAt: string | null; works: boolean };

/** One's own. `codes`: recovery codes that were not used yet, of those that were made. */
export type PasskeysView = {
  passkeys: PasskeyView[];
  codes: { left: number; made: number };
  /** The address at which passkeys work. */
  origin: string;
};

/** What the browser makes a passkey from. */
export type PasskeyOffered = {
  challenge: string;
  rp: { id: string; name: string };
  user: { id: string; name: string; displayName: string };
  algorithms: number[];
  /** Those that are there already. */
  known: string[];
  /** What shows first that it is their person; null for whoever has none yet. */
  proof: OwnProofAsked | null;
};

/** What a person's own passkey signs; or a recovery code, where some are left. */
export type OwnProofAsked = {
  challenge: string;
  rpId: string;
  origin: string;
  passkeys: { id: string; transports: string[] }[];
  codesLeft: number;
};

/** What a yes to something critical takes from the caller. */
export type ProofAsked = OwnProofAsked & { field: KeyField };
