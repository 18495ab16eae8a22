import type { z } from 'zod';
import type { Repeat, Risk, Tier } from '#lib/plan.ts';

/** What a risk function may know besides the input: which fields the author drew as literals, which hosts are listed. */
export type RiskFacts = { isLiteral: (field: string) => boolean; isListedHost: (host: string) => boolean };

type Shape = z.ZodObject;

type Common<I extends Shape> = {
  title: string;
  help: string;
  /** A lucide icon name. */
  icon: string;
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
  risk: Risk | ((input: z.infer<I>, facts: RiskFacts) => Risk);
  repeat: Repeat | ((input: z.infer<I>) => Repeat);
  timeout: string;
  /** Integrity of the output: from outside, joined from the inputs, or per value as stored. */
  reads: 'untrusted' | 'join' | 'stored';
  /** Connection type(s) it can use; `optional` says it works without. */
  connection?: { types: readonly string[]; optional?: boolean };
};

/** A node that starts runs: `worker/triggers` or `server` must implement it. `output` is what `trigger` holds. */
export type TriggerSpec<I extends Shape = Shape, O extends z.ZodType = z.ZodType> = Common<I> & {
  kind: 'trigger';
  output: O;
  reads: 'untrusted' | 'trusted';
};

/** A node that the engine itself understands. `ports` come from its params where `dynamicPorts` says so. */
export type ControlSpec<I extends Shape = Shape, O extends z.ZodType = z.ZodType> = Common<I> & {
  kind: 'control';
  output: O;
  ports: readonly { id: string; title: string }[] | ((params: Record<string, unknown>) => { id: string; title: string }[]);
};

export type NodeSpec = ActionSpec | TriggerSpec | ControlSpec;

export function action<I extends Shape, O extends z.ZodType>(spec: Omit<ActionSpec<I, O>, 'kind'>) {
  return { kind: 'action' as const, ...spec };
}
export function trigger<I extends Shape, O extends z.ZodType>(spec: Omit<TriggerSpec<I, O>, 'kind'>) {
  return { kind: 'trigger' as const, ...spec };
}
export function control<I extends Shape, O extends z.ZodType>(spec: Omit<ControlSpec<I, O>, 'kind'>) {
  return { kind: 'control' as const, ...spec };
}

/** How a field behaves at the gate, in the form and in labels; set with `.meta({ role: 'target' })`. */
export type FieldRole = 'target' | 'content' | 'amount' | 'control';
