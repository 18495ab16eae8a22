/** Steps that are done, but from which the run goes on only at a time: they wait as a `wait` does, with their result. */
import { completeStep } from '#lib/engine/settle.ts';
import { emit } from '#lib/engine/turn.ts';
import type { StepAt, Turn } from '#lib/engine/turn.ts';
import { own } from '#lib/own.ts';
import type { StepState } from '#lib/engine/types.ts';
import type { Stored } from '#lib/value.ts';

/** Parks a step until its time. The time is absolute: continue-as-new and a repeated attempt change nothing about it. */
export function goOnLater(turn: Turn, step: StepAt, result: { output: Stored; until: number }): void {
  const { output, until } = result;
  const at = own(turn.state.steps, step.key);
  if (!at) return;
  at.output = output;
  if (until <= turn.at) return endLater(turn, step, at);
  Object.assign(at, { status: 'waiting', waitingFor: 'time', until });
  emit(turn, { step: step.key, body: { type: 'step.waiting', until } });
  turn.commands.push({ type: 'timer', step: step.key, until });
}

/** Its time has come. The wrapper has not said that it is done: it was not over yet. */
export function endLater(turn: Turn, step: StepAt, { output }: StepState): void {
  if (!output) return;
  emit(turn, { step: step.key, body: { type: 'step.done', output, attempt: 1 } });
  completeStep(turn, step, { output });
}
