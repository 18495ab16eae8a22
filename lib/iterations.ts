/** The rounds of one loop, out of the steps of a run. */
import type { StepStatus } from '#lib/run-event.ts';
import type { IterationView, StepView } from '#lib/views-runs.ts';

/** A loop in one round of the loops around it. `parents`: the innermost loop around each node that is in one. */
export type LoopAt = { node: string; iteration: string; parents: ReadonlyMap<string, string> };

/** What most wants to be seen stands for a round. */
export const URGENCY: readonly StepStatus[] = [
  'skipped',
  'done',
  'cancelled',
  'queued',
  'running',
  'retrying',
  'waiting',
  'failed',
];

/** The more urgent of two statuses. */
export function moreUrgent(a: StepStatus, b: StepStatus): StepStatus {
  return URGENCY.indexOf(b) > URGENCY.indexOf(a) ? b : a;
}

/** The path of a round of a loop that is itself in the round `outer`. */
export function roundPath(outer: string, index: number): string {
  return outer === '' ? String(index) : `${outer}/${index}`;
}

/** The place of a round in its loop, from 0. */
export function roundIndex(iteration: string): number {
  return Number(iteration.slice(iteration.lastIndexOf('/') + 1));
}

/** All rounds that were begun, in order. */
export function iterationsOf(steps: Iterable<StepView>, loop: LoopAt): IterationView[] {
  const depth = loop.iteration === '' ? 1 : loop.iteration.split('/').length + 1;
  const prefix = loop.iteration === '' ? '' : `${loop.iteration}/`;
  const rounds = new Map<number, IterationView>();
  for (const step of steps) {
    if (step.iteration === '' || !step.iteration.startsWith(prefix)) continue;
    const parts = step.iteration.split('/');
    const direct = parts.length === depth;
    if (!isInside(step.node, loop, parts.length - depth)) continue;
    const index = Number(parts[depth - 1]);
    const known = rounds.get(index);
    const round = known ?? newRound(parts.slice(0, depth).join('/'), step);
    if (known) take(known, step);
    if (direct) round.steps.push(step);
    rounds.set(index, round);
  }
  return [...rounds].sort(([a], [b]) => a - b).map(([, round]) => round);
}

/** Whether the loop is around the node, with so many loops in between. */
function isInside(node: string, { node: loop, parents }: LoopAt, between: number): boolean {
  let at = parents.get(node);
  for (let level = 0; level < between && at !== undefined; level += 1) at = parents.get(at);
  return at === loop;
}

function newRound(iteration: string, step: StepView): IterationView {
  const { startedAt, endedAt } = step;
  return { iteration, status: standing(step), startedAt, endedAt, steps: [] };
}

/** A failure that a wire leads on from is no failure of the round. */
function standing({ status, port }: StepView): StepStatus {
  return status === 'failed' && port !== null ? 'done' : status;
}

function take(round: IterationView, step: StepView): void {
  const { startedAt, endedAt } = step;
  round.status = moreUrgent(round.status, standing(step));
  if (startedAt !== null && (round.startedAt === null || startedAt < round.startedAt)) round.startedAt = startedAt;
  if (round.endedAt !== null && (endedAt === null || endedAt > round.endedAt)) round.endedAt = endedAt;
}
