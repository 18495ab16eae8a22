/** Counts and sums that the owner allows in a time. Reserved before the effect, under its key: a retry counts once. */
import { asksModels, COST, usesOf, type Spending } from '#lib/budget-uses.ts';
import { durationMs } from '#lib/duration.ts';
import { budgetsOf, targetsOf, type Budget, type Policy } from '#lib/policy.ts';
import { dollars } from '#lib/money.ts';
import { passCap, type Short } from '#platform/gate-cap.ts';
import { denied, type GateInput, type GateOutcome } from '#platform/gate-types.ts';
import { spentOn } from '#platform/model-calls.ts';
import { mostCost } from '#platform/model-cost.ts';
import { sql, sqlTime, type SqlTx } from '#prisma/client.ts';

type Reserving = { input: GateInput; policy: Policy; policyVersion: number; effectKey: string };
type Held = Extract<GateOutcome, { kind: 'deny' | 'ask' }>;

/**
 * Reserves this effect's share of every budget it draws on; a denial when one of them does not reach, or a question where
 * the owner wants to be asked then (nothing is reserved in either case).
 */
export async function reserveBudgets(
  tx: SqlTx,
  { input, policy, policyVersion, effectKey }: Reserving,
): Promise<Held | null> {
  if (budgetsOf({ tool: input.spec.type }, policy).length === 0) return null;
  const uses = usesOf(await spendingOf(tx, input, effectKey), policy);
  const short: Short[] = [];
  for (const use of uses) {
    const { budget, amount, key } = use;
    if (amount === null) return denied(`budget:${budget.name}`, uncounted(budget));
    const used = await usedOf(tx, { key, window: budget.window }, effectKey);
    const isFree = budget.cost === true && amount === 0;
    if (used + amount > budget.max && !isFree) short.push({ ...use, amount, used });
  }
  // Nobody is asked about what another budget stops anyway.
  const [first] = short.toSorted((one, other) => Number(asks(one)) - Number(asks(other)));
  if (first && !asks(first)) return denied(`budget:${first.budget.name}`, overspent(first));
  for (const one of short) {
    // Others may have used up what was raised.
    for (let { used } = one; used + one.amount > one.budget.max;) {
      const said = await passCap(tx, input, { short: { ...one, used }, policyVersion });
      if (said.kind !== 'raised') return said;
      await reserve(tx, { key: one.key, amount: -said.by, effectKey: said.effectKey });
      used -= said.by;
    }
  }
  for (const { key, amount } of uses) await reserve(tx, { key, amount: amount ?? 0, effectKey });
  return null;
}

const asks = ({ budget }: Short) => budget.cost === true && budget.atCap === 'ask';

/** Writes one share down; a retry finds it there. What models cost grows with each attempt that is paid for. */
export async function reserve(tx: SqlTx, use: { key: string; amount: number; effectKey: string }): Promise<void> {
  await tx.sql.run(
    `INSERT INTO "BudgetUse" ("budget", "effectKey", "amount", "at") VALUES (?, ?, ?, ?)
     ON CONFLICT ("budget", "effectKey") DO ${use.key.startsWith(COST) ? 'UPDATE SET "amount" = excluded."amount"' : 'NOTHING'}`,
    [use.key, use.effectKey, use.amount, sqlTime(Date.now())],
  );
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

/** What its calls did cost takes the place of the most that an effect could have cost; what was cut counts as that. */
export async function settleCost(effectKey: string): Promise<void> {
  const spent = await spentOn({ sql: sql() }, effectKey);
  await sql().run(`UPDATE "BudgetUse" SET "amount" = ? WHERE "effectKey" = ? AND substr("budget", 1, ?) = ?`, [
    ...[spent, effectKey, COST.length, COST],
  ]);
}

async function spendingOf(tx: Pick<SqlTx, 'sql'>, input: GateInput, effectKey: string): Promise<Spending> {
  const { runId, rootRunId, flowId, callers } = input.call.run;
  const tool = input.spec.type;
  const most = asksModels(tool) ? await mostCost(tx, input) : null;
  // An attempt before this one may have been paid for.
  const cost = most === null ? null : most + (await spentOn(tx, effectKey));
  return {
    ...{ tool, targets: targetsOf(input), flowId, runId, rootRunId, callers, cost },
    values: Object.fromEntries(input.args.map(({ field, value }) => [field, value])),
  };
}

function uncounted(budget: Budget): string {
  return budget.cost
    ? `The budget "${budget.name}" counts what models cost, and the price of this one is not known.`
    : `The budget "${budget.name}" counts "${budget.amount ?? ''}", which is not a number here.`;
}

function overspent({ budget, about, used, amount }: Short): string {
  const { name, max, window } = budget;
  if (budget.cost)
    return `The budget "${name}" allows ${dollars(max)} in ${window}: ${dollars(used)} is spent or under way, and this may cost up to ${dollars(amount)}. Raise it under Settings, Rules.`;
  const left = Math.max(0, max - used);
  return `The budget "${name}"${about} allows ${max} in ${window}; ${left} is left and this needs ${amount}.`;
}
