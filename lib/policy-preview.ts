/** What a policy says about a step before it runs: the labels of its values are not known yet, only its tool and place. */
import { budgetsOf, fitsRule, isOnList, type Policy } from '#lib/policy.ts';
import type { Risk } from '#lib/plan.ts';
import type { PolicyWord } from '#lib/views-admin.ts';

/** `risk` is null where it depends on what the step gets; `targets`: whom it reached lately, and how often. */
export type DrawnAction = {
  tool: string;
  flowId: string;
  connectionId: string | null;
  risk: Risk | null;
  targets: { target: string; count: number }[];
};

export type Foreseen = {
  word: PolicyWord;
  rule: string | null;
  refused: { target: string; count: number }[];
  budgets: string[];
};

/** What can be said now about a step under a policy. */
export function foresee(action: DrawnAction, policy: Policy): Foreseen {
  const budgets = budgetsOf(action, policy).map(({ name }) => name);
  const lists = policy.allowLists.filter(({ match }) => fitsRule(match, action));
  const refused = action.targets.filter(({ target }) => lists.some((list) => !isOnList(list, target)));
  const more = { refused, budgets };
  const fitting = policy.rules.filter(({ match }) => fitsRule(match, action));
  const always = fitting.filter(({ when = [] }) => when.length === 0);
  const denies = always.find(({ effect }) => effect === 'deny');
  if (denies) return { word: 'deny', rule: denies.id, ...more };
  const asks = always.find(({ effect }) => effect !== 'deny');
  // Whether a rule with conditions holds, only a run can tell.
  const maybe = fitting.find(({ when = [] }) => when.length > 0);
  const rule = asks?.id ?? lists[0]?.name ?? maybe?.id ?? null;
  if (asks || action.risk === 'critical') return { word: 'ask', rule, ...more };
  const open = action.risk === 'read' || action.risk === 'write';
  return { word: open && !maybe && lists.length === 0 && budgets.length === 0 ? 'allow' : 'depends', rule, ...more };
}
