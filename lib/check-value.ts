/** Values of low capacity: what is let through is one of few that the author foresaw, so it carries no message of its own. */
import type { Json } from '#lib/value.ts';

export const CHECKED_KINDS = ['choice', 'yesno', 'number', 'date', 'mail', 'host', 'row'] as const;
/** A number may be one of so many. */
export const MOST_CHECKED = 1_000_000;

export type Check =
  | { kind: 'choice'; choices: readonly string[] }
  | { kind: 'yesno' }
  | { kind: 'number'; min: number; max: number; places: number }
  /** `today` as 2026-01-31. */
  | { kind: 'date'; days: number; today: string };

const DAY_MS = 86_400_000;

/** The value as the author would have written it, or null where it is none of those. */
export function checkedValue(value: Json, check: Check): string | number | boolean | null {
  switch (check.kind) {
    case 'choice':
      return check.choices.find((choice) => choice === value) ?? null;
    case 'yesno':
      return yesOrNo(value);
    case 'number':
      return numberWithin(value, check);
    case 'date':
      return dateNear(value, check);
    default:
      return check satisfies never;
  }
}

function yesOrNo(value: Json): boolean | null {
  if (typeof value === 'boolean') return value;
  if (value === 'true') return true;
  return value === 'false' ? false : null;
}

function numberWithin(value: Json, { min, max, places }: { min: number; max: number; places: number }): number | null {
  const isWritten = typeof value === 'string' && /^-?\d{1,15}(\.\d{1,10})?$/.test(value);
  const number = isWritten ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) return null;
  // Digits beyond those that were foreseen would be room for more.
  const whole = Number(number.toFixed(places));
  return whole === number && whole >= min && whole <= max ? whole + 0 : null;
}

function dateNear(value: Json, { days, today }: { days: number; today: string }): string | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(value)) return null;
  const at = Date.parse(`${value}T00:00:00Z`);
  // February has no 30th: it would come back as another date.
  if (Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== value) return null;
  return Math.abs(at - Date.parse(`${today}T00:00:00Z`)) <= days * DAY_MS ? value : null;
}
