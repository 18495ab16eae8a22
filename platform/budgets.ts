/** Counts and sums that the owner allows in a time. Reserved before the effect, under its key: a retry counts once. */
import { durationMs } from '#lib/duration.ts';
import { budgetsOf, targetsOf, type Budget, type Policy } from '#lib/policy.ts';
import { denied, type GateInput, type GateOutcome } from '#platform/gate-types.ts';
import { mostCost } from '#platform/model-cost.ts';
import { sql, sqlTime, type SqlTx } from '#prisma/client.ts';

type Reserving = { input: GateInput; policy: Policy; effectKey: string };
/** A share of a budget. `key`: what is summed under one name; with `per`, each recipient, flow or run by itself. */
type Use = { budget: Budget; key: string; amount: number | null; about: string };

const COST = '["cost",';

/** Reserves this effect's share of every budget it draws on; a denial when one of them does not reach (nothing is reserved then). */
export async function reserveBudgets(
  tx: SqlTx,
  { input, policy, effectKey }: Reserving,
): Promise<Extract<GateOutcome, { kind: 'deny' }> | null> {
  const uses = budgetsOf({ tool: input.spec.type }, policy).flatMap((budget) => usesOf(budget, input));
  for (const { budget, amount, key, about } of uses) {
    const rule = `budget:${budget.name}`;
    if (amount === null) return denied(rule, uncounted(budget));
    const used = await usedOf(tx, { key, window: budget.window }, effectKey);
    if (used + amount <= budget.max) continue;
    const left = Math.max(0, budget.max - used);
    return denied(
      rule,
      `The budget "${budget.name}"${about} allows ${budget.max} in ${budget.window}; ${left} is left and this needs ${amount}.`,
    );
  }
  for (const { key, amount } of uses) await reserve(tx, { key, amount: amount ?? 0, effectKey });
  return null;
}

/** Writes one share down; a retry finds it there. */
export async function reserve(tx: SqlTx, use: { key: string; amount: number; effectKey: string }): Promise<void> {
  await tx.sql.run('INSERT OR IGNORE INTO "BudgetUse" ("budget", "effectKey", "amount", "at") VALUES (?, ?, ?, ?)', [
    ...[use.key, use.effectKey, use.amount, sqlTime(Date.now())],
  ]);
}

/** What was used of a budget in its window, without this effect's own share. */
export async function usedOf(
  tx: Pick<SqlTx, 'sql'>,
  { key, window }: { key: string; window: string },
  effectKey: string,
): Promise<number> {
  const [row] = await tx.sql.all<{ used: number | null }>(
    'SELECT SUM("amount") AS "used" FROM "BudgetUse" WHERE "budget" = ? AND "at" > ? AND "effectKey" <> ?',
    [key, sqlTime(Date.now() - durationMs(window)), effectKey],
  );
  return row?.used ?? 0;
}

/** What a model cost in the end takes the place of the most that it could have cost. */
export async function settleCost(effectKey: string, cost: number): Promise<void> {
  await sql().run(`UPDATE "BudgetUse" SET "amount" = ? WHERE "effectKey" = ? AND substr("budget", 1, ?) = ?`, [
    ...[cost, effectKey, COST.length, COST],
  ]);
}

function usesOf(budget: Budget, input: GateInput): Use[] {
  if (budget.cost && !input.spec.type.startsWith('llm.')) return [];
  const amount = budget.cost ? mostCost(input) : amountOf(budget, input);
  const { runId, flowId } = input.call.run;
  const each = { target: targetsOf(input).map((id) => id.trim().toLowerCase()), flow: [flowId], run: [runId] };
  const whose = budget.per ? [...new Set(each[budget.per])] : [''];
  // Whoever nobody can name shares one budget.
  return (whose.length > 0 ? whose : ['']).map((one) => ({
    ...{ budget, amount, key: keyOf(budget, one) },
    about: budget.per === 'target' ? ` (${one})` : '',
  }));
}

function keyOf(budget: Budget, whose: string): string {
  if (budget.cost) return JSON.stringify(['cost', budget.name, budget.per ?? '', whose]);
  return budget.per ? JSON.stringify(['per', budget.name, budget.per, whose]) : budget.name;
}

function uncounted(budget: Budget): string {
  return budget.cost
    ? `The budget "${budget.name}" counts what models cost, and the price of this one is not known.`
    : `The budget "${budget.name}" counts "${budget.amount ?? ''}", which is not a number here.`;
}

function amountOf(budget: Budget, input: GateInput): number | null {
  if (budget.amount === undefined) return 1;
  const value = input.args.find((arg) => arg.field === budget.amount)?.value;
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  // A negative amount would give the budget back.
  return typeof amount === 'number' && Number.isFinite(amount) && amount >= 0 ? amount : null;
}
