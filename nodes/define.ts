import type { z } from 'zod';
import type { Repeat, Risk, Tier } from '#lib/plan.ts';

/** How a field behaves at the gate, in the form and in labels; set with `.meta({ role: 'target' })`. */
export type FieldRole = 'target' | 'content' | 'amount' | 'control';

/** How the form draws a field; absent = by its JSON Schema type. */
export type FieldWidget =
  | 'textarea'
  | 'json'
  | 'url'
  | 'duration'
  | 'cron'
  | 'timezone'
  | 'datetime'
  /** `[{left, operator, right}]` */
  | 'conditions'
  /** `[{id, title, operator, value}]`, each an output port */
  | 'cases'
  /** `[{id, title, style}]`, each an output port */
  | 'buttons'
  /** `{name: value}` */
  | 'keyvalue'
  /** `[{field, operator, value}]` */
  | 'filters'
  /** `[{name, title, type, required}]` */
  | 'fields'
  /** name of one of the owner's tables */
  | 'table'
  | 'model'
  /** JSON Schema */
  | 'schema'
  /** id of a connection of one of `connectionTypes` */
  | 'connection'
  /** id of another flow */
  | 'flow'
  /** ids of flows */
  | 'flows'
  /** names of skill packs */
  | 'skills'
  /** name of a tool of the step's MCP server */
  | 'mcp-tool'
  /** `[{name, type, connection, description, params, fill}]`: what an agent may use */
  | 'tools';

/** What `.meta()` of a node's field may say. `z.toJSONSchema(spec.input, { io: 'input' })` keeps all of it. */
declare module 'zod' {
  interface GlobalMeta {
    role?: FieldRole;
    widget?: FieldWidget;
    placeholder?: string;
    /** Write-only: sealed at rest, never sent back. */
    secret?: boolean;
    connectionTypes?: readonly string[];
    /** The field names a recipient: a contact of this kind. */
    recipient?: string;
    /** Shown only while the named sibling has this value, or one of these. */
    showIf?: { field: string; equals: string | readonly string[] };
    /** Belongs under "More options". */
    advanced?: boolean;
    /** Titles for the values of an enum. */
    options?: Record<string, string>;
  }
}

/** The one input port, the one output port of a node that declares no others, and the port of its error branch. */
export const IN_PORT = 'in';
export const OUT_PORT = 'out';
export const ERROR_PORT = 'error';

export type Port = { id: string; title: string };
type Ports = readonly Port[] | ((params: Record<string, unknown>) => Port[]);

/** Palette sections, in the order they are shown. */
export const NODE_GROUPS = ['Start', 'Logic', 'People', 'Data', 'Services', 'Models'] as const;
export type NodeGroup = (typeof NODE_GROUPS)[number];

/**
 * What a risk function may know besides the input: which fields the author drew as literals, which hosts are listed, and
 * what a person said of a tool of the step's connection (only a run can tell).
 */
export type RiskFacts = {
  isLiteral: (field: string) => boolean;
  isListedHost: (host: string) => boolean;
  toolRisk?: (tool: string) => Risk;
};

type Shape = z.ZodObject;

// A method's parameters are compared both ways, so that a spec of a certain input still is a `NodeSpec`.
type RiskOf<I extends Shape> = { of(input: z.infer<I>, facts: RiskFacts): Risk }['of'];
type RepeatOf<I extends Shape> = { of(input: z.infer<I>, risk?: Risk): Repeat }['of'];

type Common<I extends Shape> = {
  title: string;
  /** What it does, when to use it and what happens when it runs twice: for people and for models. */
  help: string;
  /** A lucide icon name. */
  icon: string;
  group: NodeGroup;
  version: number;
  input: I;
  /** One line for the node card from its literal parameters, e.g. `to {to}`. */
  summary?: string;
};

/** A node that does something: `activities/` must implement it. */
export type ActionSpec<I extends Shape = Shape, O extends z.ZodType = z.ZodType> = Common<I> & {
  kind: 'action';
  tier: Exclude<Tier, 'pure'>;
  output: O;
  risk: Risk | RiskOf<I>;
  /**
   * A function must answer `never` for what it cannot tell: it also sees templates that are not resolved yet. `risk`: what
   * the action has been found to be, known at the gate alone.
   */
  repeat: Repeat | RepeatOf<I>;
  timeout: string;
  /**
   * Integrity of the output: from outside, joined from the inputs, the same in the words of a model, per value as stored, or `checked`: content was let
   * through as one of few values that the author foresaw, and is as good as all that is not content. `endorsed`: the gate
   * asks a person about whatever came from outside, and his yes vouches for exactly that.
   */
  reads: 'untrusted' | 'join' | 'model' | 'stored' | 'checked' | 'endorsed';
  /** Only what Hearth draws itself has it: it is in no palette. */
  inner?: true;
  /** A message to people: it waits a little before it goes out, so that it can be taken back. */
  delayed?: boolean;
  /**
   * Its ways on, where it chooses one of several by `port` of its result. What chose is as good as its output. They may
   * come from its drawn params (raw JSON).
   */
  ports?: Ports;
  /** Connection type(s) it can use; `optional` says it works without. */
  connection?: { types: readonly string[]; optional?: boolean };
};

/** A node that starts runs: `worker/triggers` or `server` must implement it. `output` is what `trigger` holds. */
export type TriggerSpec<I extends Shape = Shape, O extends z.ZodType = z.ZodType> = Common<I> & {
  kind: 'trigger';
  output: O;
  reads: 'untrusted' | 'trusted';
  /** Where its output names whoever wrote: always a contact of this kind, for others start nothing. */
  sender?: { kind: string; path: readonly string[] };
  /** Anybody who knows its address starts it; `unless`: the setting that asks for more than the address. */
  open?: { unless: string | null };
};

/** A node that the engine itself understands, inside the workflow. `ports` may come from its drawn params (raw JSON). */
export type ControlSpec<I extends Shape = Shape, O extends z.ZodType = z.ZodType> = Common<I> & {
  kind: 'control';
  output: O;
  ports: Ports;
};

export type NodeSpec = ActionSpec | TriggerSpec | ControlSpec;

/** What compile, the editor and the API look node types up in. */
export type Catalogue = Record<string, NodeSpec>;

/** Whether only what Hearth draws itself has such a step. */
export function isInner(spec: NodeSpec): boolean {
  return spec.kind === 'action' && spec.inner === true;
}

export function action<I extends Shape, O extends z.ZodType>(spec: Omit<ActionSpec<I, O>, 'kind'>) {
  return { kind: 'action' as const, ...spec };
}
export function trigger<I extends Shape, O extends z.ZodType>(spec: Omit<TriggerSpec<I, O>, 'kind'>) {
  return { kind: 'trigger' as const, ...spec };
}
export function control<I extends Shape, O extends z.ZodType>(spec: Omit<ControlSpec<I, O>, 'kind'>) {
  return { kind: 'control' as const, ...spec };
}

const NEXT: readonly Port[] = [{ id: OUT_PORT, title: 'Next' }];

/** Whether a step has ways of its own to go on by. */
export function choosesWay<S extends NodeSpec>(spec: S): spec is S & { ports: Ports } {
  return spec.kind !== 'trigger' && spec.ports !== undefined;
}

/** Output ports of a drawn node, without its error branch. Tolerates unfinished params. */
export function portsOf(spec: NodeSpec, params: Record<string, unknown>): readonly Port[] {
  if (!choosesWay(spec)) return NEXT;
  return typeof spec.ports === 'function' ? spec.ports(params) : spec.ports;
}
