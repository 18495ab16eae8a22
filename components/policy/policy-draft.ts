import type { AllowList, Budget, Policy, PolicyMatch, PolicyRule } from '#lib/policy.ts';

/** A name that no other entry has. */
function freeName(base: string, taken: string[]): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? base : `${base}-${n}`;
    if (!taken.includes(name)) return name;
  }
}

/** The policy with one more rule, to be filled in. */
export function addRule(policy: Policy): Policy {
  const id = freeName(
    'rule',
    policy.rules.map((rule) => rule.id),
  );
  const rule: PolicyRule = { id, match: {}, effect: 'ask', reason: '' };
  return { ...policy, rules: [...policy.rules, rule] };
}

/** The policy with one more list. */
export function addList(policy: Policy): Policy {
  const name = freeName(
    'list',
    policy.allowLists.map((list) => list.name),
  );
  const list: AllowList = { name, match: {}, targets: [] };
  return { ...policy, allowLists: [...policy.allowLists, list] };
}

/** The policy with one more budget. */
export function addBudget(policy: Policy): Policy {
  const name = freeName(
    'budget',
    policy.budgets.map((budget) => budget.name),
  );
  const budget: Budget = { name, tool: '*', max: 100, window: '1d' };
  return { ...policy, budgets: [...policy.budgets, budget] };
}

/** A budget for each recipient, flow or run by itself; `all`: for all together. */
export function withPer({ per: _before, ...budget }: Budget, per: string): Budget {
  return per === 'target' || per === 'flow' || per === 'run' ? { ...budget, per } : budget;
}

/** A budget of what models cost, or of actions. */
export function withCost({ cost: _before, amount, atCap, ...budget }: Budget, isCost: boolean): Budget {
  if (isCost) return { ...budget, cost: true, ...(atCap ? { atCap } : {}) };
  return amount === undefined ? budget : { ...budget, amount };
}

/** A budget of costs that asks a person at its end, or stops. */
export function withAtCap({ atCap: _before, ...budget }: Budget, asks: boolean): Budget {
  return asks ? { ...budget, atCap: 'ask' } : budget;
}

/** A list with one entry replaced; null takes it out. */
export function withEntry<T>(entries: T[], at: number, entry: T | null): T[] {
  return entries.flatMap((old, index) => (index !== at ? [old] : entry === null ? [] : [entry]));
}

/** A match with one part set; empty text takes it out. */
export function withMatch(match: PolicyMatch, part: keyof PolicyMatch, value: string): PolicyMatch {
  const { [part]: _before, ...rest } = match;
  return value === '' ? rest : { ...rest, [part]: value };
}

/** One target a line; empty lines and repeated ones do not count. */
export function targetsIn(text: string): string[] {
  return [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
}

/** Whether two policies say the same. */
export function isSame(one: Policy, other: Policy): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** What the server found wrong at one entry, in its words. */
export function problemAt(problems: Record<string, string>, place: string): string | undefined {
  const found = Object.entries(problems).find(
    ([path]) => path === `document.${place}` || path.startsWith(`document.${place}.`),
  );
  return found?.[1];
}
