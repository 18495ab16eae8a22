/** What an action draws on which budget, and what is left of them over time. */
import { durationMs } from '#lib/duration.ts';
import { own } from '#lib/own.ts';
import { budgetsOf, type Budget, type Policy } from '#lib/policy.ts';
import type { Json } from '#lib/value.ts';

/** `cost`: what it takes of a budget for models, in US dollars; null where nobody knows. */
export type Spending = {
  tool: string;
  targets: string[];
  flowId: string;
  runId: string;
  /** What models cost counts for the run that began it all, and for every flow that called another down to this one. */
  rootRunId?: string | undefined;
  callers?: readonly string[] | undefined;
  values: Record<string, Json | undefined>;
  cost: number | null;
};

/**
 * A share of a budget. `key`: what is summed under one name; with `per`, each recipient, flow or run by itself. `amount`:
 * null where it cannot be counted, which a budget does not let through. `whose`: `all together`, or e.g. `flow <id>`.
 */
export type BudgetUse = { budget: Budget; key: string; amount: number | null; about: string; whose: string };

/** Keys of what models cost begin with it. */
export const COST = '["cost",';

/** Steps for which a model makes vectors, of those that have a connection to one. */
export const MAKES_VECTORS: ReadonlySet<string> = new Set(['llm.embed', 'memory.search', 'memory.save']);

/** Whether a step of this type may draw on a budget of what models cost. */
export function asksModels(tool: string): boolean {
  return tool.startsWith('llm.') || MAKES_VECTORS.has(tool);
}

/** The shares that an action takes. */
export function usesOf(spending: Spending, policy: Policy): BudgetUse[] {
  return budgetsOf({ tool: spending.tool }, policy).flatMap((budget) => usesOfOne(budget, spending));
}

function usesOfOne(budget: Budget, spending: Spending): BudgetUse[] {
  if (budget.cost && !asksModels(spending.tool)) return [];
  const amount = budget.cost ? spending.cost : amountOf(budget, spending);
  const { targets, flowId, runId, rootRunId = runId, callers = [] } = spending;
  const each = {
    target: targets.map((id) => id.trim().toLowerCase()),
    flow: budget.cost ? [flowId, ...callers] : [flowId],
    run: [budget.cost ? rootRunId : runId],
  };
  const whose = budget.per ? [...new Set(each[budget.per])] : [''];
  // Whoever nobody can name shares one budget.
  return (whose.length > 0 ? whose : ['']).map((one) => ({
    ...{ budget, amount, key: keyOf(budget, one) },
    about: budget.per === 'target' ? ` (${one})` : '',
    whose: budget.per ? `${budget.per} ${one}` : 'all together',
  }));
}

function keyOf(budget: Budget, whose: string): string {
  if (budget.cost) return JSON.stringify(['cost', budget.name, budget.per ?? '', whose]);
  return budget.per ? JSON.stringify(['per', budget.name, budget.per, whose]) : budget.name;
}

function amountOf(budget: Budget, { values }: Spending): number | null {
  if (budget.amount === undefined) return 1;
  const value = own(values, budget.amount);
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  // A negative amount would give the budget back.
  return typeof amount === 'number' && Number.isFinite(amount) && amount >= 0 ? amount : null;
}

/** Budgets of one policy over actions in the order of their time. */
export class BudgetsOverTime {
  readonly #policy: Policy;
  readonly #used = new Map<string, { at: number; amount: number }[]>();

  constructor(policy: Policy) {
    this.#policy = policy;
  }

  /** Takes the shares of an action at a time (ms since 1970), or none of them: then the budget in its way. */
  take(spending: Spending, at: number): Budget | null {
    const uses = usesOf(spending, this.#policy);
    for (const { budget, key, amount } of uses) {
      if (amount === null || this.#usedOf(key, at - durationMs(budget.window)) + amount > budget.max) return budget;
    }
    for (const { key, amount } of uses) {
      const used = this.#used.get(key) ?? [];
      used.push({ at, amount: amount ?? 0 });
      this.#used.set(key, used);
    }
    return null;
  }

  #usedOf(key: string, since: number): number {
    const used = (this.#used.get(key) ?? []).filter(({ at }) => at > since);
    return used.reduce((sum, { amount }) => sum + amount, 0);
  }
}
