/** Versions of flows as the web side sends them. Times are ISO 8601 text, UTC. */
import type { ChangeSummary } from '#lib/flow-diff.ts';
import type { Flow } from '#lib/flow.ts';

type VersionHead = {
  id: string;
  /** 0 for what a test run of a draft used. */
  number: number;
  name: string | null;
  note: string | null;
  createdAt: string;
  /** Name of the person who made it; null for a token. */
  by: string | null;
  /** The number of the version whose drawing was published again. */
  restoredOf: number | null;
  /** Why it was published in spite of errors of the lint. */
  inSpite: string | null;
};

export type VersionCard = VersionHead & {
  /** It is what triggers start. */
  published: boolean;
  /** Against the version before; null for the first. */
  changes: ChangeSummary | null;
};

export type VersionView = VersionHead & { flow: Flow };
