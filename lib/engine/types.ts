import type { ActivityCall, CalledEnd, DecisionSeen, RunIdentity } from '#lib/call.ts';
import type { StepError } from '#lib/errors.ts';
import type { Label } from '#lib/label.ts';
import type { Param } from '#lib/plan.ts';
import type { RunEventDraft } from '#lib/run-event.ts';
import type { BlobRef, Json, Stored } from '#lib/value.ts';

/** A value of a loop: in the state while it is small, else in a blob. */
export type LoopValue = { value: Json } | { blob: BlobRef };

/** How a for-each goes about its items. */
export type ForEachSettings = { concurrency: number; collect: boolean; stopsAtError: boolean };

/** What the list of a for-each came to be: its first items, and the blobs of all (none when `ahead` is all of it). */
export type OpenedList = ForEachSettings & { count: number; ahead: LoopValue[]; chunks: string[] };

/** Where a for-each stands. Only a window of its items and results is here; blobs `chunks` and `saved` hold the rest. */
export type ForEachState = OpenedList & {
  kind: 'forEach';
  /** Index of the first of `ahead`: items that were read but not begun. */
  next: number;
  /** Items of iterations under way, by index. */
  active: Record<string, LoopValue>;
  /** Results that are in no blob yet, in the order they came. */
  results: LoopResult[];
  /** Size of `results`, about. */
  bytes: number;
  saved: string[];
  failed: number;
  errors: { index: number; type: string; message: string }[];
  /** Label of the list, and of all results so far. */
  itemsLabel: Label;
  resultsLabel: Label;
  /** What the driver was asked for and has not answered yet. */
  asked?: 'load' | 'save' | 'close';
};

export type LoopResult = LoopValue & { index: number };

/** Where a while stands. Its rounds run one after the other. */
export type WhileState = {
  kind: 'while';
  /** Rounds that are over. */
  rounds: number;
  /** The round under way, by index. */
  active: Record<string, true>;
  /** Result of the latest round; before the first, what it starts with. */
  last: Stored;
  maxRounds: number;
  pauseMs: number;
  failsAtMax: boolean;
  /** Label of all that was compared so far. */
  decided: Label;
};

export type LoopState = ForEachState | WhileState;

/** Where one step of a run stands. Keyed in `RunState.steps` by `stepKey(id, iteration)`. */
export type StepState = {
  status: 'queued' | 'running' | 'waiting' | 'done' | 'failed' | 'skipped' | 'cancelled';
  output?: Stored;
  error?: StepError;
  port?: string;
  /** Join of the labels of every decision that led here. */
  scope: Label;
  /** Label of what chose the port (condition, inputs of a failed step): joins the scope of what follows. */
  decided?: Label;
  generation: number;
  /** A waiting step's approval and absolute deadlines (ms since 1970), carried over continue-as-new. */
  approvalId?: string;
  waitingFor?: 'approval' | 'gate' | 'time' | 'run';
  /** The run it has called. */
  calledRunId?: string;
  until?: number;
  /** Of a loop that has begun. */
  loop?: LoopState;
};

/**
 * What is known of a step before its run begins, or begins again: it is not begun anew but taken up where it was.
 * `reused`: from the run that this one repeats.
 */
export type Kept = { generation: number; reused?: true } &
  /** `overtaken`: another step that nothing follows was done later, so that one's output is the run's. */
  /** `pinned`, the mark of a pin: it stands in for the step whenever the run comes to it, in every iteration. */
  (
    | {
        status: 'done';
        output: Stored;
        port?: string;
        attempt: number;
        answer?: Answer;
        overtaken?: true;
        pinned?: string;
      }
    | { status: 'failed'; error: StepError; attempt: number }
    /** For a person if there is an approval, else for a moment. */
    | { status: 'waiting'; until: number; approvalId?: string; reason?: string }
  );

/** What a `respond` step told the caller. */
export type Answer = { status: number; headers: Record<string, string>; body: Stored };

/** Everything the interpreter knows; plain JSON, carried over continue-as-new. */
export type RunState = {
  run: RunIdentity;
  phase: 'running' | 'cancelling' | 'ended';
  triggerId: string;
  trigger: Stored;
  /** The owner's variables that the plan refers to, by name, as they were when the run began. */
  vars?: Stored;
  /** What decided that this run was called; joins the scope of all its steps. */
  scope?: Label;
  startedAt: number;
  steps: Record<string, StepState>;
  /** Outcome of each edge by its id (in loops `id@iteration`, as steps); absent = not decided yet. */
  edges: Record<string, 'taken' | 'dead'>;
  /** Steps that are taken up instead of begun, by step key; all but pinned ones are gone once the run has begun. */
  kept?: Record<string, Kept>;
  /** The output of the run so far: body of its first `respond`, else of the last step to finish that nothing follows. */
  result?: Stored;
  /** A `respond` step has answered the caller. */
  responded?: boolean;
  outcome?: {
    status: 'done' | 'failed' | 'stopped';
    output?: Stored;
    error?: StepError;
    stepId?: string;
  };
};

