import { EACH_PORT, LOOP_TYPES } from '#lib/control.ts';
import type { Flow, FlowEdge } from '#lib/flow.ts';
import type { StepStatus } from '#lib/run-event.ts';
import type { StepView } from '#lib/views-runs.ts';
import { edgeId } from '#components/editor/model/graph.ts';

/** What a card shows of a run. */
export type StepMark = {
  status: StepStatus;
  attempt: number;
  attempts: number | null;
  startedAt: string | null;
  endedAt: string | null;
  until: string | null;
  approvalId: string | null;
  error: string | null;
  iterations: number;
};

/** In a loop one node has many steps: the one that most wants to be seen stands for all. */
const URGENCY: readonly StepStatus[] = [
  'skipped',
  'cancelled',
  'done',
  'queued',
  'running',
  'retrying',
  'waiting',
  'failed',
];

/** The step of each node that its card and the inspector show. */
export function stepsByNode(steps: readonly StepView[]): Map<string, StepView[]> {
  const byNode = new Map<string, StepView[]>();
  for (const step of steps) {
    const list = byNode.get(step.node);
    if (list) list.push(step);
    else byNode.set(step.node, [step]);
  }
  return byNode;
}

function markOf(steps: readonly StepView[]): StepMark | null {
  const shown = steps.reduce<StepView | null>(
    (best, step) => (!best || URGENCY.indexOf(step.status) > URGENCY.indexOf(best.status) ? step : best),
    null,
  );
  if (!shown) return null;
  const { status, attempt, attempts, startedAt, endedAt, until, approvalId } = shown;
  const error = shown.error?.message ?? null;
  return { status, attempt, attempts, startedAt, endedAt, until, approvalId, error, iterations: steps.length };
}

/** Marks of all nodes that the run has reached; an unchanged mark keeps its identity. */
export function marksOf(
  steps: readonly StepView[],
  previous: ReadonlyMap<string, StepMark>,
): ReadonlyMap<string, StepMark> {
  const marks = new Map<string, StepMark>();
  for (const [node, list] of stepsByNode(steps)) {
    const mark = markOf(list);
    const known = previous.get(node);
    if (mark) marks.set(node, known && JSON.stringify(known) === JSON.stringify(mark) ? known : mark);
  }
  return marks;
}

export type EdgeMark = 'taken' | 'dead';

function markEdge(edge: FlowEdge, byNode: ReadonlyMap<string, StepView[]>): EdgeMark | null {
  const from = byNode.get(edge.from.node) ?? [];
  if (from.some((step) => isOver(step) && leaves(step) === edge.from.port)) return 'taken';
  return from.length > 0 && from.every((step) => isOver(step) || step.status === 'skipped') ? 'dead' : null;
}

function isOver(step: StepView): boolean {
  return step.status === 'done' || (step.status === 'failed' && step.port !== null);
}

function leaves(step: StepView): string {
  return step.port ?? 'out';
}

/** Which edges the run went along; one out of a trigger was taken if its target was reached. */
export function edgeMarks(flow: Flow, steps: readonly StepView[]): ReadonlyMap<string, EdgeMark> {
  const byNode = stepsByNode(steps);
  const marks = new Map<string, EdgeMark>();
  const loops = new Set(flow.nodes.filter((node) => LOOP_TYPES.has(node.type)).map((node) => node.id));
  for (const edge of flow.edges) {
    const reached = (byNode.get(edge.to.node) ?? []).some((step) => step.status !== 'skipped');
    // A loop leaves by "done" in the end, whatever it repeated before.
    const byTarget = !byNode.has(edge.from.node) || (edge.from.port === EACH_PORT && loops.has(edge.from.node));
    const mark = byTarget ? (reached ? 'taken' : null) : markEdge(edge, byNode);
    if (mark) marks.set(edgeId(edge), mark);
  }
  return marks;
}
