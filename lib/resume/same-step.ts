/** Whether a step of one plan is the same as in another: what makes its result hold there too. */
import { own } from '#lib/own.ts';
import { referencesIn } from '#lib/params.ts';
import type { Plan, PlanStep } from '#lib/plan.ts';

/** Ids of the steps that a step's params refer to. */
export function referredBy(step: PlanStep): string[] {
  const references = Object.values(step.params).flatMap(referencesIn);
  return [...new Set(references.flatMap(({ root, step: id }) => (root === 'steps' && id !== undefined ? [id] : [])))];
}

/** Is the step drawn alike in both plans: type and version, params, connection, and what leads to it? */
export function isSameStep(id: string, plans: { before: Plan; after: Plan }): boolean {
  const [before, after] = [meaningOf(plans.before, id), meaningOf(plans.after, id)];
  return before !== undefined && before === after;
}

function meaningOf(plan: Plan, id: string): string | undefined {
  const step = own(plan.steps, id);
  if (!step) return undefined;
  const { type, version, params, connection, onError, disabled, join, ports } = step;
  const incoming = plan.edges.filter((edge) => edge.to === id).map(({ from, port }) => [from, port]);
  return sortedText({ type, version, params, connection, onError, disabled, join, ports, incoming: incoming.sort() });
}

/** JSON with sorted keys. */
function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
