import { EACH_PORT } from '#lib/control.ts';
import { own } from '#lib/own.ts';
import { referencesIn } from '#lib/params.ts';
import type { Plan, PlanEdge, PlanStep, Reference } from '#lib/plan.ts';

/** A drawn step in one iteration of the loops around it. */
export type StepAt = PlanStep & { iteration: string; key: string };

/** Look-ups over a plan that every event needs. */
export type PlanIndex = {
  incoming: Map<string, PlanEdge[]>;
  outgoing: Map<string, PlanEdge[]>;
  references: Map<string, Reference[]>;
  /** Ids of the steps that refer to a step. */
  readers: Map<string, string[]>;
  /** Steps as they are outside of loops, by id. */
  outside: Map<string, StepAt>;
  /** Ids of steps outside of loops, in the order of the plan. */
  top: string[];
  /** Of each loop: edges that begin its body, that lead back into it, and all that belong to one iteration. */
  each: Map<string, PlanEdge[]>;
  back: Map<string, PlanEdge[]>;
  inner: Map<string, PlanEdge[]>;
  /** In how many loops a step is. */
  depth: Map<string, number>;
};

const known = new WeakMap<Plan, PlanIndex>();

/** The index of a plan; made once, because a plan never changes. */
export function indexOf(plan: Plan): PlanIndex {
  const found = known.get(plan);
  if (found) return found;
  const index: PlanIndex = {
    incoming: new Map(),
    outgoing: new Map(),
    references: new Map(),
    readers: new Map(),
    outside: new Map(Object.values(plan.steps).map((step) => [step.id, { ...step, iteration: '', key: step.id }])),
    top: plan.order.filter((id) => plan.steps[id]?.parent === undefined),
    each: new Map(),
    back: new Map(),
    inner: new Map(),
    depth: new Map(plan.order.map((id) => [id, depthOf(plan, id)])),
  };
  for (const edge of plan.edges) addEdge(plan, index, edge);
  for (const id of plan.order) {
    const references = Object.values(plan.steps[id]?.params ?? {}).flatMap(referencesIn);
    index.references.set(id, references);
    for (const read of new Set(references.flatMap(({ step }) => step ?? []))) append(index.readers, read, id);
  }
  known.set(plan, index);
  return index;
}

function depthOf(plan: Plan, id: string): number {
  let depth = 0;
  for (let at = plan.steps[id]?.parent; at !== undefined; at = plan.steps[at]?.parent) depth += 1;
  return depth;
}

/** What leads back into a loop is not among what leads to it; what begins its body is not among what leaves it. */
function addEdge(plan: Plan, index: PlanIndex, edge: PlanEdge): void {
  const source = own(plan.steps, edge.from);
  const isEach = source?.body !== undefined && edge.port === EACH_PORT;
  const isBack = source?.parent !== undefined && source.parent === edge.to;
  const loop = isEach ? edge.from : source?.parent;
  if (loop !== undefined) append(index.inner, loop, edge);
  if (isEach) append(index.each, edge.from, edge);
  else append(index.outgoing, edge.from, edge);
  if (isBack) append(index.back, edge.to, edge);
  else append(index.incoming, edge.to, edge);
}

function append<T>(map: Map<string, T[]>, key: string, one: T): void {
  const list = map.get(key);
  if (list) list.push(one);
  else map.set(key, [one]);
}
