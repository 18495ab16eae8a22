import { own } from '#lib/own.ts';
import type { Json } from '#lib/value.ts';

/** Sorts by a value of each item: numbers before texts before the rest, without a value last; equal ones stay as they were. */
export function sortBy<T>(
  items: readonly T[],
  valueOf: (item: T) => Json | undefined,
  direction: 'ascending' | 'descending',
): T[] {
  const sign = direction === 'descending' ? -1 : 1;
  const keyed = items.map((item) => ({ item, value: valueOf(item) ?? undefined }));
  return keyed
    .toSorted(({ value: left }, { value: right }) => {
      if (left === undefined || right === undefined)
        return (left === undefined ? 1 : 0) - (right === undefined ? 1 : 0);
      return sign * compare(left, right);
    })
    .map(({ item }) => item);
}

/** The value at a dotted path such as `sender.name` or `lines.0`; the whole item at the empty path. */
export function valueAt(item: Json, path: string): Json | undefined {
  if (path === '') return item;
  let at: Json | undefined = item;
  for (const part of path.split('.')) {
    if (at === null || typeof at !== 'object') return undefined;
    at = Array.isArray(at) ? (/^\d+$/.test(part) ? at[Number(part)] : undefined) : own(at, part);
  }
  return at;
}

/** A text that is the same for equal values, whatever the order of their fields. */
export function identityOf(value: Json): string {
  return JSON.stringify(value, (_key, inner: Json) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

function compare(a: Json, b: Json): number {
  const kinds = rank(a) - rank(b);
  if (kinds !== 0) return kinds;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function rank(value: Json): number {
  return typeof value === 'number' ? 0 : typeof value === 'string' ? 1 : typeof value === 'boolean' ? 2 : 3;
}

function keyOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
