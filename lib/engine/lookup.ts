/** How a step's references find their values and labels in the state of its run. */
import { referenceKey } from '#lib/call.ts';
import type { ActivityCall } from '#lib/call.ts';
import { itemSource, loopSource } from '#lib/engine/live-loop.ts';
import { stepKey } from '#lib/engine/types.ts';
import type { StepState } from '#lib/engine/types.ts';
import { loopAround, outerIteration, planStep } from '#lib/engine/turn.ts';
import type { StepAt, Turn } from '#lib/engine/turn.ts';
import { variableSource } from '#lib/engine/variables.ts';
import type { StepError } from '#lib/errors.ts';
import { joinLabels, labelAt, TRUSTED, uniform } from '#lib/label.ts';
import type { Label } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import { expressionsIn, fillParam, referencesIn } from '#lib/params.ts';
import type { Reference } from '#lib/plan.ts';
import { passReference, resolveReference } from '#lib/reference.ts';
import type { Source } from '#lib/reference.ts';
import type { Json } from '#lib/value.ts';

/** The call of a step's activity with all that its params refer to, or why a reference cannot be resolved. */
export function callOf(turn: Turn, step: StepAt): { call: ActivityCall } | { error: StepError } {
  const values: ActivityCall['values'] = {};
  const lookup = (reference: Reference) => sourceOf(turn, step, reference);
  for (const reference of referencesOf(turn, step)) {
    const strict = resolveReference(reference, lookup);
    if (strict.kind === 'missing') return { error: strict.error };
    // Two references to one path may differ in what they fall back to: the plain value goes over.
    const { fallback: _fallback, ...bare } = reference;
    const plain = resolveReference({ ...bare, optional: true }, lookup);
    if (plain.kind !== 'missing') values[referenceKey(reference)] = passReference(reference, plain);
  }
  const at = own(turn.state.steps, step.key);
  const call: ActivityCall = {
    run: turn.state.run,
    stepId: step.id,
    type: step.type,
    iteration: step.iteration,
    generation: at?.generation ?? 0,
    values,
    scope: at?.scope ?? TRUSTED,
  };
  return { call: at?.approvalId ? { ...call, approvalId: at.approvalId } : call };
}

/** The params of a step as plain data; undefined when that takes JSONata or a value from the blob store. */
export function readParams(turn: Turn, step: StepAt): Record<string, Json> | undefined {
  const values = new Map<Reference, Json>();
  for (const reference of referencesOf(turn, step)) {
    const found = resolveReference(reference, (asked) => sourceOf(turn, step, asked));
    if (found.kind !== 'value') return undefined;
    values.set(reference, found.value);
  }
  const params = Object.entries(step.params);
  if (params.some(([, param]) => expressionsIn(param).length > 0)) return undefined;
  const fill = { reference: (reference: Reference) => values.get(reference) ?? null, expression: () => null };
  return Object.fromEntries(params.map(([name, param]) => [name, fillParam(param, fill)]));
}

/** The label of what a reference gives, joined with what decided that there is (or is not) something to refer to. */
export function labelOf(turn: Turn, ...[step, reference]: [step: StepAt, reference: Reference]): Label {
  const source = sourceOf(turn, step, reference);
  const scope = source.scope ?? TRUSTED;
  if (source.kind === 'absent') return scope;
  return joinLabels(labelAt(source.stored.labels, reference.path.slice(source.skip ?? 0)), scope);
}

/** What the params refer to; a step may come with some of its params only. */
function referencesOf(turn: Turn, step: StepAt): Reference[] {
  const isWhole = own(turn.plan.steps, step.id)?.params === step.params;
  return (isWhole && turn.index.references.get(step.id)) || Object.values(step.params).flatMap(referencesIn);
}

/** Join of the labels of all that a step's params refer to. */
export function inputsLabel(turn: Turn, step: StepAt): Label {
  return joinLabels(...referencesOf(turn, step).map((reference) => labelOf(turn, step, reference)));
}

function sourceOf(turn: Turn, ...[step, reference]: [step: StepAt, reference: Reference]): Source {
  switch (reference.root) {
    case 'trigger':
      return { kind: 'stored', stored: turn.state.trigger };
    case 'run':
      return { kind: 'stored', stored: { kind: 'inline', value: aboutRun(turn), labels: uniform(TRUSTED) } };
    case 'steps':
      return stepSource(turn, step, reference);
    case 'item':
      return ownItem(turn, step, reference);
    case 'vars':
      return variableSource(turn.state.vars, reference);
    default:
      return reference.root satisfies never;
  }
}

/** What a step gave in the same iteration, or in the ones around it; what a loop has inside is not seen from outside. */
function stepSource(turn: Turn, ...[step, reference]: [step: StepAt, reference: Reference]): Source {
  const id = reference.step ?? '';
  const depth = turn.index.depth.get(id) ?? 0;
  const key = stepKey(id, outerIteration(step.iteration, depth));
  const at = own(turn.state.steps, key);
  if (!at) return { kind: 'absent', because: `step "${id}" has not run` };
  if (at.loop) return { ...loopSource(at.loop, indexAt(step, depth), reference.path), scope: at.scope };
  if (at.output) return { kind: 'stored', stored: at.output, scope: at.scope };
  const off = planStep(turn, key)?.disabled === true;
  const because = off ? `step "${id}" is switched off` : `step "${id}" ${whyEmpty(at.status)}`;
  return { kind: 'absent', because, scope: at.scope };
}

function ownItem(turn: Turn, ...[step, reference]: [step: StepAt, reference: Reference]): Source {
  const around = loopAround(turn, step);
  const loop = around && own(turn.state.steps, around.key)?.loop;
  const index = around && indexAt(step, turn.index.depth.get(around.id) ?? 0);
  if (!loop || index === undefined) return { kind: 'absent', because: 'there is no `item` here' };
  return itemSource(loop, index, reference.path);
}

/** Which iteration of a loop, that is itself `depth` loops deep, a step is in. */
function indexAt(step: StepAt, depth: number): number | undefined {
  const part = step.iteration.split('/')[depth];
  return part === undefined || part === '' ? undefined : Number(part);
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
