import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import type { Reuse } from '#lib/resume/reuse.ts';
import { withBody } from '#lib/resume/same-step.ts';
import type { EffectAgain, RetryPreview } from '#lib/views-runs.ts';
import { pastEffects } from '#platform/effects-again.ts';
import { Conflict } from '#platform/errors.ts';

/** Effects that are listed; whoever wants more of them again says so for all. */
const MOST_LISTED = 500;

/** What was done to the world by steps that a new run does again. */
export async function effectsAgain(
  runId: string,
  { plan, reuse }: { plan: Plan; reuse: Reuse },
): Promise<EffectAgain[]> {
  const steps = Object.keys(reuse.again).flatMap((id) => withBody(plan, id).map((step) => step.id));
  const effects = await pastEffects(runId, steps);
  return effects.map(({ key, stepId, iteration, tool, target, status, startedAt }) => ({
    key,
    node: stepId,
    name: own(plan.steps, stepId)?.name ?? stepId,
    iteration,
    tool,
    target,
    status: status === 'done' ? 'done' : 'unknown',
    at: new Date(startedAt).toISOString(),
  }));
}

/** What people are shown before a run that takes over results of another. */
export function retryPreview(of: {
  plan: Plan;
  reuse: Reuse;
  version: { id: string; number: number };
  effects: EffectAgain[];
}): RetryPreview {
  const { plan, reuse, version, effects } = of;
  const nameOf = (node: string) => own(plan.steps, node)?.name ?? node;
  return {
    version,
    reused: reuse.reused.map((node) => ({ node, name: nameOf(node) })),
    again: Object.entries(reuse.again).map(([node, why]) => ({ node, name: nameOf(node), why })),
    effects: effects.slice(0, MOST_LISTED),
    effectCount: effects.length,
  };
}

/** Throws unless each of the effects may happen once more. */
export function refuseUnticked(effects: EffectAgain[], again: true | string[]): void {
  const ticked = new Set(again === true ? [] : again);
  const left = again === true ? [] : effects.filter(({ key }) => !ticked.has(key));
  if (left.length === 0) return;
  const many = left.length === 1 ? 'One effect' : `${left.length} effects`;
  throw new Conflict(`${many} of this run would happen once more. Say which of them may, or retry from a later step.`, {
    effects: left.slice(0, MOST_LISTED),
    effectCount: left.length,
  });
}
