/** Days of a calendar somewhere, as `2026-11-23`. A day is as long as it is there: 23 or 25 hours when clocks change. */

const DAY_MS = 86_400_000;
/** No clock is farther from UTC. */
const FARTHEST_MS = 16 * 3_600_000;

const formats = new Map<string, Intl.DateTimeFormat>();

/** The day that it is in a zone at a moment (ms since 1970). */
export function dayAt(zone: string, at: number): string {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(zone, format);
  }
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts['year'] ?? ''}-${parts['month'] ?? ''}-${parts['day'] ?? ''}`;
}

/** When a day begins in a zone, in ms since 1970: not always at midnight. */
export function startOfDay(zone: string, day: string): number {
  const there = Date.parse(`${day}T00:00:00Z`);
  let [before, after] = [there - FARTHEST_MS, there + FARTHEST_MS];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (dayAt(zone, middle) < day) before = middle;
    else after = middle;
  }
  return after;
}

/** The day so many days later, or earlier where it is less than 0. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** All days from one to another, both with it. */
export function daysBetween(from: string, to: string): string[] {
  const count = Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, at) => dayAfter(from, at));
}

/** So many days the month of a day has. */
export function daysInMonth(day: string): number {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
