/** One node of a run over all its rounds, folded step by step: what a card and a wire show without having every step. */
import type { StepStatus } from '#lib/run-event.ts';
import { isFinal } from '#lib/step-view.ts';
import type { StepView } from '#lib/views-runs.ts';

export type NodeView = {
  node: string;
  /** Steps by where they stand. */
  counts: Partial<Record<StepStatus, number>>;
  reused: number;
  /** Steps of which nobody knows whether they happened. */
  unknown: number;
  /** How often it was left by each port. */
  ports: Record<string, number>;
  /** Sums over all steps; null where none told. `items` only of what left it. */
  cost: number | null;
  tokens: number | null;
  items: number | null;
  /** Of a loop, the one that began last: how many items it goes over. */
  total: number | null;
  /** Begin of the first, end of the last. */
  startedAt: string | null;
  endedAt: string | null;
  /** The round that last came to each status. */
  last: Partial<Record<StepStatus, string>>;
};

/** What of a step is counted. */
type Counted = Pick<StepView, 'status' | 'port' | 'cost' | 'tokens' | 'items' | 'total' | 'reused' | 'unknown'>;

/** What of a step is counted, by itself: the step may change. */
export function countedOf({ status, port, cost, tokens, items, total, reused, unknown }: StepView): Counted {
  return { status, port, cost, tokens, items, total, reused, unknown };
}

function newNode(node: string): NodeView {
  return {
    node,
    counts: {},
    reused: 0,
    unknown: 0,
    ports: {},
    ...{ cost: null, tokens: null, items: null, total: null, startedAt: null, endedAt: null },
    last: {},
  };
}

/** The port that a step left by; null as long as it has not, or if the run did not go on from it. */
export function portLeft(step: Pick<StepView, 'status' | 'port'>): string | null {
  if (step.status === 'done') return step.port ?? 'out';
  return step.status === 'failed' ? step.port : null;
}

/**
 * The node after one of its steps came to be `after`; `before` is null for one that was not heard of yet. With `own` the
 * node is changed where it is.
 */
export function countStep(
  known: NodeView | undefined,
  { before, after, own = false }: { before: Counted | null; after: StepView; own?: boolean },
): NodeView {
  const view = known ?? newNode(after.node);
  const moved = before?.status !== after.status;
  if (known && !moved && sameFacts(before, after)) return known;
  const next: NodeView = own
    ? view
    : { ...view, counts: { ...view.counts }, ports: { ...view.ports }, last: { ...view.last } };
  if (before) add(next, before, -1);
  add(next, after, 1);
  if (moved) next.last[after.status] = after.iteration;
  next.total = after.total ?? next.total;
  next.startedAt ??= after.startedAt;
  if (isFinal(after.status) && after.endedAt !== null && (next.endedAt ?? '') < after.endedAt)
    next.endedAt = after.endedAt;
  return next;
}

function sameFacts(before: Counted | null, after: StepView): boolean {
  if (!before) return false;
  return (
    before.port === after.port &&
    before.cost === after.cost &&
    before.total === after.total &&
    before.reused === after.reused &&
    before.unknown === after.unknown
  );
}

function add(view: NodeView, step: Counted, sign: 1 | -1): void {
  const sum = (known: number | null, more: number | null) => (more === null ? known : (known ?? 0) + sign * more);
  view.counts[step.status] = (view.counts[step.status] ?? 0) + sign;
  if (step.reused) view.reused += sign;
  if (step.unknown) view.unknown += sign;
  const port = portLeft(step);
  if (port !== null) view.ports[port] = (view.ports[port] ?? 0) + sign;
  view.cost = sum(view.cost, step.cost);
  view.tokens = sum(view.tokens, step.tokens);
  if (port !== null) view.items = sum(view.items, step.items);
}

/** How many steps of a node there are, or those that stand in one of some ways. */
export function countOf({ counts }: Pick<NodeView, 'counts'>, statuses?: readonly StepStatus[]): number {
  const of = statuses ?? (Object.keys(counts) as StepStatus[]);
  return of.reduce((sum, status) => sum + (counts[status] ?? 0), 0);
}

/** The nodes of some steps, each step counted once. */
export function nodesOf(steps: Iterable<StepView>): Map<string, NodeView> {
  const nodes = new Map<string, NodeView>();
  for (const after of steps) nodes.set(after.node, countStep(nodes.get(after.node), { before: null, after }));
  return nodes;
}
