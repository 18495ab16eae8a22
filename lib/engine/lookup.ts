/** How a step's references find their values and labels in the state of its run. */
import { referenceKey } from '#lib/call.ts';
import type { ActivityCall } from '#lib/call.ts';
import { stepKey } from '#lib/engine/types.ts';
import type { StepState } from '#lib/engine/types.ts';
import { planStep } from '#lib/engine/turn.ts';
import type { Turn } from '#lib/engine/turn.ts';
import type { StepError } from '#lib/errors.ts';
import { joinLabels, labelAt, TRUSTED, uniform } from '#lib/label.ts';
import type { Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import { expressionsIn, fillParam } from '#lib/params.ts';
import type { PlanStep, Reference } from '#lib/plan.ts';
import { passReference, resolveReference } from '#lib/reference.ts';
import type { Source } from '#lib/reference.ts';
import type { Json } from '#lib/value.ts';

/** The call of a step's activity with all that its params refer to, or why a reference cannot be resolved. */
export function callOf(turn: Turn, step: PlanStep): { call: ActivityCall } | { error: StepError } {
  const values: ActivityCall['values'] = {};
  const lookup = (reference: Reference) => sourceOf(turn, reference);
  for (const reference of turn.index.references.get(step.id) ?? []) {
    const strict = resolveReference(reference, lookup);
    if (strict.kind === 'missing') return { error: strict.error };
    // Two references to one path may differ in what they fall back to: the plain value goes over.
    const { fallback: _fallback, ...bare } = reference;
    const plain = resolveReference({ ...bare, optional: true }, lookup);
    if (plain.kind !== 'missing') values[referenceKey(reference)] = passReference(reference, plain);
  }
  const at = own(turn.state.steps, stepKey(step.id, ''));
  const call: ActivityCall = {
    run: turn.state.run,
    stepId: step.id,
    type: step.type,
    iteration: '',
    generation: at?.generation ?? 0,
    values,
    scope: at?.scope ?? TRUSTED,
  };
  return { call: at?.approvalId ? { ...call, approvalId: at.approvalId } : call };
}

/** The params of a step as plain data; undefined when that takes JSONata or a value from the blob store. */
export function readParams(turn: Turn, step: PlanStep): Record<string, Json> | undefined {
  const values = new Map<Reference, Json>();
  for (const reference of turn.index.references.get(step.id) ?? []) {
    const found = resolveReference(reference, (asked) => sourceOf(turn, asked));
    if (found.kind !== 'value') return undefined;
    values.set(reference, found.value);
  }
  const params = Object.entries(step.params);
  if (params.some(([, param]) => expressionsIn(param).length > 0)) return undefined;
  const fill = { reference: (reference: Reference) => values.get(reference) ?? null, expression: () => null };
  return Object.fromEntries(params.map(([name, param]) => [name, fillParam(param, fill)]));
}

/** The label of what a reference gives, joined with what decided that there is (or is not) something to refer to. */
export function labelOf(turn: Turn, reference: Reference): Label {
  const source = sourceOf(turn, reference);
  const scope = source.scope ?? TRUSTED;
  return source.kind === 'absent' ? scope : joinLabels(labelAt(source.stored.labels, reference.path), scope);
}

/** Join of the labels of all that a step's params refer to. */
export function inputsLabel(turn: Turn, step: PlanStep): Label {
  const references = turn.index.references.get(step.id) ?? [];
  return joinLabels(...references.map((reference) => labelOf(turn, reference)));
}

function sourceOf(turn: Turn, reference: Reference): Source {
  switch (reference.root) {
    case 'trigger':
      return { kind: 'stored', stored: turn.state.trigger };
    case 'run':
      return { kind: 'stored', stored: { kind: 'inline', value: aboutRun(turn), labels: uniform(TRUSTED) } };
    case 'steps':
      return stepSource(turn, reference.step ?? '');
    case 'item':
    case 'vars':
      return { kind: 'absent', because: `there is no \`${reference.root}\` here` };
    default:
      return reference.root satisfies never;
  }
}

function stepSource(turn: Turn, id: string): Source {
  const key = stepKey(id, '');
  const at = own(turn.state.steps, key);
  if (!at) return { kind: 'absent', because: `step "${id}" has not run` };
  if (at.output) return { kind: 'stored', stored: at.output, scope: at.scope };
  const off = planStep(turn, key)?.disabled === true;
  const because = off ? `step "${id}" is switched off` : `step "${id}" ${whyEmpty(at.status)}`;
  return { kind: 'absent', because, scope: at.scope };
}

function whyEmpty(status: StepState['status']): string {
  if (status === 'skipped') return 'was skipped in this run';
  return status === 'cancelled' ? 'was cancelled, because a join did not wait for it' : 'has no result';
}

/** What `run` holds. */
function aboutRun({ state, plan }: Turn): Json {
  const startedAt = new Date(state.startedAt).toISOString();
  return { id: state.run.runId, flowId: state.run.flowId, flowName: plan.name, trigger: state.triggerId, startedAt };
}
