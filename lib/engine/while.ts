/** A loop that goes on for as long as its conditions hold, up to a bound. */
import type { WhileParams } from '#lib/control.ts';
import { durationMs } from '#lib/duration.ts';
import { beginBody, clearIteration, failLoop, resultOf } from '#lib/engine/body.ts';
import { runIf } from '#lib/engine/control-nodes.ts';
import { callOf, inputsLabel, readParams } from '#lib/engine/lookup.ts';
import { fieldLabels, scopeOfStep } from '#lib/engine/made-value.ts';
import { completeStep, failStep } from '#lib/engine/settle.ts';
import { emit } from '#lib/engine/turn.ts';
import type { IterationEnd, StepAt, Turn } from '#lib/engine/turn.ts';
import type { WhileState } from '#lib/engine/types.ts';
import { Invalid } from '#lib/errors.ts';
import { joinLabels, TRUSTED, uniform, wholeLabel } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Param, Reference } from '#lib/plan.ts';
import { withScope } from '#lib/reference.ts';
import type { Json, Stored, StoredPlace } from '#lib/value.ts';

const CONDITION = ['match', 'rows', 'expression'];
const MAX_ROUNDS = 100;

/** Reads what the loop starts with; its conditions are read again before each round. */
export function beginWhile(turn: Turn, step: StepAt): void {
  const head = headOf(step);
  const known = readParams(turn, head);
  if (known) open(turn, step, known);
  else evaluate(turn, head);
}

/** Goes on with what the driver evaluated: what the loop starts with, its conditions, or its output. */
export function goOnWhile(turn: Turn, step: StepAt, known: { params: Record<string, Json>; output?: Stored }): void {
  const loop = own(turn.state.steps, step.key)?.loop;
  if (!loop) return open(turn, step, known.params);
  if (loop.kind !== 'while' || Object.keys(loop.active).length > 0) return;
  if (known.output) finish(turn, step, { loop, output: known.output });
  else decide(turn, step, { loop, params: known.params });
}

/** Whether there is another round. */
export function checkRound(turn: Turn, step: StepAt, loop: WhileState): void {
  const condition = conditionOf(step);
  const params = readParams(turn, condition);
  if (params) decide(turn, step, { loop, params });
  else evaluate(turn, condition);
}

/** A round is over, well or not. */
export function endRound(turn: Turn, step: StepAt, ended: { loop: WhileState } & Omit<IterationEnd, 'loop'>): void {
  const { loop, index, failure } = ended;
  if (failure) return failLoop(turn, step, failure);
  const { output, label } = resultOf(turn, step, index);
  clearIteration(turn, step, index);
  delete loop.active[index];
  loop.last = { ...output, labels: uniform(label) };
  loop.rounds += 1;
  checkRound(turn, step, loop);
}

/** Begins the next round. */
export function beginRound(turn: Turn, step: StepAt, loop: WhileState): void {
  loop.active[loop.rounds] = true;
  beginBody(turn, step, loop.rounds);
}

// The step with some of its params only: those are all that is resolved.
function headOf(step: StepAt): StepAt {
  return { ...step, params: pickParams(step, (name) => !CONDITION.includes(name)) };
}

function conditionOf(step: StepAt): StepAt {
  return { ...step, params: pickParams(step, (name) => CONDITION.includes(name)) };
}

function pickParams({ params }: StepAt, keep: (name: string) => boolean): StepAt['params'] {
  return Object.fromEntries(Object.entries(params).filter(([name]) => keep(name)));
}

function evaluate(turn: Turn, part: StepAt): void {
  const made = callOf(turn, part);
  if ('error' in made) return failStep(turn, part, made);
  turn.commands.push({ type: 'evaluate', step: part.key, params: part.params, call: made.call });
}

