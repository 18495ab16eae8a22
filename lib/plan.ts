import type { Pace } from '#lib/pace.ts';
import type { Json } from '#lib/value.ts';

/** A part of a path: a field, an index, or `*` for "each element" (which always gives an array). */
export type PathPart = string | number;

/**
 * A static path into the run's data. `step` is set when root is `steps`. `optional`: absent is null, not an error;
 * absent and null both become `fallback` where one is drawn (`trigger.body.name ?? "nobody"`).
 */
export type Reference = {
  root: 'trigger' | 'steps' | 'item' | 'run' | 'vars';
  step?: string;
  path: PathPart[];
  optional?: boolean;
  fallback?: Json;
};

/**
 * A JSONata expression with its references hoisted out. `source` sees only `$r0`, `$r1` … = `references[i]`;
 * optional ones are written `$o0`, `$o1` … instead, unbound when the value is null (so `??` and `$exists` work).
 */
export type Expression = { source: string; references: Reference[] };

/** A compiled parameter. */
export type Param =
  | { kind: 'literal'; value: Json }
  /** One reference; the value keeps its type. */
  | { kind: 'reference'; reference: Reference }
  /** One expression; the value keeps its type. */
  | { kind: 'expression'; expression: Expression }
  /** Text with holes; every hole is turned into text. */
  | { kind: 'text'; parts: ({ text: string } | { reference: Reference } | { expression: Expression })[] }
  | { kind: 'object'; fields: Record<string, Param> }
  | { kind: 'list'; items: Param[] };

export type Operator =
  | 'equals'
  | 'notEquals'
  | 'contains'
  | 'notContains'
  | 'startsWith'
  | 'endsWith'
  | 'greater'
  | 'greaterOrEqual'
  | 'less'
  | 'lessOrEqual'
  | 'exists'
  | 'notExists'
  | 'isEmpty'
  | 'isNotEmpty'
  | 'isTrue'
  | 'isFalse';

export type Risk = 'read' | 'write' | 'send' | 'destroy' | 'critical';
export type Repeat = 'safe' | 'keyed' | 'never';
export type Tier = 'pure' | 'local' | 'activity';

export type RetryPolicy = { attempts: number; backoffMs: number; factor: number; maxBackoffMs: number };

/**
 * When a step with several incoming edges begins: once all of them are decided, or as soon as one (`any`) or `count` of
 * them are taken. The last two are early: what comes later is ignored.
 */
export type Join = { mode: 'all' } | { mode: 'any' } | { mode: 'count'; count: number };

/** One step, complete: nothing here is looked up in the catalogue when it runs. */
export type PlanStep = {
  id: string;
  type: string;
  version: number;
  name: string;
  tier: Tier;
  params: Record<string, Param>;
  /** A tool of an agent: the fields that the model fills in, call by call. */
  byModel?: string[];
  /** Id of the connection the author chose, if the type needs one. */
  connection?: string;
  repeat: Repeat;
  retry: RetryPolicy;
  timeoutMs: number;
  onError: 'fail' | 'branch' | 'continue';
  disabled: boolean;
  join: Join;
  /** Output ports in drawing order; `error` is among them when onError is `branch`. */
  ports: string[];
  /** The innermost loop whose body the step is in. */
  parent?: string;
  /** A loop: the steps directly in its body, in the order of the plan (those of a loop in there are its own). */
  body?: string[];
};

/** `id` = index in `Plan.edges` as text; stable within one plan. */
export type PlanEdge = { id: string; from: string; port: string; to: string };

/** A trigger as a run of it is begun. */
export type PlanTrigger = {
  id: string;
  type: string;
  version: number;
  name: string;
  params: Record<string, Json>;
  /** How its events start runs; absent: each one at once. */
  pace?: Pace;
};

/** A compiled, immutable flow. Stored by the SHA-256 of its canonical JSON; at most 256 KB. */
export type Plan = {
  format: 'hearth.plan/1';
  name: string;
  /** Triggers are steps without incoming edges that a run begins at. */
  triggers: Record<string, PlanTrigger>;
  steps: Record<string, PlanStep>;
  /** Topological order of step ids; among equals by position in the file. */
  order: string[];
  edges: PlanEdge[];
  /** A run that takes longer ends as failed. */
  deadlineMs?: number;
  /** What Hearth has drawn for agents, by the id of their step: each is run as a run of its own. */
  agents?: Record<string, Plan>;
};

/** A problem the author can fix, shown at its node and field. */
export type Problem = { node?: string; field?: string; message: string; severity: 'error' | 'warning' };
