import { z } from 'zod';
import type { Json } from '#lib/value.ts';

export { durationMs } from '#lib/duration.ts';

export const FLOW_FORMAT = 'hearth.flow/1';

/** Ids are stable and appear in expressions as `steps.<id>`; names are what people see. */
export const NodeId = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,39}$/, 'Use a small letter, then small letters, digits or _ (at most 40).');
const Port = z.string().regex(/^[a-z][a-zA-Z0-9_]{0,39}$/);
export const JsonValue: z.ZodType<Json> = z.json();

/** `30s`, `5m`, `2h`, `3d`. */
export const Duration = z
  .string()
  .regex(/^\d{1,6}(ms|s|m|h|d)$/, 'Use a number and a unit, for example 30s, 5m, 2h or 3d.');

/** When a step that several wires lead to begins; without it: when all of them are decided. */
const JoinSetting = z.strictObject({
  mode: z.enum(['all', 'any', 'count']),
  count: z.number().int().min(1).max(1000).optional(),
});

/** How events of a trigger start runs when many come; without it each one starts a run at once. */
const PaceSetting = z.strictObject({
  mode: z.enum(['rate', 'debounce', 'batch']),
  /** Runs in a window, or events in a batch. */
  count: z.number().int().min(1).max(1000).optional(),
  per: Duration.optional(),
  over: z.enum(['wait', 'drop']).optional(),
  /** Events that may wait. */
  limit: z.number().int().min(1).max(10_000).optional(),
  quiet: Duration.optional(),
  longest: Duration.optional(),
  within: Duration.optional(),
  key: z.string().max(200).optional(),
});

export const NodeSettings = z.strictObject({
  retry: z.strictObject({ attempts: z.number().int().min(1).max(20), backoff: Duration.optional() }).optional(),
  timeout: Duration.optional(),
  onError: z.enum(['fail', 'branch', 'continue']).optional(),
  disabled: z.boolean().optional(),
  join: JoinSetting.optional(),
  pace: PaceSetting.optional(),
  note: z.string().max(2000).optional(),
});

export const FlowNode = z.strictObject({
  id: NodeId,
  type: z.string().min(1).max(60),
  /** Version of the node type it was drawn with. */
  version: z.number().int().min(1).optional(),
  name: z.string().min(1).max(120),
  position: z.strictObject({ x: z.number().min(-1e6).max(1e6), y: z.number().min(-1e6).max(1e6) }),
  params: z.record(z.string().max(60), JsonValue),
  connection: z.string().max(60).optional(),
  settings: NodeSettings.optional(),
  /** Parameters that came with a paste or a file: before publishing a person looks at where they lead. */
  unconfirmed: z.array(z.string().max(60)).max(60).optional(),
});

export const FlowEdge = z.strictObject({
  from: z.strictObject({ node: NodeId, port: Port }),
  to: z.strictObject({ node: NodeId, port: Port }),
});

export const FlowNote = z.strictObject({
  id: NodeId,
  text: z.string().max(5000),
  position: z.strictObject({ x: z.number(), y: z.number() }),
  size: z.strictObject({ width: z.number().min(60).max(4000), height: z.number().min(40).max(4000) }).optional(),
});

/** A named frame around steps and notes. It belongs to the drawing alone: what runs does not know of it. */
export const FlowGroup = z.strictObject({
  id: NodeId,
  name: z.string().min(1).max(120),
  members: z.array(NodeId).min(1).max(2200),
});

/** What holds for the flow as a whole. */
export const FlowSettings = z.strictObject({
  /** A run that takes longer than this, waiting included, ends as failed. */
  deadline: Duration.optional(),
});

/** What the editor saves, files carry and `POST /api/v1/flows` takes. */
export const Flow = z.strictObject({
  format: z.literal(FLOW_FORMAT),
  name: z.string().min(1).max(120),
  nodes: z.array(FlowNode).max(2000),
  edges: z.array(FlowEdge).max(6000),
  notes: z.array(FlowNote).max(200).default([]),
  groups: z.array(FlowGroup).max(200).optional(),
  settings: FlowSettings.optional(),
});

export type Flow = z.infer<typeof Flow>;
export type FlowSettings = z.infer<typeof FlowSettings>;
export type FlowNode = z.infer<typeof FlowNode>;
export type FlowEdge = z.infer<typeof FlowEdge>;
export type FlowGroup = z.infer<typeof FlowGroup>;
