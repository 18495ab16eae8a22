/** What a run that lies over the drawing says on its cards and wires. */
import { EACH_PORT, LOOP_TYPES, OUT_PORT } from '#lib/control.ts';
import { stepKey } from '#lib/engine/types.ts';
import type { Flow, FlowEdge } from '#lib/flow.ts';
import { roundIndex, URGENCY } from '#lib/iterations.ts';
import { countOf, nodesOf, type NodeView } from '#lib/node-view.ts';
import type { StepStatus } from '#lib/run-event.ts';
import { isFinal } from '#lib/step-view.ts';
import type { RunView, StepView } from '#lib/views-runs.ts';
import { edgeId, loopsIn } from '#components/editor/model/graph.ts';

/** One round of a loop, chosen to be looked at. */
export type ChosenRound = { iteration: string; steps: readonly StepView[] };

/** A run laid over the drawing. `rounds`: the round looked at, by the id of its loop. */
export type RunOverlay = {
  run: RunView;
  steps: readonly StepView[];
  nodes: ReadonlyMap<string, NodeView>;
  rounds: ReadonlyMap<string, ChosenRound>;
};

/** How far a loop has come; `chosen` is the place of the round that is looked at. */
export type LoopMark = { begun: number; over: number; failed: number; total: number | null; chosen: number | null };

/** What a card shows of a run. */
export type StepMark = {
  runId: string;
  node: string;
  iteration: string;
  status: StepStatus;
  attempt: number;
  attempts: number | null;
  startedAt: string | null;
  endedAt: string | null;
  until: string | null;
  approvalId: string | null;
  called: { runId: string; flowName: string } | null;
  error: string | null;
  hint: string | null;
  reused: boolean;
  pinned: boolean;
  /** It may have happened, or not. */
  unknown: boolean;
  cost: number | null;
  tokens: number | null;
  /** How many steps stand behind this one. */
  times: number;
  loop: LoopMark | null;
};

export const OUTCOME_UNKNOWN = 'outcome-unknown';

/** The overlay as cards and wires see it: of a chosen round only that round. */
export function lookedAt(overlay: RunOverlay): RunOverlay {
  if (overlay.rounds.size === 0) return overlay;
  const inside = [...overlay.rounds.values()].flatMap((round) => round.steps);
  const named = nodesOf(inside);
  const nodes = new Map([...overlay.nodes, ...named]);
  const steps = [...overlay.steps.filter((step) => !named.has(step.node)), ...inside];
  return { ...overlay, nodes, steps };
}

/** The overlay of a run, with the rounds that are looked at. */
export function overlayOf(run: RunView, rounds: RunOverlay['rounds'] = new Map()): RunOverlay {
  return { run, steps: run.steps, nodes: new Map(run.nodes.map((node) => [node.node, node])), rounds };
}

/** In a loop one node has many steps: the one that most wants to be seen stands for all. */
export function shownStep(node: NodeView, steps: ReadonlyMap<string, StepView>): StepView | null {
  for (const status of URGENCY.toReversed()) {
    if (countOf(node, [status]) === 0) continue;
    const last = steps.get(stepKey(node.node, node.last[status] ?? ''));
    if (last?.status === status) return last;
    for (const step of steps.values()) if (step.node === node.node && step.status === status) return step;
  }
  return null;
}

/** Marks of all nodes that the run has reached; an unchanged mark keeps its identity. */
export function marksOf(
  flow: Flow,
  overlay: RunOverlay,
  previous: ReadonlyMap<string, StepMark>,
): ReadonlyMap<string, StepMark> {
  const seen = lookedAt(overlay);
  const steps = new Map(seen.steps.map((step) => [stepKey(step.node, step.iteration), step]));
  const loops = new Set(flow.nodes.filter((node) => LOOP_TYPES.has(node.type)).map((node) => node.id));
  const marks = new Map<string, StepMark>();
  for (const node of seen.nodes.values()) {
    const shown = shownStep(node, steps);
    if (!shown) continue;
    const loop = loops.has(node.node) ? loopMark(flow, overlay, node) : null;
    const mark = markOf(shown, { runId: overlay.run.id, node, loop });
    const known = previous.get(node.node);
    marks.set(node.node, known && JSON.stringify(known) === JSON.stringify(mark) ? known : mark);
  }
  return marks;
}

