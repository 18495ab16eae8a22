/** Of drafts in the editor: shapes that the web side sends to its pages. Times are ISO 8601 text, UTC. */
import type { FieldLabels, Label } from '#lib/label.ts';
import type { AgainWhy } from '#lib/resume/reuse.ts';
import type { Json, Stored } from '#lib/value.ts';

/** What stands in for a step in test runs. */
export type PinView = {
  nodeId: string;
  value: Json;
  labels: FieldLabels;
  port: string | null;
  updatedAt: string;
};

/** What the steps of a draft gave last. `outputs`: by node, also of the trigger that the run began at. */
export type DraftDataView = {
  runId: string;
  triggerId: string;
  startedAt: string | null;
  outputs: Record<string, Stored>;
};

/** Steps whose last results do not hold for the draft any more; null while it cannot run. */
export type StaleView = { stale: Record<string, AgainWhy> | null };

/** The value of an expression. One that is too large to show is cut, as text. */
export type EvaluatedView = { value: Json; isCut: boolean; label: Label };
