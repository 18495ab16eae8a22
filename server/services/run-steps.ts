/** Steps of runs in parts: what a page needs at first, pages of rounds, single steps with their values. */
import { stepKey } from '#lib/engine/types.ts';
import type { Flow } from '#lib/flow.ts';
import { iterationsOf } from '#lib/iterations.ts';
import type { StepStatus } from '#lib/run-event.ts';
import type { RunProgress } from '#lib/run-view.ts';
import { isFinal, newStep, stepAfter } from '#lib/step-view.ts';
import type { IterationPage, StepView } from '#lib/views-runs.ts';
import { loopsOf } from '#nodes/compile-loops.ts';
import { NotFound } from '#platform/errors.ts';
import { valueEvents } from '#platform/run-event-reads.ts';
import type { Folded } from '#server/services/run-progress.ts';

const MOST_UNDER_WAY = 200;
const MOST_WITH_VALUES = 400;

/** The steps that a page begins with: of a small run all, of a large one those outside of loops and a few of the rest. */
export async function firstSteps(runId: string, { progress, whole }: Folded): Promise<StepView[]> {
  if (whole) return progress.steps;
  const named = new Set(
    [...progress.nodes.values()].flatMap(({ node, last }) => Object.values(last).map((at) => stepKey(node, at))),
  );
  let underWay = 0;
  const chosen = progress.steps.filter(
    (step) =>
      step.iteration === '' ||
      named.has(stepKey(step.node, step.iteration)) ||
      (!isFinal(step.status) && (underWay += 1) <= MOST_UNDER_WAY),
  );
  const filled = await withValues(runId, chosen.slice(0, MOST_WITH_VALUES));
  return [...filled, ...chosen.slice(MOST_WITH_VALUES)];
}

/** The steps with their values. */
async function withValues(runId: string, steps: readonly StepView[]): Promise<StepView[]> {
  const wanted = new Map(steps.filter(({ light }) => light).map((step) => [stepKey(step.node, step.iteration), step]));
  if (wanted.size === 0) return [...steps];
  const read = new Map<string, StepView>();
  for (const event of await valueEvents(runId, [...wanted.keys()])) {
    const key = stepKey(event.stepId, event.iteration);
    read.set(key, stepAfter(read.get(key) ?? newStep(event), event));
  }
  return steps.map((step) => {
    const found = read.get(stepKey(step.node, step.iteration));
    return found && step.light ? { ...step, input: found.input, output: found.output, light: false } : step;
  });
}

/** One step with its values. */
export async function wholeStep(
  runId: string,
  { progress }: Folded,
  at: { node: string; iteration: string },
): Promise<StepView> {
  const step = progress.steps.find(({ node, iteration }) => node === at.node && iteration === at.iteration);
  if (!step) throw new NotFound('The run has not come to this step.');
  const [whole] = await withValues(runId, [step]);
  return whole ?? step;
}

/** Some of a run's steps with their values, in the order in which they were begun. */
export async function stepPage(
  runId: string,
  { progress }: Folded,
  { limit, from }: { limit: number; from: number },
): Promise<{ steps: StepView[]; next: string | null }> {
  const steps = await withValues(runId, progress.steps.slice(from, from + limit));
  return { steps, next: from + limit < progress.steps.length ? String(from + limit) : null };
}

export type RoundsAsked = {
  node: string;
  iteration: string;
  status?: StepStatus | undefined;
  offset: number;
  limit: number;
  values: boolean;
};

/** A page of the rounds of a loop; with `status` only of those that stand so. */
export async function roundsOf(
  run: { id: string; flow: Flow; progress: RunProgress },
  { node, iteration, status, offset, limit, values }: RoundsAsked,
): Promise<IterationPage> {
  const { id, flow, progress } = run;
  const all = iterationsOf(progress.steps, { node, iteration, parents: parentsIn(flow) });
  const fitting = status === undefined ? all : all.filter((round) => round.status === status);
  const page = fitting.slice(offset, offset + limit);
  const iterations = values
    ? await Promise.all(page.map(async (round) => ({ ...round, steps: await withValues(id, round.steps) })))
    : page.map((round) => ({ ...round, steps: round.steps.map(lightened) }));
  return { total: fitting.length, offset, iterations };
}

/** A small run has its values at hand; a list has no use for them. */
function lightened(step: StepView): StepView {
  return step.input || step.output ? { ...step, input: null, output: null, light: true } : step;
}

const known = new WeakMap<Flow, ReadonlyMap<string, string>>();

function parentsIn(flow: Flow): ReadonlyMap<string, string> {
  const found = known.get(flow);
  if (found) return found;
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const edges = flow.edges.filter((edge) => nodes.has(edge.from.node) && nodes.has(edge.to.node));
  const { parents } = loopsOf({ nodes, edges, report: () => undefined });
  known.set(flow, parents);
  return parents;
}
