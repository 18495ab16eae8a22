/** Control nodes run inside the workflow, in the turn they become ready, or once their params have been evaluated. */
import { act } from '#lib/engine/control-nodes.ts';
import { guarded } from '#lib/engine/guarded.ts';
import { callOf, readParams } from '#lib/engine/lookup.ts';
import { fieldLabels, outputParam } from '#lib/engine/made-value.ts';
import type { OutputParam } from '#lib/engine/made-value.ts';
import { beginLoop } from '#lib/engine/loop.ts';
import { failStep } from '#lib/engine/settle.ts';
import { emit } from '#lib/engine/turn.ts';
import type { StepAt, Turn } from '#lib/engine/turn.ts';
import type { PlanStep } from '#lib/plan.ts';
import { INLINE_LIMIT, jsonSize } from '#lib/value.ts';
import type { Json, Stored } from '#lib/value.ts';

/** Begins a control node: at once, or after the driver has evaluated what takes JSONata or a stored blob. */
export function beginPure(turn: Turn, step: StepAt): void {
  emit(turn, { step: step.key, body: { type: 'step.started', attempt: 1 } });
  evaluateOrRun(turn, step);
}

/** The same without saying that it began: also used when a run is taken up again. */
export function evaluateOrRun(turn: Turn, step: StepAt): void {
  guarded(turn, step, () => {
    if (step.body) return beginLoop(turn, step);
    const params = readParams(turn, step);
    const output = outputParam(step);
    if (params && !(output && jsonSize(params) > INLINE_LIMIT)) runPure(turn, step, { params });
    else evaluate(turn, step, output);
  });
}

function evaluate(turn: Turn, step: StepAt, output: OutputParam | undefined): void {
  const made = callOf(turn, step);
  if ('error' in made) return failStep(turn, step, made);
  const key = step.key;
  if (!output) return void turn.commands.push({ type: 'evaluate', step: key, params: step.params, call: made.call });
  // What becomes the output is resolved and stored there; only the rest comes back as values.
  const rest = Object.entries(step.params).filter(([name]) => name !== output.from);
  turn.commands.push({
    type: 'evaluate',
    step: key,
    params: Object.fromEntries(rest),
    output: output.param,
    call: made.call,
  });
}

type Known = { params: Record<string, Json>; output?: Stored };

/** Runs a control node whose params are known. `output` is its stored value where the driver made it. */
export function runPure(turn: Turn, step: StepAt, known: Known): void {
  guarded(turn, step, () => {
    const { params, output } = known;
    const shown = shownParams(step, known);
    if (shown && jsonSize(shown) <= INLINE_LIMIT) {
      const labels = fieldLabels(turn, step, { kind: 'object', fields: step.params });
      const input: Stored = { kind: 'inline', value: shown, labels };
      emit(turn, { step: step.key, body: { type: 'step.input', attempt: 1, input } });
    }
    act(turn, step, output ? { params, output } : { params });
  });
}

/** All params as values. Null where one is too large to be shown here: then it is read as the step's output. */
function shownParams(step: PlanStep, { params, output }: Known): Record<string, Json> | null {
  const made = outputParam(step);
  if (!output || !made) return params;
  if (output.kind !== 'inline') return null;
  const value = step.type === 'template' ? (output.value as { text: Json }).text : output.value;
  return { ...params, [made.from]: value };
}
