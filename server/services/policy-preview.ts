import type { Plan } from '#lib/plan.ts';
import type { Policy } from '#lib/policy.ts';
import { foresee, type DrawnAction } from '#lib/policy-preview.ts';
import type { PolicyEffect } from '#lib/views-admin.ts';
import { catalogue } from '#nodes/index.ts';
import { loadPlan } from '#platform/plans.ts';
import { currentPolicy } from '#platform/policy-store.ts';
import { db, sql, sqlTime } from '#prisma/client.ts';

const DAYS_MS = 30 * 24 * 60 * 60 * 1000;
const MOST_TARGETS = 20;

type Published = { id: string; name: string; plan: Plan };
type Reached = { flowId: string; stepId: string; target: string; count: number };

/** What every published step that acts would be told under these rules, beside what it is told now. Changes nothing. */
export async function previewPolicy(document: Policy): Promise<PolicyEffect[]> {
  const [{ policy: now }, flows, reached] = await Promise.all([currentPolicy(), publishedFlows(), reachedLately()]);
  return flows.flatMap((flow) =>
    Object.values(flow.plan.steps).flatMap((step) => {
      const spec = catalogue[step.type];
      if (spec?.kind !== 'action' || step.disabled) return [];
      const action: DrawnAction = {
        tool: step.type,
        flowId: flow.id,
        connectionId: step.connection ?? null,
        risk: typeof spec.risk === 'function' ? null : spec.risk,
        targets: reached.get(`${flow.id}:${step.id}`) ?? [],
      };
      const then = foresee(action, document);
      const { id: node, name, type: tool } = step;
      const { rule, refused, budgets } = then;
      const where = { flowId: flow.id, flowName: flow.name, node, name, tool, title: spec.title, risk: action.risk };
      return [{ ...where, now: foresee(action, now).word, then: then.word, rule, refused, budgets }];
    }),
  );
}

/** Every type of step that a rule may be about, and the families they form. */
export function toolChoices(): { tool: string; title: string }[] {
  const actions = Object.entries(catalogue).flatMap(([tool, spec]) =>
    spec.kind === 'action' ? [{ tool, title: spec.title }] : [],
  );
  const families = [...new Set(actions.flatMap(({ tool }) => (tool.includes('.') ? [tool.split('.')[0] ?? ''] : [])))];
  return [...families.map((family) => ({ tool: `${family}.*`, title: family })), ...actions];
}

async function publishedFlows(): Promise<Published[]> {
  const flows = await db().flow.findMany({
    where: { deletedAt: null, publishedId: { not: null } },
    orderBy: { name: 'asc' },
    select: { id: true, name: true, publishedId: true },
  });
  const versions = await db().flowVersion.findMany({
    where: { id: { in: flows.flatMap(({ publishedId }) => publishedId ?? []) } },
    select: { id: true, planHash: true },
  });
  const hashes = new Map(versions.map(({ id, planHash }) => [id, planHash]));
  const found: Published[] = [];
  for (const { id, name, publishedId } of flows) {
    const hash = hashes.get(publishedId ?? '');
    if (hash !== undefined) found.push({ id, name, plan: await loadPlan(hash) });
  }
  return found;
}

async function reachedLately(): Promise<Map<string, { target: string; count: number }[]>> {
  const rows = await sql().all<Reached>(
    `SELECT r."flowId", e."stepId", e."target", COUNT(*) AS "count" FROM "Effect" e JOIN "Run" r ON r."id" = e."runId"
     WHERE e."target" IS NOT NULL AND e."startedAt" >= ? AND e."status" IN ('done', 'unknown')
     GROUP BY r."flowId", e."stepId", e."target" ORDER BY "count" DESC LIMIT 2000`,
    [sqlTime(Date.now() - DAYS_MS)],
  );
  const found = new Map<string, { target: string; count: number }[]>();
  for (const { flowId, stepId, target, count } of rows) {
    const key = `${flowId}:${stepId}`;
    const targets = found.get(key) ?? [];
    if (targets.length < MOST_TARGETS) found.set(key, [...targets, { target, count }]);
  }
  return found;
}
