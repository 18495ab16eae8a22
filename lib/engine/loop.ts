/** What the two kinds of loop share: their beginning, the end of an iteration, and going on after a restart. */
import { resumeForEach, beginForEach, endItem } from '#lib/engine/for-each.ts';
import { guarded } from '#lib/engine/guarded.ts';
import { emit, planStep } from '#lib/engine/turn.ts';
import type { IterationEnd, StepAt, Turn } from '#lib/engine/turn.ts';
import type { StepState } from '#lib/engine/types.ts';
import { beginRound, beginWhile, checkRound, endRound } from '#lib/engine/while.ts';
import { own } from '#lib/own.ts';

/** Begins a loop. */
export function beginLoop(turn: Turn, step: StepAt): void {
  guarded(turn, step, () => (step.type === 'while' ? beginWhile(turn, step) : beginForEach(turn, step)));
}

/** An iteration is over: takes its result into the loop, forgets the rest of it and goes on. */
export function endIteration(turn: Turn, { loop: key, index, failure }: IterationEnd): void {
  const step = planStep(turn, key);
  const loop = own(turn.state.steps, key)?.loop;
  if (!step || !loop || own<unknown>(loop.active, String(index)) === undefined) return;
  guarded(turn, step, () => {
    const ended = { index, ...(failure ? { failure } : {}) };
    if (loop.kind === 'while') endRound(turn, step, { loop, ...ended });
    else endItem(turn, step, { loop, ...ended });
  });
}

/** Asks again for what was under way when the run's history was cut. Iterations take themselves up. */
export function resumeLoop(turn: Turn, step: StepAt, at: StepState): void {
  const { loop } = at;
  if (at.status === 'waiting') {
    const until = at.until ?? turn.at;
    return void turn.commands.push({ type: 'timer', step: step.key, until });
  }
  if (loop?.kind === 'forEach') resumeForEach(turn, step, loop);
  else if (loop && Object.keys(loop.active).length === 0) guarded(turn, step, () => checkRound(turn, step, loop));
}

/** The pause between two rounds is over. */
export function endPause(turn: Turn, step: StepAt, at: StepState): void {
  const until = at.until ?? turn.at;
  if (turn.at < until) return void turn.commands.push({ type: 'timer', step: step.key, until });
  const { loop } = at;
  if (loop?.kind !== 'while') return;
  at.status = 'running';
  delete at.waitingFor;
  delete at.until;
  emit(turn, { step: step.key, body: { type: 'step.started', attempt: 1 }, suffix: String(loop.rounds) });
  guarded(turn, step, () => beginRound(turn, step, loop));
}
