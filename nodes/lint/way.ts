/** The way that data takes through a drawing. */
import { own } from '#lib/own.ts';
import { referencesIn } from '#lib/params.ts';
import type { Plan } from '#lib/plan.ts';
import { wiresOf } from '#nodes/lint/wires.ts';

/**
 * The shortest way from one of the sources to a step: by what steps refer to, and by the wires that lead there. Ids of
 * nodes, the source first; only the step itself where no source leads to it.
 */
export function wayTo(plan: Plan, id: string, sources: readonly string[]): string[] {
  const next = new Map<string, string>();
  const open = [id];
  for (const at of open) {
    if (at !== id && sources.includes(at)) return follow(next, at);
    for (const before of sourcesOf(plan, at)) {
      if (before === id || next.has(before)) continue;
      next.set(before, at);
      open.push(before);
    }
  }
  return [id];
}

function follow(next: ReadonlyMap<string, string>, from: string): string[] {
  const way = [from];
  for (let at = next.get(from); at !== undefined; at = next.get(at)) way.push(at);
  return way;
}

const known = new WeakMap<Plan, Map<string, string[]>>();

/** What a step refers to comes before what merely leads to it. */
function sourcesOf(plan: Plan, id: string): string[] {
  const ofPlan = known.get(plan) ?? new Map<string, string[]>();
  known.set(plan, ofPlan);
  const found = ofPlan.get(id);
  if (found) return found;
  const step = own(plan.steps, id);
  const named = Object.values(step?.params ?? {})
    .flatMap(referencesIn)
    .flatMap(({ root, step: read }) => (root === 'steps' && read !== undefined ? [read] : []));
  const leading = wiresOf(plan)
    .to(id)
    .map(({ from }) => from);
  const sources = [...named, ...leading];
  ofPlan.set(id, sources);
  return sources;
}