/** What happened outside. `at` is ms since 1970 and the only clock the engine has. */
export type EngineEvent =
  | { type: 'start'; at: number }
  | { type: 'stepDone'; step: string; at: number; output: Stored; port?: string; until?: number }
  | { type: 'stepFailed'; step: string; at: number; error: StepError; attempt?: number }
  | { type: 'stepAsked'; step: string; at: number; approvalId: string; expiresAt: number; reason: string }
  /** `output` when the command asked for one. The engine knows the labels itself; `labels` may be left out. */
  | {
      type: 'evaluated';
      step: string;
      at: number;
      params: Record<string, Json>;
      output?: Stored;
      labels?: Record<string, Label>;
    }
  | { type: 'opened'; step: string; at: number; approvalId: string; expiresAt: number }
  /** With `approvalId`, a decision of an earlier question of the same step is told apart. */
  | { type: 'decided'; step: string; at: number; decision: DecisionSeen; approvalId?: string }
  | { type: 'timer'; step: string; at: number }
  | { type: 'listOpened'; step: string; at: number; list: OpenedList; input: Stored }
  | { type: 'itemsLoaded'; step: string; at: number; from: number; items: LoopValue[] }
  /** The first `count` results lie in `blob`. */
  | { type: 'resultsSaved'; step: string; at: number; count: number; blob: string }
  | { type: 'listClosed'; step: string; at: number; output: Stored }
  /** The step has called a flow and waits for the end of its run. */
  | { type: 'called'; step: string; at: number; runId: string }
  | { type: 'calledEnded'; step: string; at: number; runId: string; end: CalledEnd }
  | { type: 'deadline'; at: number }
  | { type: 'cancel'; at: number; reason?: string };

/** The output of a for-each; `results` still as they came. */
export type ForEachOutput = Pick<ForEachState, 'count' | 'results' | 'failed' | 'errors' | 'collect'>;

/** What the driver must do. Everything that needs time is a command. `step` is a step key. */
export type EngineCommand =
  /** Run the step's activity (tier says which kind); answer with stepDone, stepFailed or stepAsked. */
  | { type: 'dispatch'; step: string; call: ActivityCall; tier: 'local' | 'activity' }
  /**
   * Params of a pure step that need JSONata or a blob; answer with evaluated or stepFailed. Resolve `params` to plain
   * values (they must stay under INLINE_LIMIT together); resolve `output`, if given, and store it (blob when large).
   */
  | { type: 'evaluate'; step: string; params: Record<string, Param>; output?: Param; call: ActivityCall }
  /** Create the row of an approval step; answer with opened or stepFailed. */
  | {
      type: 'openApproval';
      step: string;
      call: ActivityCall;
      params: Record<string, Json>;
      labels: Record<string, Label>;
    }
  /** Resolve the params of a for-each and put its list away; answer with listOpened or stepFailed. */
  | { type: 'openList'; step: string; params: Record<string, Param>; call: ActivityCall }
  /** Read items from index `from` on, as many as the state should hold; answer with itemsLoaded. */
  | { type: 'loadItems'; step: string; chunks: string[]; from: number }
  /** Put results away; answer with resultsSaved. */
  | { type: 'saveResults'; step: string; runId: string; results: LoopResult[] }
  /** Make the output of a for-each from all its results; answer with listClosed or stepFailed. */
  | { type: 'closeList'; step: string; runId: string; saved: string[]; output: ForEachOutput }
  /** Wake the step at `until`; answer with timer. */
  | { type: 'timer'; step: string; until: number }
  /** Watch this approval until decided or expired; answer with decided. */
  | { type: 'watch'; step: string; approvalId: string; until: number }
  /** Watch this run until it has ended; answer with calledEnded. Let go of, it is to be stopped. */
  | { type: 'watchRun'; step: string; runId: string }
  /** Tell the time of the run's deadline. */
  | { type: 'deadline'; until: number }
  /** Stop whatever the driver has under way for the step. */
  | { type: 'cancelStep'; step: string }
  | { type: 'emit'; event: RunEventDraft }
  | { type: 'finish' };

export type StepResult = { state: RunState; commands: EngineCommand[] };

/** The key of a step in the state, in events and in effect keys. */
export function stepKey(id: string, iteration: string): string {
  return iteration === '' ? id : `${id}@${iteration}`;
}
