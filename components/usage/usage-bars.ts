import type { Measure } from '#components/usage/usage-choice.ts';
import type { UsageBy, UsageDay, UsagePart } from '#lib/views-usage.ts';

/** So many have a colour of their own; all others share one. */
const MOST_SERIES = 5;

/** Who is told apart in the chart; `null`: by itself. */
export type Series = { id: string | null; rest: boolean };

export type Bars = {
  series: Series[];
  /** The highest day; never 0 */
  top: number;
  /** Of each day, one value for each of `series` */
  days: { day: string; total: number; values: number[] }[];
};

/** Stacks of the chart: the largest by themselves, from the ground up, the others together on top. */
export function barsOf(
  { days, parts }: { days: readonly UsageDay[]; parts: readonly UsagePart[] },
  { by, measure }: { by: UsageBy; measure: Measure },
): Bars {
  const size = ({ cost, calls, inputTokens, outputTokens }: UsagePart) =>
    measure === 'tokens' ? inputTokens + outputTokens : measure === 'calls' ? calls : cost;
  const largest = parts.toSorted((one, other) => size(other) - size(one)).filter((part) => size(part) > 0);
  const kept = largest.slice(0, MOST_SERIES).map(({ id }) => id);
  const hasRest = largest.length > MOST_SERIES;
  const stacked = days.map((day) => {
    const values = kept.map((id) => day.by[by].find((slice) => slice.id === id)?.[measure] ?? 0);
    const others = day.by[by].filter(({ id }) => !kept.includes(id));
    if (hasRest) values.push(others.reduce((sum, slice) => sum + slice[measure], 0));
    return { day: day.day, total: values.reduce((sum, value) => sum + value, 0), values };
  });
  const series = kept.map((id) => ({ id, rest: false }));
  return {
    series: hasRest ? [...series, { id: null, rest: true }] : series,
    top: Math.max(0, ...stacked.map(({ total }) => total)) || 1,
    days: stacked,
  };
}

/** The day that a key leads to; null where it is none of ours. */
export function dayByKey(key: string, at: number, count: number): number | null {
  const steps: Record<string, number> = {
    ArrowLeft: -1,
    ArrowDown: -1,
    ArrowRight: 1,
    ArrowUp: 1,
    PageDown: -7,
    PageUp: 7,
  };
  const to = key === 'Home' ? 0 : key === 'End' ? count - 1 : steps[key] === undefined ? null : at + steps[key];
  return to === null ? null : Math.max(0, Math.min(count - 1, to));
}
