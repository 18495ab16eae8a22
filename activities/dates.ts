import { DateTime, IANAZone } from 'luxon';
import { Invalid } from '#lib/errors.ts';
import type { DATE_UNITS } from '#nodes/calculate.ts';

type Unit = (typeof DATE_UNITS)[number];

type Change = {
  date: string;
  pattern?: string | undefined;
  timezone: string;
  add: number;
  unit: Unit;
  move: 'none' | 'start' | 'end';
  of: Unit;
  format: string;
  language: string;
};

/** A date, moved and written. Days and months are those of the calendar in the zone, also over a change of the clock. */
export function changeDate(change: Change, now: Date) {
  const { add, unit, move, of, format, language } = change;
  const begun = read({ ...change, now });
  const moved = begun.plus({ [unit]: add });
  const there = move === 'start' ? moved.startOf(of) : move === 'end' ? moved.endOf(of) : moved;
  const iso = there.toISO();
  const utc = there.toUTC().toISO();
  if (iso === null || utc === null || there.year < 0 || there.year > 9999)
    throw new Invalid('The result lies outside the years 0 to 9999.');
  const { year, month, day, hour, minute, weekday, weekNumber: week, daysInMonth } = there;
  const text = there.setLocale(language).toFormat(format);
  const milliseconds = there.toMillis();
  return { iso, text, utc, milliseconds, year, month, day, hour, minute, weekday, week, daysInMonth: daysInMonth ?? 0 };
}

/** How long it is from one date to another. */
export function timeBetween(input: { from: string; to: string; unit: Unit; timezone: string }, now: Date) {
  const { unit, timezone } = input;
  const from = read({ date: input.from, timezone, now });
  const to = read({ date: input.to, timezone, now });
  const amount = to.diff(from, unit).as(unit);
  return { amount, whole: Math.trunc(amount) + 0, milliseconds: to.toMillis() - from.toMillis() };
}

type Reading = { date: string; pattern?: string | undefined; timezone: string; now: Date };

function read({ date, pattern, timezone, now }: Reading): DateTime<true> {
  if (!IANAZone.isValidZone(timezone))
    throw new Invalid(`There is no time zone "${timezone}". Use one such as Europe/Berlin.`);
  const zone = { zone: timezone };
  const text = date.trim();
  if (text === '' || text === 'now') return valid(DateTime.fromJSDate(now, zone), text);
  if (pattern) return valid(DateTime.fromFormat(text, pattern, zone), text, pattern);
  const found = [DateTime.fromISO(text, zone), DateTime.fromSQL(text, zone), DateTime.fromRFC2822(text, zone)];
  const best = found.find((one) => one.isValid) ?? epoch(text, zone);
  return valid(best ?? DateTime.invalid('unparsable'), text);
}

/** Seconds or milliseconds since 1970, as many services give them. */
function epoch(text: string, zone: { zone: string }): DateTime | undefined {
  if (!/^-?\d{10}$|^-?\d{13}$/.test(text)) return undefined;
  return text.replace('-', '').length === 10
    ? DateTime.fromSeconds(Number(text), zone)
    : DateTime.fromMillis(Number(text), zone);
}

function valid(made: DateTime, text: string, pattern?: string): DateTime<true> {
  if (made.isValid) return made as DateTime<true>;
  const like = pattern ? `of the form ${pattern}` : 'such as 2027-01-31 or 2027-01-31T09:00:00Z';
  throw new Invalid(`"${text.slice(0, 60)}" is no date ${like}.`);
}
