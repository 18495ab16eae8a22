/** Counts and sums that the owner allows in a time. Reserved before the effect, under its key: a retry counts once. */
import { durationMs } from '#lib/duration.ts';
import { budgetsOf, type Budget, type Policy } from '#lib/policy.ts';
import { denied, type GateInput, type GateOutcome } from '#platform/gate-types.ts';
import { sqlTime, type SqlTx } from '#prisma/client.ts';

type Reserving = { input: GateInput; policy: Policy; effectKey: string };

/** Reserves this effect's share of every budget it draws on; a denial when one of them does not reach (nothing is reserved then). */
export async function reserveBudgets(
  tx: SqlTx,
  { input, policy, effectKey }: Reserving,
): Promise<Extract<GateOutcome, { kind: 'deny' }> | null> {
  const uses = budgetsOf({ tool: input.spec.type }, policy).map((budget) => ({
    budget,
    amount: amountOf(budget, input),
  }));
  for (const { budget, amount } of uses) {
    if (amount === null)
      return denied(
        `budget:${budget.name}`,
        `The budget "${budget.name}" counts "${budget.amount ?? ''}", which is not a number here.`,
      );
    const used = await usedOf(tx, budget, effectKey);
    if (used + amount <= budget.max) continue;
    const left = Math.max(0, budget.max - used);
    return denied(
      `budget:${budget.name}`,
      `The budget "${budget.name}" allows ${budget.max} in ${budget.window}; ${left} is left and this needs ${amount}.`,
    );
  }
  for (const { budget, amount } of uses) {
    await tx.sql.run('INSERT OR IGNORE INTO "BudgetUse" ("budget", "effectKey", "amount", "at") VALUES (?, ?, ?, ?)', [
      budget.name,
      effectKey,
      amount,
      sqlTime(Date.now()),
    ]);
  }
  return null;
}

function amountOf(budget: Budget, input: GateInput): number | null {
  if (budget.amount === undefined) return 1;
  const value = input.args.find((arg) => arg.field === budget.amount)?.value;
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  // A negative amount would give the budget back.
  return typeof amount === 'number' && Number.isFinite(amount) && amount >= 0 ? amount : null;
}

async function usedOf(tx: SqlTx, budget: Budget, effectKey: string): Promise<number> {
  const [row] = await tx.sql.all<{ used: number | null }>(
    'SELECT SUM("amount") AS "used" FROM "BudgetUse" WHERE "budget" = ? AND "at" > ? AND "effectKey" <> ?',
    [budget.name, sqlTime(Date.now() - durationMs(budget.window)), effectKey],
  );
  return row?.used ?? 0;
}
