/** Steps that call another flow and wait for the end of its run. */
import type { CalledEnd } from '#lib/call.ts';
import { inputsLabel } from '#lib/engine/lookup.ts';
import { completeStep, failStep } from '#lib/engine/settle.ts';
import { emit } from '#lib/engine/turn.ts';
import type { StepAt, Turn } from '#lib/engine/turn.ts';
import type { StepState } from '#lib/engine/types.ts';
import type { StepError } from '#lib/errors.ts';
import { joinLabels, TRUSTED, uniform } from '#lib/label.ts';
import { withScope } from '#lib/reference.ts';
import type { Stored } from '#lib/value.ts';

/** Parks a step until the run that it called has ended. */
export function awaitCalled(turn: Turn, step: StepAt, runId: string): void {
  const key = step.key;
  const at = turn.state.steps[key];
  if (at) Object.assign(at, { status: 'waiting', waitingFor: 'run', calledRunId: runId });
  emit(turn, { step: key, body: { type: 'step.waiting', calledRunId: runId }, suffix: runId });
  turn.commands.push({ type: 'watchRun', step: key, runId });
}

/** The called run has ended: its output is the step's, its failure too. */
export function endCall(turn: Turn, step: StepAt, { at, end }: { at: StepState; end: CalledEnd }): void {
  if (end.status !== 'done') {
    const guilt = end.status === 'failed' && end.label ? end.label : TRUSTED;
    return failStep(turn, step, { error: errorOf(end), decided: joinLabels(inputsLabel(turn, step), guilt) });
  }
  const { output = NOTHING } = end;
  const labelled: Stored = { ...output, labels: withScope(output.labels, at.scope) };
  emit(turn, { step: step.key, body: { type: 'step.done', output: labelled, attempt: 1 } });
  completeStep(turn, step, { output: labelled });
}

const NOTHING: Stored = { kind: 'inline', value: null, labels: uniform(TRUSTED) };

function errorOf(end: Exclude<CalledEnd, { status: 'done' }>): StepError {
  const hint = 'Open the run that was called to see what happened there.';
  if (end.status === 'stopped') {
    const why = end.reason === undefined ? '' : `: ${end.reason}`;
    return { type: 'FlowStopped', message: `"${end.flowName}" was stopped${why}`, hint };
  }
  return { type: 'FlowFailed', message: `"${end.flowName}" failed: ${end.error.message}`, hint };
}
