/** What a policy says about a step before it runs: the labels of its values are not known yet, only its tool and place. */
import { budgetsOf, fitsRule, type Policy } from '#lib/policy.ts';
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
  const refused = action.targets.filter(({ target }) => lists.some((list) => !list.targets.includes(target)));
  const more = { refused, budgets };
  const denies = policy.rules.find(({ effect, match }) => effect === 'deny' && fitsRule(match, action));
  if (denies) return { word: 'deny', rule: denies.id, ...more };
  const asks = policy.rules.find(({ effect, match }) => effect === 'ask' && fitsRule(match, action));
  const rule = asks?.id ?? lists[0]?.name ?? null;
  if (asks || action.risk === 'critical') return { word: 'ask', rule, ...more };
  const open = action.risk === 'read' || action.risk === 'write';
  return { word: open && lists.length === 0 && budgets.length === 0 ? 'allow' : 'depends', rule, ...more };
}
