/** How a run gets on: edges are decided, steps end, the run ends. */
import { ERROR_PORT, OUT_PORT } from '#lib/control.ts';
import { isDecided } from '#lib/engine/join.ts';
import { inputsLabel } from '#lib/engine/lookup.ts';
import { emit, LIVE } from '#lib/engine/turn.ts';
import type { Turn } from '#lib/engine/turn.ts';
import type { RunState, StepState } from '#lib/engine/types.ts';
import { stepKey } from '#lib/engine/types.ts';
import type { StepError } from '#lib/errors.ts';
import { joinLabels, TRUSTED, uniform, untrusted } from '#lib/label.ts';
import type { Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { PlanEdge, PlanStep } from '#lib/plan.ts';
import type { Stored } from '#lib/value.ts';

/** Decides an edge. A step that now knows enough of its edges becomes ready; one that has begun ignores it. */
export function decideEdge(turn: Turn, edge: PlanEdge, outcome: 'taken' | 'dead'): void {
  if (own(turn.state.edges, edge.id) !== undefined) return;
  turn.state.edges[edge.id] = outcome;
  const { undecided = 0, taken = 0 } = turn.tally.arrivals.get(edge.to) ?? {};
  const arrivals = { undecided: undecided - 1, taken: taken + (outcome === 'taken' ? 1 : 0) };
  turn.tally.arrivals.set(edge.to, arrivals);
  if (own(turn.state.steps, stepKey(edge.to, ''))) return;
  const join = own(turn.plan.steps, edge.to)?.join ?? { mode: 'all' };
  if (isDecided(join, arrivals)) turn.ready.push(edge.to);
}

/** What decided that a step runs (or is skipped): the scope and the choice of everything that leads to it. */
export function scopeOf(turn: Turn, id: string, over: 'taken' | 'dead'): Label {
  const sources = new Set<string>();
  for (const edge of turn.index.incoming.get(id) ?? []) {
    if (own(turn.state.edges, edge.id) === over) sources.add(edge.from);
  }
  const labels = [...sources].flatMap((from) => {
    const at = own(turn.state.steps, stepKey(from, ''));
    return at ? [at.scope, at.decided ?? TRUSTED] : [];
  });
  return labels.length === 0 ? TRUSTED : joinLabels(...labels);
}

/** Sets the state of a step that is beginning. */
export function enter(turn: Turn, step: PlanStep, status: StepState['status']): StepState {
  const skipped = status === 'skipped' && !step.disabled;
  const at: StepState = { status, scope: scopeOf(turn, step.id, skipped ? 'dead' : 'taken'), generation: 0 };
  turn.state.steps[stepKey(step.id, '')] = at;
  return at;
}

/** A step was passed by: everything behind it alone is passed by too. */
export function skipStep(turn: Turn, step: PlanStep): void {
  enter(turn, step, 'skipped');
  emit(turn, { step: stepKey(step.id, ''), body: { type: 'step.skipped' } });
  leave(turn, step, undefined);
}

/** A switched-off step passes on what comes in, through its first port, without doing anything. */
export function passStep(turn: Turn, step: PlanStep): void {
  const at = enter(turn, step, 'skipped');
  at.port = firstPort(step) ?? OUT_PORT;
  emit(turn, { step: stepKey(step.id, ''), body: { type: 'step.skipped' } });
  leave(turn, step, at.port);
}

/** A step is done. `decided` is the label of what chose `port`. The wrapper has written the event of an activity. */
export function completeStep(
  turn: Turn,
  step: PlanStep,
  result: { output: Stored; port?: string; decided?: Label },
): void {
  const key = stepKey(step.id, '');
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
  if (step.tier === 'pure') {
    emit(turn, {
      step: key,
      body: { type: 'step.done', output: result.output, ...(port === undefined ? {} : { port }), attempt: 1 },
    });
  }
  if (!turn.state.responded && !turn.index.outgoing.has(step.id)) turn.state.result = result.output;
  leave(turn, step, port);
}

/** A step has failed for good: its error branch is taken, the run goes on, or the run fails. */
export function failStep(turn: Turn, step: PlanStep, failure: { error: StepError; attempt?: number }): void {
  const key = stepKey(step.id, '');
  const { error, attempt = 1 } = failure;
  const inputs = inputsLabel(turn, step);
  const at = close(turn, key, 'failed');
  const port = { fail: undefined, branch: ERROR_PORT, continue: firstPort(step) ?? OUT_PORT }[step.onError];
  at.error = error;
  emit(turn, { step: key, body: { type: 'step.failed', error, attempt, ...(port === undefined ? {} : { port }) } });
  if (port === undefined) {
    endRun(turn, { status: 'failed', error, stepId: step.id });
    return;
  }
  // A service may have worded the error, so the text is its; that the step failed is laid at the door of its inputs.
  const label = step.tier === 'pure' ? inputs : joinLabels(inputs, untrusted(`error:steps.${step.id}`));
  at.output = { kind: 'inline', value: { error: { ...error } }, labels: uniform(joinLabels(label, at.scope)) };
  at.port = port;
  at.decided = inputs;
  leave(turn, step, port);
}

/** The port a step leaves by when nothing chose one. */
function firstPort(step: PlanStep): string | undefined {
  return step.ports.find((port) => port !== ERROR_PORT);
}

function close(turn: Turn, key: string, status: 'done' | 'failed'): StepState {
  const at = turn.state.steps[key] ?? { status, scope: TRUSTED, generation: 0 };
  turn.state.steps[key] = at;
  at.status = status;
  delete at.waitingFor;
  delete at.until;
  return at;
}

function leave(turn: Turn, step: PlanStep, port: string | undefined): void {
  turn.tally.open -= 1;
  for (const edge of turn.index.outgoing.get(step.id) ?? [])
    decideEdge(turn, edge, edge.port === port ? 'taken' : 'dead');
}

/** Ends the run and cancels all that is under way. */
export function endRun(turn: Turn, outcome: NonNullable<RunState['outcome']> & { reason?: string }): void {
  const { state } = turn;
  if (state.phase === 'ended') return;
  for (const [key, at] of Object.entries(state.steps)) {
    if (!LIVE.has(at.status)) continue;
    at.status = 'cancelled';
    turn.commands.push({ type: 'cancelStep', step: key });
    emit(turn, { step: key, body: { type: 'step.cancelled' } });
  }
  const { reason, ...kept } = outcome;
  state.phase = 'ended';
  state.outcome = kept;
  turn.ready.length = 0;
  emit(turn, { body: runBody(kept, reason) });
  turn.commands.push({ type: 'finish' });
}

function runBody(outcome: NonNullable<RunState['outcome']>, reason: string | undefined) {
  const { status, output, error, stepId } = outcome;
  if (status === 'done') return { type: 'run.done' as const, ...(output ? { output } : {}) };
  if (status === 'stopped') return { type: 'run.stopped' as const, ...(reason === undefined ? {} : { reason }) };
  const fallback = { type: 'EngineError', message: 'The run failed without saying why.' };
  return { type: 'run.failed' as const, error: error ?? fallback, ...(stepId === undefined ? {} : { stepId }) };
}
