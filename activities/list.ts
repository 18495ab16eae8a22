import type { Implementations } from '#activities/context.ts';
import { BadComparison, evaluateRow } from '#lib/condition.ts';
import { Invalid } from '#lib/errors.ts';
import { identityOf, sortBy, valueAt } from '#lib/order.ts';
import type { Json } from '#lib/value.ts';
import type { list as declared } from '#nodes/list.ts';

type List = Implementations<typeof declared>;
type Where = Parameters<List['list.filter']>[0]['where'][number];

const MAX_JOINED = 100_000;

export const list = {
  'list.filter': ({ items, match, where }) => {
    const kept = items.filter((item) => {
      const holds = (row: Where) => fits(item, row);
      return match === 'all' ? where.every(holds) : where.some(holds);
    });
    return Promise.resolve({ ...counted(kept), dropped: items.length - kept.length });
  },

  'list.sort': ({ items, by, direction }) => {
    const absentIsLast = (item: Json) => valueAt(item, by) ?? undefined;
    return Promise.resolve(counted(sortBy(items, absentIsLast, direction)));
  },

  'list.group': ({ items, by }) => {
    const groups = new Map<string, { key: Json; items: Json[] }>();
    for (const item of items) {
      const key = valueAt(item, by) ?? null;
      const id = identityOf(key);
      const group = groups.get(id) ?? { key, items: [] };
      group.items.push(item);
      groups.set(id, group);
    }
    const found = [...groups.values()].map((group) => ({ ...group, count: group.items.length }));
    return Promise.resolve({ groups: found, count: found.length });
  },

  'list.limit': ({ items, count, from, skip }) => {
    const end = items.length - skip;
    const kept =
      from === 'start' ? items.slice(skip, skip + count) : items.slice(Math.max(0, end - count), Math.max(0, end));
    return Promise.resolve(counted(kept));
  },

  'list.unique': ({ items, by }) => {
    const seen = new Set<string>();
    const kept = items.filter((item) => {
      const value = valueAt(item, by);
      // Items without the field are not each other's duplicates.
      if (value === undefined) return true;
      const id = identityOf(value);
      return seen.has(id) ? false : Boolean(seen.add(id));
    });
    return Promise.resolve({ ...counted(kept), duplicates: items.length - kept.length });
  },

  'list.join': ({ items, other, mode, by, otherBy, keep }) => {
    if (mode === 'match') return Promise.resolve(matched({ items, other, by, otherBy, keep }));
    if (items.length + other.length > MAX_JOINED)
      throw new Invalid('The two lists have more than 100,000 items together.');
    return Promise.resolve({ ...counted([...items, ...other]), matched: 0 });
  },
} satisfies List;

function counted(items: Json[]): { items: Json[]; count: number } {
  return { items, count: items.length };
}

function fits(item: Json, { field, operator, value }: Where): boolean {
  const left = valueAt(item, field) ?? null;
  // An item without the field fits no comparison with it; only the questions about absence are answered.
  const asksAbsence = ['equals', 'notEquals', 'exists', 'notExists', 'isEmpty', 'isNotEmpty'].includes(operator);
  if (left === null && !asksAbsence) return false;
  try {
    return evaluateRow({ left, operator, right: value ?? null });
  } catch (error) {
    if (error instanceof BadComparison) throw new Invalid(`Field "${field}": ${error.message}`);
    throw error;
  }
}

type Match = { items: Json[]; other: Json[]; by: string; otherBy: string; keep: 'all' | 'matching' };

function matched({ items, other, by, otherBy, keep }: Match) {
  const byKey = new Map<string, Record<string, Json>>();
  for (const item of other) {
    const key = valueAt(item, otherBy);
    if (key === undefined || key === null || !isObject(item)) continue;
    const id = identityOf(key);
    if (!byKey.has(id)) byKey.set(id, item);
  }
  let hits = 0;
  const joined = items.flatMap((item): Json[] => {
    const key = valueAt(item, by);
    const found = key === undefined || key === null ? undefined : byKey.get(identityOf(key));
    if (!found || !isObject(item)) return keep === 'all' ? [item] : [];
    hits += 1;
    // The first list's own fields win. Spreading keeps a field called `__proto__` an ordinary one.
    return [{ ...found, ...item }];
  });
  return { ...counted(joined), matched: hits };
}

function isObject(item: Json): item is Record<string, Json> {
  return item !== null && typeof item === 'object' && !Array.isArray(item);
}
