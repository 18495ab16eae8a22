/** A part of a plan: what leads to one step, and the step. Made for a test run that ends there. */
import { own } from '#lib/own.ts';
import { referencesIn } from '#lib/params.ts';
import type { Plan } from '#lib/plan.ts';

/** The plan without everything that `target` does not need. Loops around what is left stay, with so much of their bodies. */
export function cutPlan(plan: Plan, target: string): Plan {
  const needed = neededBy(plan, target);
  const steps = Object.fromEntries(
    Object.entries(plan.steps)
      .filter(([id]) => needed.has(id))
      .map(([id, step]) => [id, step.body ? { ...step, body: step.body.filter((inner) => needed.has(inner)) } : step]),
  );
  const stays = (id: string) => needed.has(id) || Object.hasOwn(plan.triggers, id);
  const edges = plan.edges
    .filter(({ from, to }) => stays(from) && needed.has(to))
    .map((edge, index) => ({ ...edge, id: String(index) }));
  return { ...plan, steps, order: plan.order.filter((id) => needed.has(id)), edges };
}

/** The step, all that leads to it or is referred to by any of that, and the loops around them. */
function neededBy(plan: Plan, target: string): Set<string> {
  const before = new Map<string, string[]>();
  for (const { from, to } of plan.edges) before.set(to, [...(before.get(to) ?? []), from]);
  const needed = new Set<string>();
  const open = [target];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const step = own(plan.steps, id);
    if (!step || needed.has(id)) continue;
    needed.add(id);
    // What leads back into a loop is inside of it: a loop that is passed on the way is needed whole.
    open.push(
      ...(before.get(id) ?? []).filter((from) => own(plan.steps, from)?.parent !== id || !isAround(plan, id, target)),
    );
    open.push(
      ...Object.values(step.params)
        .flatMap(referencesIn)
        .flatMap((reference) => reference.step ?? []),
    );
    if (step.parent !== undefined) open.push(step.parent);
    if (step.body && !isAround(plan, id, target)) open.push(...step.body);
  }
  return needed;
}

function isAround(plan: Plan, loop: string, id: string): boolean {
  for (let at = own(plan.steps, id)?.parent; at !== undefined; at = own(plan.steps, at)?.parent)
    if (at === loop) return true;
  return false;
}
