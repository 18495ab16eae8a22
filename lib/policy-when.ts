/** Conditions of a rule over what an action would do. What cannot be told counts as fitting: rules only narrow. */
import { durationOfDay, hourIn } from '#lib/hours.ts';
import { own } from '#lib/own.ts';
import type { Json } from '#lib/value.ts';

/**
 * What a condition looks at: every target (recipients, hosts, topics, entities), the HTTP method, the path of an address
 * or file, or a field of the step.
 */
export type About = 'target' | 'method' | 'path' | `field:${string}`;

/** `like`: some value fits a pattern. `unlike`: some value fits none. `*` in a pattern stands for anything. */
export type Condition =
  | { about: About; is: 'like' | 'unlike'; patterns: string[] }
  /** More than so much, or not a number at all. */
  | { about: `field:${string}`; is: 'over'; max: number }
  /** Between two times of the day in a time zone, e.g. `22:00` to `07:00`. `days`: 1 is Monday, 7 is Sunday. */
  | { about: 'time'; is: 'within' | 'outside'; from: string; to: string; zone: string; days?: number[] };

/** What conditions are held against. `now`: ms since 1970. An undefined value is one that only a run can tell. */
export type WhenFacts = { targets: string[]; values: Record<string, Json | undefined>; now: number | undefined };

/** Whether every condition fits. */
export function fitsWhen(conditions: readonly Condition[] | undefined, facts: WhenFacts): boolean {
  return (conditions ?? []).every((condition) => fits(condition, facts));
}

function fits(condition: Condition, facts: WhenFacts): boolean {
  switch (condition.is) {
    case 'like':
    case 'unlike': {
      const texts = textsOf(condition.about, facts);
      const isLike = (text: string) => condition.patterns.some((pattern) => isPattern(pattern, text));
      if (texts === null) return true;
      // An action without a target may reach anybody.
      if (texts.length === 0) return condition.is === 'unlike' || condition.about === 'target';
      return condition.is === 'like' ? texts.some(isLike) : !texts.every(isLike);
    }
    case 'over': {
      const value = own(facts.values, condition.about.slice('field:'.length));
      const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
      return typeof amount !== 'number' || !(amount <= condition.max);
    }
    case 'within':
    case 'outside':
      return facts.now === undefined || isWithin(condition, facts.now) === (condition.is === 'within');
    default:
      return condition satisfies never;
  }
}

/** Null: nobody can tell yet. */
function textsOf(about: About, { targets, values }: WhenFacts): string[] | null {
  if (about === 'target') return targets;
  const names = about === 'method' ? ['method'] : about === 'path' ? ['path', 'url'] : [about.slice('field:'.length)];
  if (names.some((name) => Object.hasOwn(values, name) && values[name] === undefined)) return null;
  return names.flatMap((name) => {
    const texts = plainTexts(own(values, name));
    return name === 'url' && about === 'path' ? texts.map(pathOf) : texts;
  });
}

function plainTexts(value: Json | undefined): string[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.flatMap(plainTexts);
  return [typeof value === 'object' ? JSON.stringify(value) : String(value)];
}

/** The path as a server reads it: `/a/../b` and `/%61` are no way round a rule. */
function pathOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname } = new URL(url);
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

/** Whether a text fits a pattern, whatever the case of its letters. */
export function isPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.toLowerCase().split('*');
  const given = text.trim().toLowerCase();
  if (rest.length === 0) return given === first;
  const last = rest.pop() ?? '';
  if (!given.startsWith(first) || given.length < first.length + last.length || !given.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = given.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= given.length - last.length;
}

type Hours = Extract<Condition, { about: 'time' }>;

function isWithin({ from, to, zone, days }: Hours, now: number): boolean {
  const { minute, day } = hourIn(zone, now);
  const [start, end] = [durationOfDay(from), durationOfDay(to)];
  const late = start > end;
  const isIn = late ? minute >= start || minute < end : minute >= start && minute < end;
  // The small hours belong to the evening before.
  const evening = late && minute < end ? ((day + 5) % 7) + 1 : day;
  return isIn && (days === undefined || days.length === 0 || days.includes(evening));
}
