import { dayAfter } from '#lib/days.ts';
import type { UsageBy } from '#lib/views-usage.ts';

export const RANGES = ['7', '30', '90', 'month'] as const;
export const PARTS = ['flow', 'model', 'connection', 'person'] as const satisfies readonly UsageBy[];
export const MEASURES = ['cost', 'tokens', 'calls'] as const;

export type Measure = (typeof MEASURES)[number];

/** What the page shows, as its address says it. */
export type UsageChoice = { range: (typeof RANGES)[number]; by: UsageBy; measure: Measure };

const USUAL: UsageChoice = { range: '30', by: 'flow', measure: 'cost' };

/** Read from the address; what makes no sense there is as usual. */
export function choiceOf(search: { get: (name: string) => string | null }): UsageChoice {
  const among = <T extends string>(name: string, all: readonly T[], usual: T): T =>
    all.find((one) => one === search.get(name)) ?? usual;
  return {
    range: among('days', RANGES, USUAL.range),
    by: among('by', PARTS, USUAL.by),
    measure: among('as', MEASURES, USUAL.measure),
  };
}

/** The part of the address after the question mark; what is as usual is left out. */
export function queryOf({ range, by, measure }: UsageChoice): string {
  const said = Object.entries({ days: range, by, as: measure });
  const usual: string[] = Object.values(USUAL);
  return new URLSearchParams(said.filter(([, value]) => !usual.includes(value))).toString();
}

/** The days of a choice, today as the last of them. */
export function daysOf(range: UsageChoice['range'], today: string): { from: string; to: string } {
  return { from: range === 'month' ? `${today.slice(0, 7)}-01` : dayAfter(today, 1 - Number(range)), to: today };
}
