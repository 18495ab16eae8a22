import type { Logger } from 'pino';
import type { z } from 'zod';
import type { ActivityCall, CalledRun } from '#lib/call.ts';
import type { FieldLabels, Label } from '#lib/label.ts';
import type { RunEventDraft } from '#lib/run-event.ts';
import type { ActionSpec } from '#nodes/define.ts';
import type { OpenConnection } from '#platform/connections.ts';

/** What travels beside the call: nothing of it changes what the step does. */
export type DispatchNote = {
  /** Facts of the turn that dispatched the step; its first commit takes them along. */
  events: RunEventDraft[];
  /** Attempts made before Temporal began to count, because a worker died. */
  attemptsBefore: number;
  /** Length of the workflow's history when it dispatched the step. */
  reached?: number;
};

/** All that an implementation may use besides its input. */
export type ActivityContext = {
  call: ActivityCall;
  runId: string;
  /** Opened for this attempt alone; null when the author chose none. */
  connection: OpenConnection | null;
  /** Send it to the service as idempotency key: it is the same for every attempt of this effect. */
  effectKey: string;
  /** From 1. */
  attempt: number;
  /** Aborted when the step's time is up or the run is cancelled. */
  signal: AbortSignal;
  /** The only way out: checks addresses, and sends the connection's secret to its own hosts alone. */
  fetch: (url: string | URL, init?: RequestInit & { maxBytes?: number; timeoutMs?: number }) => Promise<Response>;
  /** Opens another connection that the author drew into this step, with a way out that is bound to it alone. */
  through: (connectionId: string) => Promise<Pick<ActivityContext, 'fetch'> & { connection: OpenConnection }>;
  heartbeat: (detail?: unknown) => void;
  /** Shows text as it comes; it may be lost and is never part of the result. */
  streamText: (text: string) => void;
  log: Logger;
  now: () => Date;
  /** Label of each input field. */
  inputLabels: Record<string, Label>;
  /** Labels within one input field that is an object, field by field. */
  labelsOf: (field: string) => FieldLabels;
};

/**
 * A result with more than the output. Labels are needed where the type says `reads: 'stored'`. `called`: a run that was
 * begun; with `wait` its end is the end of the step.
 */
export type Detailed<O> = {
  output: O;
  port?: string;
  labels?: FieldLabels;
  cost?: number;
  called?: CalledRun & { wait: boolean };
  /** The run goes on from this step at that time only (ms since 1970). */
  until?: number;
};

/** The code of one node type. */
export type Implementation<S extends ActionSpec = ActionSpec> = (
  input: z.output<S['input']>,
  context: ActivityContext,
) => Promise<z.input<S['output']> | Detailed<z.input<S['output']>>>;

/** The code of every action among the given node types: a missing or mistyped one does not compile. */
export type Implementations<Nodes> = {
  [Name in keyof Nodes as Nodes[Name] extends { kind: 'action' } ? Name : never]: Nodes[Name] extends {
    kind: 'action';
    input: infer I extends z.ZodObject;
    output: infer O extends z.ZodType;
  }
    ? (input: z.output<I>, context: ActivityContext) => Promise<z.input<O> | Detailed<z.input<O>>>
    : never;
};
