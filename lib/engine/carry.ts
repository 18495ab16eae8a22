/** The state of a run as continue-as-new carries it: without what nobody will look at again. */
import { indexOf } from '#lib/engine/plan-index.ts';
import type { PlanIndex } from '#lib/engine/plan-index.ts';
import { LIVE, outerIteration } from '#lib/engine/turn.ts';
import { stepKey } from '#lib/engine/types.ts';
import type { LoopValue, RunState, StepState } from '#lib/engine/types.ts';
import { isPlainTrust, TRUSTED } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import { jsonSize } from '#lib/value.ts';
import type { BlobRef, Json } from '#lib/value.ts';

/** A run's state in few bytes: what is left out of a step has its usual value. */
export type CarriedState = Omit<RunState, 'steps'> & { steps: Record<string, CarriedStep> };
type CarriedStep = Omit<StepState, 'scope' | 'generation'> & Partial<Pick<StepState, 'scope' | 'generation'>>;

/**
 * The state to carry. A step that is over keeps no more than that it is, once all that it leads to has begun and nothing
 * that refers to it can still run; items read ahead are read again.
 */
export function packState(plan: Plan, state: RunState): CarriedState {
  const index = indexOf(plan);
  const steps = Object.entries(state.steps).map(
    ([key, at]) => [key, packStep({ plan, index, state }, key, at)] as const,
  );
  const edges = Object.entries(state.edges).filter(([key]) => isEdgeNeeded({ plan, index, state }, key));
  return { ...state, steps: Object.fromEntries(steps), edges: Object.fromEntries(edges) };
}

/** The state of a carried one. */
export function unpackState(carried: CarriedState): RunState {
  const steps = Object.entries(carried.steps).map(
    ([key, at]) => [key, { scope: TRUSTED, generation: 0, ...at }] as const,
  );
  return { ...carried, steps: Object.fromEntries(steps) };
}

/** A value of the state that may lie in a blob instead. */
export type Slot = { value: Json; bytes: number; put: (blob: BlobRef) => void };

/** All values that could be put into blobs, the largest first. Putting one changes the carried state in place. */
export function slotsOf(carried: CarriedState): Slot[] {
  const slots: Slot[] = [];
  for (const at of Object.values(carried.steps)) {
    const { output, loop } = at;
    if (output?.kind === 'inline') {
      slots.push(slot(output.value, (blob) => (at.output = { kind: 'blob', blob, labels: output.labels })));
    }
    if (loop?.kind === 'forEach') {
      for (const [index, item] of Object.entries(loop.active))
        addLoopValue(slots, item, (to) => (loop.active[index] = to));
      for (const [place, { index, ...result }] of loop.results.entries())
        addLoopValue(slots, result, (to) => (loop.results[place] = { index, ...to }));
    } else if (loop?.last.kind === 'inline') {
      const { last } = loop;
      slots.push(slot(last.value, (blob) => (loop.last = { kind: 'blob', blob, labels: last.labels })));
    }
  }
  return slots.sort((a, b) => b.bytes - a.bytes);
}

function addLoopValue(slots: Slot[], from: LoopValue, put: (to: LoopValue) => void): void {
  if ('value' in from) slots.push(slot(from.value, (blob) => put({ blob })));
}

function slot(value: Json, put: Slot['put']): Slot {
  return { value, bytes: jsonSize(value), put };
}

type Known = { plan: Plan; index: PlanIndex; state: RunState };

function packStep(known: Known, key: string, at: StepState): CarriedStep {
  if (!LIVE.has(at.status) && !isNeeded(known, key)) return { status: at.status };
  const { scope, generation, ...rest } = at;
  const loop = rest.loop?.kind === 'forEach' && rest.loop.chunks.length > 0 ? { ...rest.loop, ahead: [] } : rest.loop;
  const { output } = rest;
  return {
    ...rest,
    ...(loop ? { loop } : {}),
    // What people are shown of a large value stands in the log.
    ...(output?.kind === 'blob' ? { output: { ...output, blob: { ...output.blob, preview: '' } } } : {}),
    ...(isPlainTrust(scope) ? {} : { scope }),
    ...(generation === 0 ? {} : { generation }),
  };
}

/** Whether the result of a step that is over, or what decided it, may still be looked at. */
function isNeeded({ plan, index, state }: Known, key: string): boolean {
  const [id = '', iteration = ''] = key.split('@');
  const parent = own(plan.steps, id)?.parent;
  for (const edge of index.outgoing.get(id) ?? []) {
    if (edge.to === parent) return true;
    if (!own(state.steps, stepKey(edge.to, iteration))) return true;
  }
  return (index.readers.get(id) ?? []).some(
    (reader) => !isOver({ plan, index, state }, { id: reader, iteration, from: id }),
  );
}

/** Whether a step can read nothing more: itself, or the loop that it is in seen from where the read one is. */
function isOver({ plan, index, state }: Known, reader: { id: string; iteration: string; from: string }): boolean {
  const depth = index.depth.get(reader.from) ?? 0;
  let id = reader.id;
  for (let parent = own(plan.steps, id)?.parent; (index.depth.get(id) ?? 0) > depth && parent !== undefined;) {
    id = parent;
    parent = own(plan.steps, id)?.parent;
  }
  const at = own(state.steps, stepKey(id, outerIteration(reader.iteration, index.depth.get(id) ?? 0)));
  return at !== undefined && !LIVE.has(at.status);
}

/** An edge counts until what it leads to has begun; one that leads back into a loop, until its iteration is over. */
function isEdgeNeeded({ plan, state }: Known, key: string): boolean {
  const [id = '', iteration = ''] = key.split('@');
  const edge = plan.edges[Number(id)];
  if (!edge) return true;
  if (own(plan.steps, edge.from)?.parent === edge.to) return true;
  return own(state.steps, stepKey(edge.to, iteration)) === undefined;
}
