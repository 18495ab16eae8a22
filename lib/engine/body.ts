/** What is inside of a loop, in the state. */
import { cancelStep, decideEdge, failStep } from '#lib/engine/settle.ts';
import { groupOf, LIVE, planStep } from '#lib/engine/turn.ts';
import type { IterationEnd, StepAt, Turn } from '#lib/engine/turn.ts';
import { stepKey } from '#lib/engine/types.ts';
import { joinLabels, TRUSTED, uniform, wholeLabel } from '#lib/label.ts';
import type { Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Stored } from '#lib/value.ts';

const NOTHING: Stored = { kind: 'inline', value: null, labels: uniform(TRUSTED) };

/** The path of one iteration of a loop. */
export function innerIteration(loop: StepAt, index: number | string): string {
  return loop.iteration === '' ? String(index) : `${loop.iteration}/${index}`;
}

/** Begins the steps that a loop's body is drawn from. */
export function beginBody(turn: Turn, loop: StepAt, index: number): void {
  turn.begun += 1;
  const iteration = innerIteration(loop, index);
  const each = turn.index.each.get(loop.id) ?? [];
  for (const edge of each) decideEdge(turn, edge, { outcome: 'taken', iteration });
  if (each.length === 0) turn.over.push({ loop: loop.key, index });
}

/** What an iteration gives: the output of the step led back into the loop; of several, the one drawn first. */
export function resultOf(turn: Turn, loop: StepAt, index: number): { output: Stored; label: Label } {
  const iteration = innerIteration(loop, index);
  for (const edge of turn.index.back.get(loop.id) ?? []) {
    if (own(turn.state.edges, stepKey(edge.id, iteration)) !== 'taken') continue;
    const at = own(turn.state.steps, stepKey(edge.from, iteration));
    if (at?.output) return { output: at.output, label: joinLabels(wholeLabel(at.output.labels), at.scope) };
  }
  return { output: NOTHING, label: TRUSTED };
}

/** A step inside failed for good: the loop fails with it, and all of its other iterations are let go of. */
export function failLoop(turn: Turn, loop: StepAt, failure: NonNullable<IterationEnd['failure']>): void {
  clearBody(turn, loop);
  failStep(turn, loop, failure);
}

/** Cancels and forgets all that is inside of a loop, in all of its iterations. */
export function clearBody(turn: Turn, loop: StepAt): void {
  for (const index of Object.keys(own(turn.state.steps, loop.key)?.loop?.active ?? {}))
    clearIteration(turn, loop, index);
}

/** Cancels and forgets one iteration: what is over needs no place in the state, the log has it. */
export function clearIteration(turn: Turn, loop: StepAt, index: number | string): void {
  const iteration = innerIteration(loop, index);
  for (const id of loop.body ?? []) {
    const key = stepKey(id, iteration);
    const at = own(turn.state.steps, key);
    const step = at && planStep(turn, key);
    if (step?.body) clearBody(turn, step);
    if (at && LIVE.has(at.status)) cancelStep(turn, key, at);
    delete turn.state.steps[key];
    turn.tally.arrivals.delete(key);
  }
  for (const edge of turn.index.inner.get(loop.id) ?? []) delete turn.state.edges[stepKey(edge.id, iteration)];
  turn.tally.open.delete(groupOf({ parent: loop.id, iteration }));
}