function open(turn: Turn, step: StepAt, head: WhileParams): void {
  const at = own(turn.state.steps, step.key);
  if (!at) return;
  const { start = null, pause, maxRounds = MAX_ROUNDS, onMax, check } = head;
  const labels = fieldLabels(turn, step, { kind: 'object', fields: headOf(step).params });
  const input: Stored = { kind: 'inline', value: head as Record<string, Json>, labels };
  emit(turn, { step: step.key, body: { type: 'step.input', attempt: 1, input } });
  const startLabel = labels.fields?.start ?? TRUSTED;
  const loop: WhileState = {
    kind: 'while',
    rounds: 0,
    active: {},
    last: { kind: 'inline', value: start, labels: uniform(startLabel) },
    maxRounds: Number(maxRounds),
    pauseMs: pause === undefined ? 0 : durationMs(pause),
    failsAtMax: onMax !== 'continue',
    decided: TRUSTED,
  };
  if (!(loop.maxRounds >= 1) || !(loop.pauseMs >= 0)) throw new Invalid('The bound or the pause makes no sense.');
  at.loop = loop;
  if (check === 'before') checkRound(turn, step, loop);
  else beginRound(turn, step, loop);
}

function decide(turn: Turn, step: StepAt, known: { loop: WhileState; params: Record<string, Json> }): void {
  const { loop, params } = known;
  const at = own(turn.state.steps, step.key);
  if (!at) return;
  const holds = runIf(params).port === 'true';
  // What is compared chooses how often the body runs: it taints what it guards.
  loop.decided = joinLabels(loop.decided, inputsLabel(turn, conditionOf(step)));
  at.decided = loop.decided;
  if (!holds) return close(turn, step, { loop, reachedMax: false });
  if (loop.rounds >= loop.maxRounds) return atMax(turn, step, loop);
  if (loop.pauseMs === 0 || loop.rounds === 0) return beginRound(turn, step, loop);
  const until = turn.at + loop.pauseMs;
  Object.assign(at, { status: 'waiting', waitingFor: 'time', until });
  emit(turn, { step: step.key, body: { type: 'step.waiting', until }, suffix: String(loop.rounds) });
  turn.commands.push({ type: 'timer', step: step.key, until });
}

function atMax(turn: Turn, step: StepAt, loop: WhileState): void {
  if (!loop.failsAtMax) return close(turn, step, { loop, reachedMax: true });
  const message = `"${step.name}" ran ${loop.rounds} rounds, as many as it may, and its conditions still hold.`;
  const hint = 'Raise its bound, or choose that it goes on there.';
  failStep(turn, step, { error: { type: 'TooManyRounds', message, hint } });
}

function close(turn: Turn, step: StepAt, ended: { loop: WhileState; reachedMax: boolean }): void {
  const { loop, reachedMax } = ended;
  const { rounds, last } = loop;
  if (last.kind === 'inline') {
    const value = { rounds, reachedMax, last: last.value };
    return finish(turn, step, { loop, output: { kind: 'inline', value } });
  }
  // A large result is put into the output where blobs can be read.
  const reference: Reference = { root: 'steps', step: step.id, path: ['last'] };
  const output: Param = {
    kind: 'object',
    fields: {
      rounds: { kind: 'literal', value: rounds },
      reachedMax: { kind: 'literal', value: reachedMax },
      last: { kind: 'reference', reference },
    },
  };
  const made = callOf(turn, { ...step, params: { output } });
  if ('error' in made) return failStep(turn, step, made);
  turn.commands.push({ type: 'evaluate', step: step.key, params: {}, output, call: made.call });
}

function finish(turn: Turn, step: StepAt, ended: { loop: WhileState; output: StoredPlace }): void {
  const { last, decided } = ended.loop;
  // What follows runs however many rounds there were.
  delete own(turn.state.steps, step.key)?.decided;
  const fields = { rounds: decided, reachedMax: decided, last: joinLabels(decided, wholeLabel(last.labels)) };
  const labels = withScope({ rest: fields.last, fields }, scopeOfStep(turn, step));
  completeStep(turn, step, { output: { ...ended.output, labels } });
}
