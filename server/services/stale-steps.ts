import { sameJson } from '#lib/condition.ts';
import { Flow } from '#lib/flow.ts';
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import { decideReuse } from '#lib/resume/reuse.ts';
import type { StaleView } from '#lib/views-drafts.ts';
import { compile } from '#nodes/compile.ts';
import { catalogue } from '#nodes/index.ts';
import { NotFound } from '#platform/errors.ts';
import { knownFlows } from '#platform/known-flows.ts';
import { pinsFor } from '#platform/pins.ts';
import { db } from '#prisma/client.ts';
import { draftData } from '#server/services/draft-data.ts';

/** Steps of the saved draft whose last results do not hold any more: drawn otherwise, or after something that is. */
export async function staleSteps({ id: flowId, runId }: { id: string; runId: string }): Promise<StaleView> {
  const plan = await draftPlan(flowId);
  const { run, plan: before, events, outdated } = await draftData(flowId, runId, { isOpen: true });
  if (!plan || !run) return { stale: null };
  const pins = await pinsFor(plan, flowId);
  const pin = own(pins.triggers, run.triggerId);
  const newInput = pin !== undefined && !sameJson(pin.value, await run.input());
  const { triggerId } = run;
  const { again } = decideReuse({ before, after: plan, events, outdated, triggerId, newInput, pins: pins.steps });
  const known = new Set(events.filter(({ body }) => body.type === 'step.done').map(({ stepId }) => stepId));
  return { stale: Object.fromEntries(Object.entries(again).filter(([step]) => known.has(step))) };
}

async function draftPlan(flowId: string): Promise<Plan | null> {
  const row = await db().flow.findFirst({ where: { id: flowId, deletedAt: null }, select: { draft: true } });
  if (!row) throw new NotFound('There is no such flow (any more).');
  const flows = await knownFlows();
  const find = (id: string) => flows.get(id);
  const result = compile(Flow.parse(JSON.parse(row.draft)), catalogue, { flows: { ownId: flowId, find } });
  return 'plan' in result ? result.plan : null;
}
