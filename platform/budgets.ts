/** Counts and sums that the owner allows in a time. Reserved before the effect, under its key: a retry counts once. */
import { COST, usesOf, type Spending } from '#lib/budget-uses.ts';
import { durationMs } from '#lib/duration.ts';
import { budgetsOf, targetsOf, type Budget, type Policy } from '#lib/policy.ts';
import { denied, type GateInput, type GateOutcome } from '#platform/gate-types.ts';
import { mostCost } from '#platform/model-cost.ts';
import { sql, sqlTime, type SqlTx } from '#prisma/client.ts';

type Reserving = { input: GateInput; policy: Policy; effectKey: string };

/** Reserves this effect's share of every budget it draws on; a denial when one of them does not reach (nothing is reserved then). */
export async function reserveBudgets(
  tx: SqlTx,
  { input, policy, effectKey }: Reserving,
): Promise<Extract<GateOutcome, { kind: 'deny' }> | null> {
  if (budgetsOf({ tool: input.spec.type }, policy).length === 0) return null;
  const uses = usesOf(await spendingOf(tx, input), policy);
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

async function spendingOf(tx: Pick<SqlTx, 'sql'>, input: GateInput): Promise<Spending> {
  const { runId, flowId } = input.call.run;
  const cost = await mostCost(tx, input);
  return {
    ...{ tool: input.spec.type, targets: targetsOf(input), flowId, runId, cost },
    values: Object.fromEntries(input.args.map(({ field, value }) => [field, value])),
  };
}

function uncounted(budget: Budget): string {
  return budget.cost
    ? `The budget "${budget.name}" counts what models cost, and the price of this one is not known.`
    : `The budget "${budget.name}" counts "${budget.amount ?? ''}", which is not a number here.`;
}