function markOf(step: StepView, of: { runId: string; node: NodeView; loop: LoopMark | null }): StepMark {
  const { status, attempt, attempts, startedAt, endedAt, until, approvalId, reused, called, iteration } = step;
  const { cost, tokens } = of.node;
  return {
    ...{ runId: of.runId, node: step.node, iteration },
    ...{ status, attempt, attempts, startedAt, endedAt, until, approvalId, reused, cost, tokens },
    called: called ? { runId: called.runId, flowName: called.flowName } : null,
    error: step.error?.message ?? null,
    hint: step.error?.hint ?? null,
    pinned: step.pinned === true,
    unknown: step.unknown || (status === 'waiting' && step.waitReason === OUTCOME_UNKNOWN),
    times: countOf(of.node),
    loop: of.loop,
  };
}

function loopMark(flow: Flow, overlay: RunOverlay, node: NodeView): LoopMark {
  const chosen = overlay.rounds.get(node.node)?.iteration;
  return {
    ...loopProgress(flow, overlay, node.node),
    // Of a loop in a loop each round has a list of its own.
    total: countOf(node) === 1 ? node.total : null,
    chosen: chosen === undefined ? null : roundIndex(chosen),
  };
}

/** How many rounds of a loop were begun, how many of them are over, and how many failed. */
export function loopProgress(
  flow: Flow,
  { nodes, steps }: Pick<RunOverlay, 'nodes' | 'steps'>,
  loop: string,
): { begun: number; over: number; failed: number } {
  const { parents } = loopsIn(flow);
  const body = new Set([...parents].flatMap(([id, around]) => (around === loop ? [id] : [])));
  const begun = Math.max(0, ...[...body].map((id) => countOf(nodes.get(id) ?? EMPTY)));
  const open = new Set(steps.filter((step) => body.has(step.node) && !isFinal(step.status)).map(roundOf));
  const failed = [...body].reduce((sum, id) => sum + unhandled(nodes.get(id)), 0);
  return { begun, over: begun - open.size, failed };
}

/** Failures that no wire led on from. */
function unhandled(node: NodeView | undefined): number {
  if (!node) return 0;
  const left = Object.values(node.ports).reduce((sum, count) => sum + count, 0);
  return (node.counts.failed ?? 0) - (left - (node.counts.done ?? 0));
}

const EMPTY: Pick<NodeView, 'counts'> = { counts: {} };
const roundOf = ({ iteration }: StepView) => iteration;

/** `times`: how often a wire was gone along; `items`: how many things were in what went along it. */
export type EdgeMark = { way: 'taken' | 'dead'; times: number; items: number | null };

/** Which edges the run went along, and how often; one out of a trigger was taken if its target was reached. */
export function edgeMarks(
  flow: Flow,
  overlay: RunOverlay,
  previous: ReadonlyMap<string, EdgeMark> = new Map(),
): ReadonlyMap<string, EdgeMark> {
  const seen = lookedAt(overlay);
  const marks = new Map<string, EdgeMark>();
  const loops = new Set(flow.nodes.filter((node) => LOOP_TYPES.has(node.type)).map((node) => node.id));
  for (const edge of flow.edges) {
    const from = seen.nodes.get(edge.from.node);
    // A loop leaves by "done" in the end, whatever it repeated before.
    const byTarget = !from || (edge.from.port === EACH_PORT && loops.has(edge.from.node));
    const mark = byTarget ? markByTarget(edge, seen) : markOfEdge(edge, from);
    const [id, known] = [edgeId(edge), previous.get(edgeId(edge))];
    if (mark) marks.set(id, known && JSON.stringify(known) === JSON.stringify(mark) ? known : mark);
  }
  return marks;
}

function markByTarget(edge: FlowEdge, { nodes }: RunOverlay): EdgeMark | null {
  const target = nodes.get(edge.to.node);
  const times = target ? countOf(target) - (target.counts.skipped ?? 0) : 0;
  return times > 0 ? { way: 'taken', times, items: null } : null;
}

function markOfEdge(edge: FlowEdge, from: NodeView): EdgeMark | null {
  const times = from.ports[edge.from.port] ?? 0;
  const left = Object.values(from.ports).reduce((sum, count) => sum + count, 0);
  if (times > 0)
    return { way: 'taken', times, items: times === left && edge.from.port === OUT_PORT ? from.items : null };
  return left + (from.counts.skipped ?? 0) === countOf(from) ? { way: 'dead', times: 0, items: null } : null;
}
