import type { StepError } from '#lib/errors.ts';
import type { Label } from '#lib/label.ts';
import type { Reference } from '#lib/plan.ts';
import type { Json, Stored } from '#lib/value.ts';

/**
 * The run a piece of work belongs to. `rootRunId` stays the same over sub-flows; retries get a new one. `callers`: the
 * flows that called each other down to this run, outermost first. What holds for one of them holds for this run too.
 */
export type RunIdentity = {
  runId: string;
  rootRunId: string;
  flowId: string;
  versionId: string | null;
  planHash: string;
  callers?: string[];
};

/** A hoisted reference as the workflow passes it: the step's stored value (or blob pointer), the path still to walk. */
export type PassedReference = { reference: Reference; stored: Stored };

/* The engine narrows inline values: always walk `reference.path` of the passed one (often already []), never the
   path the author wrote. `lib/params.ts` and `lib/reference.ts` do this for engine and wrapper alike. */

/** What the workflow hands to the activity wrapper: references and labels, never resolved arguments. */
export type ActivityCall = {
  run: RunIdentity;
  stepId: string;
  type: string;
  /** '' outside loops, else indexes from the outside in: `3` or `3/0`. */
  iteration: string;
  /** Raised by *run again* of a `never` step; part of the effect key. */
  generation: number;
  /** Every value that the step's params refer to, by `referenceKey`. */
  values: Record<string, PassedReference>;
  /** Join of the labels of all that decided that this step runs. */
  scope: Label;
  /** Set when dispatched again after a person decided. */
  approvalId?: string;
};

export type ActivityResult =
  /** `until`: it is done, but the run goes on from it at that time only. */
  | { kind: 'done'; output: Stored; port?: string; until?: number }
  /** Parked: a person must decide. `reason` is the gate rule or `outcome-unknown`. */
  | { kind: 'ask'; approvalId: string; expiresAt: number; reason: string }
  /** A flow was called: the step waits for the end of its run. */
  | { kind: 'called'; runId: string };

/** A run that a step called, as the step's log names it. `version` is 1, 2, 3 … */
export type CalledRun = { runId: string; flowId: string; flowName: string; versionId: string; version: number };

/** How a called run ended. */
export type CalledEnd = { flowName: string } & (
  | { status: 'done'; output?: Stored }
  /** `label`: what decided that it failed. */
  | { status: 'failed'; error: StepError; label?: Label }
  | { status: 'stopped'; reason?: string }
);

/** What a workflow learns of a decision. `choice`: `approve` | `deny` | a button id | `happened` | `again` | `stop`. */
export type DecisionSeen =
  | { status: 'waiting' }
  | {
      status: 'decided';
      choice: string;
      reason?: string;
      by: string;
      at: number;
      replacedBy?: string;
      answers?: Record<string, Json>;
    }
  /** `answers`: every field that was asked for, empty. */
  | { status: 'expired'; at: number; answers?: Record<string, Json> };

/** Text form of a reference without its optional flag: the key in `ActivityCall.values`. Different paths, different keys. */
export function referenceKey(reference: Reference): string {
  const head = reference.root === 'steps' ? `steps.${reference.step ?? ''}` : reference.root;
  return head + reference.path.map(partText).join('');
}

function partText(part: string | number): string {
  if (typeof part === 'number' || part === '*') return `[${part}]`;
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(part) ? `.${part}` : `.${JSON.stringify(part)}`;
}
