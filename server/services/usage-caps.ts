import { COST } from '#lib/budget-uses.ts';
import { durationMs } from '#lib/duration.ts';
import type { Budget } from '#lib/policy.ts';
import type { UsageCap } from '#lib/views-usage.ts';
import { currentPolicy } from '#platform/policy-store.ts';
import { sql, sqlTime } from '#prisma/client.ts';

/** The budgets of what models cost, and what is used of those that all share. */
export async function usageCaps(): Promise<UsageCap[]> {
  const { policy } = await currentPolicy();
  return Promise.all(policy.budgets.filter(({ cost }) => cost).map(capOf));
}

async function capOf({ name, max, window, per, atCap }: Budget): Promise<UsageCap> {
  const shown = { name, max, window, per: per ?? null, asks: atCap === 'ask' };
  if (per) return { ...shown, used: null, raised: 0 };
  const key = `${COST}${JSON.stringify(name)},"",""]`;
  const [row] = await sql().all<{ used: number | null; raised: number | null }>(
    `SELECT SUM(MAX("amount", 0)) AS "used", -SUM(MIN("amount", 0)) AS "raised" FROM "BudgetUse"
     WHERE "budget" = ? AND "at" > ?`,
    [key, sqlTime(Date.now() - durationMs(window))],
  );
  return { ...shown, used: row?.used ?? 0, raised: row?.raised ?? 0 };
}
