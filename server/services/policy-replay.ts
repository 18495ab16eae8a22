/** What a change of the rules would have done to what steps really did: each is judged again under both. */
import { BudgetsOverTime } from '#lib/budget-uses.ts';
import { TRUSTED, UNLABELLED, untrusted, wholeLabel } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import {
  decide,
  targetsOf,
  type GateAction,
  type Policy,
  type PolicyDecision,
  type PolicyVerdict,
} from '#lib/policy.ts';
import type { RunEventBody } from '#lib/run-event.ts';
import type { Json } from '#lib/value.ts';
import type { PolicyReplay, ReplayedAction } from '#lib/views-admin.ts';
import { inputFields, recipientsOf, targetOf } from '#nodes/action-fields.ts';
import type { ActionSpec } from '#nodes/define.ts';
import { catalogue } from '#nodes/index.ts';
import { isDrawn } from '#nodes/lint/static-action.ts';
import { loadPlan } from '#platform/plans.ts';
import { currentPolicy } from '#platform/policy-store.ts';
import { sql } from '#prisma/client.ts';

const DAYS_MS = 30 * 24 * 3600_000;
/** The newest ones say enough. */
const MOST_LOOKED_AT = 3000;
const MOST_SHOWN = 200;

type Row = {
  runId: string;
  rootRunId: string;
  flowId: string;
  flowName: string;
  planHash: string;
  stepId: string;
  at: number;
  callers: string | null;
  body: string;
  /** What the model cost in the end. */
  cost: number | null;
};
type Input = Extract<RunEventBody, { type: 'step.input' }>;

/** Judges what was done, asked and refused in the last thirty days anew, and gives what would have been otherwise. */
export async function replayPolicy(document: Policy): Promise<PolicyReplay> {
  const [{ policy: now }, rows] = await Promise.all([currentPolicy(), inputsLately()]);
  const budgets = { now: new BudgetsOverTime(now), then: new BudgetsOverTime(document) };
  const changed: ReplayedAction[] = [];
  const plans = new Map<string, Plan>();
  let looked = 0;
  // Budgets fill up in the order in which things were done.
  for (const row of rows.toSorted((one, other) => Number(one.at) - Number(other.at))) {
    const plan = plans.get(row.planHash) ?? (await loadPlan(row.planHash));
    plans.set(row.planHash, plan);
    const action = actionOf(row, plan);
    if (!action) continue;
    looked += 1;
    const before = withBudget(decide(action, now), { row, action, budgets: budgets.now });
    const after = withBudget(decide(action, document), { row, action, budgets: budgets.then });
    if (before.outcome === after.outcome && before.tier === after.tier) continue;
    const step = own(plan.steps, row.stepId);
    changed.unshift({
      ...{ runId: row.runId, flowName: row.flowName, stepName: step?.name ?? row.stepId, title: action.title },
      ...{ at: new Date(row.at).toISOString(), target: action.target?.id ?? null },
      ...{ now: before.outcome, then: after.outcome, rule: after.rule, passkey: after.tier === 'passkey' },
    });
  }
  return { looked, changed: changed.length, items: changed.slice(0, MOST_SHOWN) };
}

/** What was asked drew on a budget only if it was allowed, which nobody can tell of what would be asked anew. */
function withBudget(
  verdict: PolicyDecision,
  { row, action, budgets }: { row: Row; action: GateAction; budgets: BudgetsOverTime },
): PolicyDecision {
  if (verdict.outcome !== 'allow') return verdict;
  const { runId, rootRunId, flowId, at, cost } = row;
  const values = Object.fromEntries(action.fields.map(({ field, value }) => [field, value]));
  const place = { tool: action.tool, flowId, callers: action.callers, runId, rootRunId };
  const spending = { ...place, targets: targetsOf(action), values, cost };
  const full = budgets.take(spending, Number(at));
  if (full === null) return verdict;
  const found = { rule: `budget:${full.name}`, reason: `The budget "${full.name}" was used up.` };
  return full.cost && full.atCap === 'ask'
    ? { outcome: 'ask', tier: 'approve', ...found }
    : { outcome: 'deny', tier: 'never', ...found };
}

async function inputsLately(): Promise<Row[]> {
  return sql().all<Row>(
    `SELECT e."runId", r."rootRunId", r."flowId", f."name" AS "flowName", r."planHash", r."callers", e."stepId", e."at", e."body",
       (SELECT json_extract(d."body", '$.cost') FROM "RunEvent" d WHERE d."runId" = e."runId" AND d."type" = 'step.done'
         AND d."stepId" = e."stepId" AND d."iteration" = e."iteration" LIMIT 1) AS "cost"
     FROM "RunEvent" e JOIN "Run" r ON r."id" = e."runId" JOIN "Flow" f ON f."id" = r."flowId"
     WHERE e."type" = 'step.input' AND e."at" > ? ORDER BY e."id" DESC LIMIT ?`,
    [Date.now() - DAYS_MS, MOST_LOOKED_AT],
  );
}

/** The action as the gate saw it, from the log. What the log does not hold counts as it did then. */
function actionOf(row: Row, plan: Plan): GateAction | null {
  const { input, decision } = JSON.parse(row.body) as Input;
  const step = own(plan.steps, row.stepId);
  const spec = step && own(catalogue, step.type);
  if (!step || !decision || spec?.kind !== 'action' || input.kind !== 'inline') return null;
  const values = isRecord(input.value) ? input.value : {};
  const fields = Object.entries(inputFields(spec)).flatMap(([field, { title, role }]) => {
    const value = own(values, field);
    if (value === undefined) return [];
    const param = own(step.params, field);
    const label = own(input.labels.fields, field) ?? (param ? UNLABELLED : TRUSTED);
    return [{ field, title, role, label, literal: !param || isDrawn(param), value }];
  });
  const targetIds = recipientsOf(spec, values);
  return {
    ...{ tool: step.type, title: spec.title, risk: riskThen(spec, decision, values), flowId: row.flowId },
    callers: row.callers === null ? [] : (JSON.parse(row.callers) as string[]),
    connectionId: step.connection ?? null,
    fields,
    scope: decision.rule === 'untrusted-branch' ? untrusted('outside') : wholeLabel({ rest: TRUSTED }),
    target: targetOf(spec, values),
    ...(targetIds ? { targetIds } : {}),
    targetListed: decision.rule === 'listed-target',
    newTarget: decision.rule === 'new-target',
    now: Number(row.at),
  };
}

/** A risk that depends on the owner's lists is told by the rule that held then. */
function riskThen(spec: ActionSpec, decision: PolicyVerdict, values: Record<string, Json>): GateAction['risk'] {
  if (typeof spec.risk !== 'function') return spec.risk;
  if (decision.rule === 'read' || decision.rule === 'write' || decision.rule === 'critical') return decision.rule;
  return spec.risk(values, { isLiteral: () => false, isListedHost: () => false });
}

function isRecord(value: Json): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
