/** Whether a step of one plan is the same as in another: what makes its result hold there too. */
import { own } from '#lib/own.ts';
import { referencesIn } from '#lib/params.ts';
import type { Plan, PlanStep } from '#lib/plan.ts';

/** A step and, of a loop, all that is in its body. */
export function withBody(plan: Plan, id: string): PlanStep[] {
  const step = own(plan.steps, id);
  return step ? [step, ...(step.body ?? []).flatMap((inner) => withBody(plan, inner))] : [];
}

/** The outermost loop around a step, or the step itself. */
export function outermost(plan: Plan, id: string): string {
  let at = id;
  for (let parent = own(plan.steps, at)?.parent; parent !== undefined; parent = own(plan.steps, at)?.parent)
    at = parent;
  return at;
}

/** Ids of the steps outside of loops that a step, with its body, refers to; a loop stands for all that is in it. */
export function referredBy(plan: Plan, id: string): string[] {
  const params = withBody(plan, id).flatMap((step) => Object.values(step.params));
  const ids = params
    .flatMap(referencesIn)
    .flatMap(({ root, step }) => (root === 'steps' && step !== undefined ? [step] : []));
  return [...new Set(ids.map((other) => outermost(plan, other)))].filter((other) => other !== id);
}

/** Is the step drawn alike in both plans: type and version, params, connection, what leads to it, and its body? */
export function isSameStep(id: string, plans: { before: Plan; after: Plan }): boolean {
  const [before, after] = [meaningOf(plans.before, id), meaningOf(plans.after, id)];
  return before !== undefined && before === after;
}

function meaningOf(plan: Plan, id: string): string | undefined {
  const steps = withBody(plan, id);
  if (steps.length === 0) return undefined;
  return sortedText(
    steps.map(({ type, version, params, connection, onError, disabled, join, ports, ...step }) => {
      const incoming = plan.edges.filter((edge) => edge.to === step.id).map(({ from, port }) => `${from}:${port}`);
      const drawn = { type, version, params, connection, onError, disabled, join, ports };
      return { ...drawn, id: step.id, incoming: incoming.sort() };
    }),
  );
}

/** JSON with sorted keys. */
function sortedText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  );
}
