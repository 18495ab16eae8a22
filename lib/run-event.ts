import type { CalledRun } from '#lib/call.ts';
import type { StepError } from '#lib/errors.ts';
import type { Label } from '#lib/label.ts';
import type { Approvers, Attention, CareTier } from '#lib/policy.ts';
import type { Stored } from '#lib/value.ts';

/** What the gate said of a step, and how much care that takes. */
export type GateVerdict = {
  outcome: 'allow' | 'ask' | 'deny';
  rule: string;
  reason: string;
  tier?: CareTier;
  approvers?: Approvers;
  attention?: Attention;
};

/** A fact about a run. Rows are append-only; `key` makes a repeated write harmless. */
export type RunEventBody =
  | { type: 'run.queued'; trigger: string }
  | { type: 'run.started'; input: Stored }
  | { type: 'step.queued' }
  | { type: 'step.started'; attempt: number }
  /** `input` is the resolved parameters, redacted. */
  | {
      type: 'step.input';
      attempt: number;
      input: Stored;
      /** Of a loop: how many items it goes over. */
      items?: number;
      decision?: GateVerdict;
    }
  | { type: 'step.retrying'; attempt: number; error: StepError; nextAt: number; attempts: number }
  /** `calledRunId`: until that run has ended. */
  | { type: 'step.waiting'; until?: number; approvalId?: string; reason?: string; calledRunId?: string }
  | { type: 'step.called'; called: CalledRun }
  | { type: 'step.decided'; approvalId: string; choice: string; by: string; reason?: string }
  /** Nobody has decided yet, and those who may were told again. */
  | { type: 'step.reminded'; approvalId: string; count: number }
  /** `pinned`: not done at all, its output was pinned in the editor; which pin that was. */
  | {
      type: 'step.done';
      output: Stored;
      port?: string;
      attempt: number;
      reused?: boolean;
      pinned?: string;
      cost?: number;
    }
  | { type: 'step.failed'; error: StepError; attempt: number; port?: string; reused?: boolean }
  | { type: 'step.skipped' }
  | { type: 'step.cancelled' }
  | { type: 'run.responded'; status: number; headers: Record<string, string>; body: Stored }
  | { type: 'run.done'; output?: Stored }
  /** `label`: what decided that it failed. */
  | { type: 'run.failed'; error: StepError; stepId?: string; label?: Label }
  | { type: 'run.stopped'; reason?: string };

/** An event before it has a place in the log. `stepId` and `iteration` are '' for the run itself. */
export type RunEventDraft = {
  key: string;
  stepId: string;
  iteration: string;
  at: number;
  body: RunEventBody;
  mark?: HistoryMark;
};

/** The execution of the workflow that wrote an event, and how long its history was: Temporal knows at least that much. */
export type HistoryMark = { execution: string; reached: number };

/** What is worth knowing of a value without having it: length of the one list in it, tokens of a model. */
export type OutputFacts = { items: number | null; tokens: number | null };

/**
 * `id`: global, commit-ordered cursor of every live view; `seq`: place within the run, from 1. `leftOut`: the values of
 * the body were not read, only what is worth knowing of them.
 */
export type RunEvent = RunEventDraft & { id: number; runId: string; seq: number; leftOut?: OutputFacts };

export type StepStatus = 'queued' | 'running' | 'retrying' | 'waiting' | 'done' | 'failed' | 'skipped' | 'cancelled';
export type RunStatus = 'queued' | 'running' | 'waiting' | 'done' | 'failed' | 'stopped';
