/** Of runs: shapes that the web side sends to pages, CLI and REST callers. Times are ISO 8601 text, UTC. */
import type { CalledRun } from '#lib/call.ts';
import type { StepError } from '#lib/errors.ts';
import type { Flow } from '#lib/flow.ts';
import type { Label } from '#lib/label.ts';
import type { AgainWhy } from '#lib/resume/reuse.ts';
import type { NodeView } from '#lib/node-view.ts';
import type { GateVerdict, RunStatus, StepStatus } from '#lib/run-event.ts';
import type { Json, Stored } from '#lib/value.ts';

export type RunCard = {
  id: string;
  flowId: string;
  flowName: string;
  status: RunStatus;
  mode: 'production' | 'test';
  trigger: string;
  createdAt: string;
  startedAt: string | null;
  endedAt: string | null;
  error: string | null;
  retryOfId: string | null;
};

/** Another run, as a link names it. */
export type RunLink = { runId: string; flowName: string };

export type StepView = {
  node: string;
  iteration: string;
  type: string;
  name: string;
  status: StepStatus;
  attempt: number;
  attempts: number | null;
  /** Its end was taken over from the run that this one repeats. */
  reused: boolean;
  /** It was not done: its output was pinned in the editor. */
  pinned?: boolean;
  input: Stored | null;
  output: Stored | null;
  error: StepError | null;
  label: Label | null;
  decision: GateVerdict | null;
  decidedBy: { choice: string; by: string; reason?: string } | null;
  port: string | null;
  approvalId: string | null;
  /** It waits before it acts: a message that can still be taken back, or anything while a stop is set. */
  holdId: string | null;
  /** The run that it called. */
  called: CalledRun | null;
  until: string | null;
  /** Why it waits: the rule that asked, or that nobody knows whether it happened. */
  waitReason: string | null;
  remindedAt: string | null;
  cost: number | null;
  /** Tokens of a model, and the length of the one list in its output. */
  tokens: number | null;
  items: number | null;
  /** Of a loop: how many items it goes over. */
  total: number | null;
  /** What it went through, attempts and waits alike, each until the next or its end; at most `MOST_PHASES`. */
  phases: Phase[];
  /** It ended, and whether it happened is not known. */
  unknown: boolean;
  /** Its values stayed on the server; `runs.step` gives them. */
  light: boolean;
  startedAt: string | null;
  endedAt: string | null;
};

/** A message that waits a little before it goes out. `contents`: what it says, by title. */
export type HeldSend = {
  id: string;
  runId: string;
  flowId: string;
  flowName: string;
  node: string;
  stepName: string;
  tool: string;
  title: string;
  targets: string[];
  contents: { name: string; value: Json }[];
  dueAt: string;
};

export type Phase = { kind: 'queued' | 'running' | 'retrying' | 'waiting'; at: string };

/** One round of a loop: `iteration` is its path, e.g. `3` or, in a loop in a loop, `3/0`. */
export type IterationView = {
  iteration: string;
  status: StepStatus;
  startedAt: string | null;
  endedAt: string | null;
  /** Directly in the body; those of a loop in there are its own. */
  steps: StepView[];
};

/** A page of the rounds of a loop, those asked for. */
export type IterationPage = { total: number; offset: number; iterations: IterationView[] };

export type RunView = RunCard & {
  version: { id: string; number: number };
  /** The run that called this one, and the failed run that this one is about. */
  parent: RunLink | null;
  failed: RunLink | null;
  /** The drawing that ran. */
  flow: Flow;
  input: Stored;
  output: Stored | null;
  failure: StepError | null;
  /** All steps; of a large run those outside of loops, those under way, and one of each kind of the others. */
  steps: StepView[];
  stepCount: number;
  /** Every node that the run has come to. */
  nodes: NodeView[];
  /** Whether answers in it, or in runs that it called, came from a script and not from a model. */
  rehearsal: boolean;
  /** Cursor to follow the run live from. */
  lastEventId: number;
};

/** Something that was done to the world, or may have been, and would be done once more. */
export type EffectAgain = {
  key: string;
  node: string;
  name: string;
  iteration: string;
  tool: string;
  target: string | null;
  status: 'done' | 'unknown';
  at: string;
};

/** What of a flow is run in a test: one step, all that leads to it and itself, or itself and all behind it. */
export type PartialHow = 'step' | 'until' | 'from';

/** What a retry would do; making it executes nothing. */
export type RetryPreview = {
  version: { id: string; number: number };
  /** Steps whose results are taken over. */
  reused: { node: string; name: string }[];
  /** Steps that the run may come to. */
  again: { node: string; name: string; why: AgainWhy }[];
  /** The first of those to tick. */
  effects: EffectAgain[];
  effectCount: number;
};

/** A run that is not retried with the others, and why. */
export type LeftOutRun = {
  id: string;
  flowName: string;
  reason: string;
  /** The first of those that would happen once more. */
  effects: EffectAgain[];
  effectCount: number;
};

/** What became of many failed runs, or would become of them. */
export type RetriedRuns = {
  /** Runs that the filter finds and nobody has retried yet. */
  found: number;
  /** Of the ones looked at: to retry, or retried as. */
  retried: { id: string; runId: string | null }[];
  leftOut: LeftOutRun[];
  /** Cursor of what was not looked at. */
  next: string | null;
};

/** What became of many open runs, or would become of them. */
export type CancelledRuns = {
  /** Runs that the filter finds and that have not ended. */
  found: number;
  cancelled: { id: string }[];
  leftOut: { id: string; reason: string }[];
  next: string | null;
};

/** A filter that a person keeps. */
export type SavedFilterView = { id: string; name: string; query: string };
