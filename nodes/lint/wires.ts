/** The wires of a plan by where they begin and where they end: large drawings are looked at again and again. */
import type { Plan, PlanEdge } from '#lib/plan.ts';

type Wires = { from: (id: string) => readonly PlanEdge[]; to: (id: string) => readonly PlanEdge[] };

const known = new WeakMap<Plan, Wires>();

/** Of one plan; made once. */
export function wiresOf(plan: Plan): Wires {
  const found = known.get(plan);
  if (found) return found;
  const [from, to] = [grouped(plan, (edge) => edge.from), grouped(plan, (edge) => edge.to)];
  const wires: Wires = { from: (id) => from.get(id) ?? [], to: (id) => to.get(id) ?? [] };
  known.set(plan, wires);
  return wires;
}

function grouped({ edges }: Plan, by: (edge: PlanEdge) => string): Map<string, PlanEdge[]> {
  const groups = new Map<string, PlanEdge[]>();
  for (const edge of edges) {
    const group = groups.get(by(edge));
    if (group) group.push(edge);
    else groups.set(by(edge), [edge]);
  }
  return groups;
}
