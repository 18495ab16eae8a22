/** Values that control nodes make, with the labels of what they are made of. */
import { inputsLabel, labelOf } from '#lib/engine/lookup.ts';
import type { StepAt, Turn } from '#lib/engine/turn.ts';
import { TRUSTED, uniform } from '#lib/label.ts';
import type { FieldLabels, Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import { paramLabel } from '#lib/params.ts';
import type { Param, PlanStep } from '#lib/plan.ts';
import { withScope } from '#lib/reference.ts';
import type { Json, Stored } from '#lib/value.ts';

/** The compiled parameter that becomes a step's value and may be large, and the name of the setting it comes from. */
export type OutputParam = { from: string; param: Param };

/** What the driver stores for a step instead of bringing it back; undefined for steps whose values stay small. */
export function outputParam({ type, params }: PlanStep): OutputParam | undefined {
  if (type === 'set' && params.fields) return { from: 'fields', param: params.fields };
  if (type === 'respond' && params.body) return { from: 'body', param: params.body };
  if (type !== 'template' || !params.text) return undefined;
  return { from: 'text', param: { kind: 'object', fields: { text: asText(params.text) } } };
}

/** A lone hole keeps the type of its value; a text must be one. */
function asText(param: Param): Param {
  if (param.kind === 'reference') return { kind: 'text', parts: [{ reference: param.reference }] };
  return param.kind === 'expression' ? { kind: 'text', parts: [{ expression: param.expression }] } : param;
}

/** A step's value as the state holds it. What the driver stored gets our labels: only its place is taken from there. */
export function madeValue(turn: Turn, step: StepAt, made: { value: Json } | { stored: Stored }): Stored {
  const output = outputParam(step);
  const plain = output ? fieldLabels(turn, step, output.param) : uniform(inputsLabel(turn, step));
  const labels = withScope(plain, scopeOfStep(turn, step));
  return 'stored' in made ? { ...made.stored, labels } : { kind: 'inline', value: made.value, labels };
}

/** The labels of a parameter, field by field where it is an object. */
export function fieldLabels(turn: Turn, ...[step, param]: [step: StepAt, param: Param]): FieldLabels {
  const label = (one: Param) => paramLabel(one, (reference) => labelOf(turn, step, reference));
  if (param.kind !== 'object') return uniform(label(param));
  const fields = Object.entries(param.fields).map(([name, field]) => [name, label(field)] as const);
  return { rest: TRUSTED, fields: Object.fromEntries(fields) };
}

/** What decided that a step runs. */
export function scopeOfStep(turn: Turn, step: StepAt): Label {
  return own(turn.state.steps, step.key)?.scope ?? TRUSTED;
}
