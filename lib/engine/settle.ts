/** How a run gets on: edges are decided, steps end, the run ends. */
import { DONE_PORT, ERROR_PORT, OUT_PORT } from '#lib/control.ts';
import { isDecided } from '#lib/engine/join.ts';
import { inputsLabel } from '#lib/engine/lookup.ts';
import { arrivalsOf, countLeft, emit, LIVE, loopAround, outerIteration, planStep } from '#lib/engine/turn.ts';
import type { StepAt, Turn } from '#lib/engine/turn.ts';
import type { RunState, StepState } from '#lib/engine/types.ts';
import { stepKey } from '#lib/engine/types.ts';
import type { StepError } from '#lib/errors.ts';
import { isPlainTrust, joinLabels, TRUSTED, uniform, untrusted } from '#lib/label.ts';
import type { Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { PlanEdge } from '#lib/plan.ts';
import type { Stored } from '#lib/value.ts';

/** Decides an edge in one iteration. A step that now knows enough of its edges becomes ready; one that has begun ignores it. */
export function decideEdge(turn: Turn, edge: PlanEdge, on: { outcome: 'taken' | 'dead'; iteration: string }): void {
  const { outcome, iteration } = on;
  const key = stepKey(edge.id, iteration);
  if (own(turn.state.edges, key) !== undefined) return;
  const target = planStep(turn, stepKey(edge.to, outerIteration(iteration, turn.index.depth.get(edge.to) ?? 0)));
  // What leads back into a loop wakes nobody: an iteration is over when all of its steps are.
  const isBack = own(turn.plan.steps, edge.from)?.parent === edge.to;
  if (!target) turn.ready.push(edge.to);
  else if (!isBack) arrive(turn, target, outcome);
  turn.state.edges[key] = outcome;
}

function arrive(turn: Turn, target: StepAt, outcome: 'taken' | 'dead'): void {
  const { undecided, taken } = arrivalsOf(turn, target);
  const arrivals = { undecided: undecided - 1, taken: taken + (outcome === 'taken' ? 1 : 0) };
  turn.tally.arrivals.set(target.key, arrivals);
  if (!own(turn.state.steps, target.key) && isDecided(target.join, arrivals)) turn.ready.push(target.key);
}

/** What decided that a step runs (or is skipped): the scope and the choice of everything that leads to it. */
export function scopeOf(turn: Turn, step: StepAt, over: 'taken' | 'dead'): Label {
  const sources = new Set<string>();
  for (const edge of turn.index.incoming.get(step.id) ?? []) {
    const depth = turn.index.depth.get(edge.from) ?? 0;
    if (own(turn.state.edges, stepKey(edge.id, step.iteration)) === over)
      sources.add(stepKey(edge.from, outerIteration(step.iteration, depth)));
  }
  const labels = [...sources].flatMap((from) => {
    const at = own(turn.state.steps, from);
    return at ? [at.scope, at.decided ?? TRUSTED] : [];
  });
  const { scope } = turn.state;
  if (scope) labels.push(scope);
  return labels.length === 0 ? TRUSTED : joinLabels(...labels);
}

/** Sets the state of a step that is beginning. */
export function enter(turn: Turn, step: StepAt, status: StepState['status']): StepState {
  const skipped = status === 'skipped' && !step.disabled;
  const at: StepState = { status, scope: scopeOf(turn, step, skipped ? 'dead' : 'taken'), generation: 0 };
  turn.state.steps[step.key] = at;
  return at;
}

/** A step was passed by: everything behind it alone is passed by too. */
export function skipStep(turn: Turn, step: StepAt): void {
  enter(turn, step, 'skipped');
  emit(turn, { step: step.key, body: { type: 'step.skipped' } });
  leave(turn, step, undefined);
}

/** A switched-off step passes on what comes in, through its first port, without doing anything. */
export function passStep(turn: Turn, step: StepAt): void {
  const at = enter(turn, step, 'skipped');
  at.port = firstPort(step) ?? OUT_PORT;
  emit(turn, { step: step.key, body: { type: 'step.skipped' } });
  leave(turn, step, at.port);
}

/** A step is done. `decided` is the label of what chose `port`. The wrapper has written the event of an activity. */
export function completeStep(
  turn: Turn,
  step: StepAt,
  result: { output: Stored; port?: string; decided?: Label; reused?: true; pinned?: string },
): void {
  const key = step.key;
  const port = result.port ?? firstPort(step);
  if (port !== undefined && !step.ports.includes(port)) {
    const message = `Step "${step.name}" ended at "${port}", but it has no such output.`;
    failStep(turn, step, { error: { type: 'UnknownPort', message, hint: 'Publish the flow again.' } });
    return;
  }
  const at = close(turn, key, 'done');
  at.output = result.output;
  if (port !== undefined) at.port = port;
  if (result.decided) at.decided = result.decided;
  if (step.tier === 'pure' || result.reused || result.pinned !== undefined) {
    const { reused, pinned } = result;
    const more = {
      ...(port === undefined ? {} : { port }),
      ...(reused ? { reused } : {}),
      ...(pinned === undefined ? {} : { pinned }),
    };
    emit(turn, { step: key, body: { type: 'step.done', output: result.output, ...more, attempt: 1 } });
  }
  const isLast = step.parent === undefined && !turn.index.outgoing.has(step.id);
  if (!turn.state.responded && isLast) turn.state.result = result.output;
  leave(turn, step, port);
}

/** A step has failed for good: its error branch is taken, the run goes on, or the run fails. */
export function failStep(
  turn: Turn,
  step: StepAt,
  failure: { error: StepError; attempt?: number; stepId?: string; decided?: Label; reused?: true },
): void {
  const key = step.key;
  const { error, attempt = 1, reused } = failure;
  const { decided = inputsLabel(turn, step) } = failure;
  const at = close(turn, key, 'failed');
  const port = { fail: undefined, branch: ERROR_PORT, continue: firstPort(step) ?? OUT_PORT }[step.onError];
  at.error = error;
  const more = { ...(port === undefined ? {} : { port }), ...(reused ? { reused } : {}) };
  emit(turn, { step: key, body: { type: 'step.failed', error, attempt, ...more } });
  if (port === undefined) {
    const stepId = failure.stepId ?? step.id;
    const loop = loopAround(turn, step);
    if (!loop) return endRun(turn, { status: 'failed', error, stepId, label: joinLabels(at.scope, decided) });
    const index = Number(step.iteration.split('/').at(-1));
    return void turn.over.push({
      loop: loop.key,
      index,
      failure: { error, stepId, decided: joinLabels(at.scope, decided) },
    });
  }
  // A service may have worded the error, so the text is its; that the step failed is laid at the door of its inputs.
  const label = step.tier === 'pure' ? decided : joinLabels(decided, untrusted(`error:steps.${step.id}`));
  at.output = { kind: 'inline', value: { error: { ...error } }, labels: uniform(joinLabels(label, at.scope)) };
  at.port = port;
  at.decided = decided;
  leave(turn, step, port);
}

/** The port a step leaves by when nothing chose one. */
function firstPort(step: StepAt): string | undefined {
  if (step.body) return DONE_PORT;
  return step.ports.find((port) => port !== ERROR_PORT);
}

function close(turn: Turn, key: string, status: 'done' | 'failed'): StepState {
  const at = turn.state.steps[key] ?? { status, scope: TRUSTED, generation: 0 };
  turn.state.steps[key] = at;
  at.status = status;
  delete at.waitingFor;
  delete at.until;
  delete at.loop;
  delete at.calledRunId;
  return at;
}

function leave(turn: Turn, step: StepAt, port: string | undefined): void {
  for (const edge of turn.index.outgoing.get(step.id) ?? [])
    decideEdge(turn, edge, { outcome: edge.port === port ? 'taken' : 'dead', iteration: step.iteration });
  finishBeside(turn, step);
}

/** A step is over; with the last one of its iteration, that is over too. */
export function finishBeside(turn: Turn, step: StepAt): void {
  const left = countLeft(turn, step);
  const loop = left === 0 ? loopAround(turn, step) : undefined;
  if (loop) turn.over.push({ loop: loop.key, index: Number(step.iteration.split('/').at(-1)) });
}

/** Lets go of a live step. */
export function cancelStep(turn: Turn, key: string, at: StepState): void {
  at.status = 'cancelled';
  turn.commands.push({ type: 'cancelStep', step: key });
  emit(turn, { step: key, body: { type: 'step.cancelled' } });
}

type Ending = NonNullable<RunState['outcome']> & { reason?: string; label?: Label };

/** Ends the run and cancels all that is under way. `label`: what decided that it failed. */
export function endRun(turn: Turn, outcome: Ending): void {
  const { state } = turn;
  if (state.phase === 'ended') return;
  for (const [key, at] of Object.entries(state.steps)) {
    if (LIVE.has(at.status)) cancelStep(turn, key, at);
  }
  const { reason, label, ...kept } = outcome;
  state.phase = 'ended';
  state.outcome = kept;
  turn.ready.length = 0;
  turn.over.length = 0;
  emit(turn, { body: runBody(kept, { reason, label }) });
  turn.commands.push({ type: 'finish' });
}

function runBody(
  outcome: NonNullable<RunState['outcome']>,
  told: { reason: string | undefined; label: Label | undefined },
) {
  const { status, output, error, stepId } = outcome;
  const { reason, label } = told;
  if (status === 'done') return { type: 'run.done' as const, ...(output ? { output } : {}) };
  if (status === 'stopped') return { type: 'run.stopped' as const, ...(reason === undefined ? {} : { reason }) };
  const fallback = { type: 'EngineError', message: 'The run failed without saying why.' };
  return {
    type: 'run.failed' as const,
    error: error ?? fallback,
    ...(stepId === undefined ? {} : { stepId }),
    ...(label && !isPlainTrust(label) ? { label } : {}),
  };
}
