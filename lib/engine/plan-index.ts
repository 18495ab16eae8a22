import { referencesIn } from '#lib/params.ts';
import type { Plan, PlanEdge, Reference } from '#lib/plan.ts';

/** Look-ups over a plan that every event needs. */
export type PlanIndex = {
  incoming: Map<string, PlanEdge[]>;
  outgoing: Map<string, PlanEdge[]>;
  references: Map<string, Reference[]>;
};

const known = new WeakMap<Plan, PlanIndex>();

/** The index of a plan; made once, because a plan never changes. */
export function indexOf(plan: Plan): PlanIndex {
  const found = known.get(plan);
  if (found) return found;
  const index: PlanIndex = { incoming: new Map(), outgoing: new Map(), references: new Map() };
  for (const edge of plan.edges) {
    append(index.incoming, edge.to, edge);
    append(index.outgoing, edge.from, edge);
  }
  for (const id of plan.order) {
    index.references.set(id, Object.values(plan.steps[id]?.params ?? {}).flatMap(referencesIn));
  }
  known.set(plan, index);
  return index;
}

function append(map: Map<string, PlanEdge[]>, key: string, edge: PlanEdge): void {
  const list = map.get(key);
  if (list) list.push(edge);
  else map.set(key, [edge]);
}
