/** Where the wires of a plan lead. */
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import { wiresOf } from '#nodes/lint/wires.ts';

/** The trigger, and all that its wires lead to. */
export function reachedFrom(plan: Plan, trigger: string): Set<string> {
  const reached = new Set([trigger]);
  // A set is walked to its end also while it grows.
  for (const at of reached) for (const { to } of wiresOf(plan).from(at)) reached.add(to);
  return reached;
}

/** All that leads to a step. */
export function ancestors(plan: Plan, id: string): Set<string> {
  const found = new Set<string>();
  gather(plan, id, found);
  for (const at of found) gather(plan, at, found);
  return found;
}

function gather(plan: Plan, id: string, found: Set<string>): void {
  for (const { from } of wiresOf(plan).to(id)) if (own(plan.steps, from)) found.add(from);
}
