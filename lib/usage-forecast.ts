/** What a month may cost by its end, from what it cost so far. */

/** `cost` in US dollars over so many whole days. */
export type SpentOver = { cost: number; days: number };

export type ForecastFacts = {
  /** This month without today */
  before: SpentOver;
  today: number;
  /** The month before; null where nothing was asked until its end */
  lastMonth: SpentOver | null;
  /** Days of this month after today */
  left: number;
};

/**
 * `soFar` and `total` in US dollars. `from`: what it was reckoned from, the days of this month, those and the month
 * before, or that alone; `nothing`: too early to tell, `total` is null.
 */
export type Forecast = {
  soFar: number;
  total: number | null;
  from: 'this-month' | 'both-months' | 'last-month' | 'nothing';
};

/** Days of this month that say enough by themselves; before that the month before fills up what is missing of them. */
const ENOUGH_DAYS = 7;

/** The month at the pace of its days so far, today counted whole. */
export function forecast({ before, today, lastMonth, left }: ForecastFacts): Forecast {
  const soFar = before.cost + today;
  const missing = lastMonth ? Math.max(0, ENOUGH_DAYS - before.days) : 0;
  const days = before.days + missing;
  if (days === 0) return { soFar, total: null, from: 'nothing' };
  const borrowed = lastMonth && missing > 0 ? (lastMonth.cost / Math.max(1, lastMonth.days)) * missing : 0;
  const daily = (before.cost + borrowed) / days;
  const from = missing === 0 ? 'this-month' : before.days === 0 ? 'last-month' : 'both-months';
  return { soFar, total: before.cost + Math.max(today, daily) + daily * left, from };
}
