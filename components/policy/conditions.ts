import { withEntry } from '#components/policy/policy-draft.ts';
import type { Condition } from '#lib/policy-when.ts';

export const KINDS = ['target', 'method', 'path', 'field', 'over', 'time'] as const;
export type Kind = (typeof KINDS)[number];

/** What a condition is about, as one chooses it. */
export function kindOf(condition: Condition): Kind {
  if (condition.is === 'over') return 'over';
  if (condition.is === 'within' || condition.is === 'outside') return 'time';
  const { about } = condition;
  return about === 'target' || about === 'method' || about === 'path' ? about : 'field';
}

/** A condition of a kind, to be filled in. */
export function conditionOf(kind: Kind): Condition {
  switch (kind) {
    case 'target':
    case 'method':
    case 'path':
      return { about: kind, is: 'like', patterns: [] };
    case 'field':
      return { about: 'field:text', is: 'like', patterns: [] };
    case 'over':
      return { about: 'field:amount', is: 'over', max: 100 };
    case 'time': {
      const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
      return { about: 'time', is: 'within', from: '22:00', to: '07:00', zone: timeZone };
    }
    default:
      return kind satisfies never;
  }
}

/** The conditions with one replaced; null takes it out. */
export function withCondition(when: Condition[], at: number, condition: Condition | null): Condition[] {
  return withEntry(when, at, condition);
}
