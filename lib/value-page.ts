/** A value in pieces: what pages ask for instead of the whole, of values at hand and of values on the server alike. */
import { own } from '#lib/own.ts';
import { fileOf, type FileHead } from '#lib/value-file.ts';
import type { Json } from '#lib/value.ts';

/** Which element or field, from the root down, counted from zero: short, whatever the keys are. */
export type Place = readonly number[];

export type ValueKind = 'null' | 'yes-no' | 'number' | 'text' | 'list' | 'object';

/** One value as a row shows it: a text by its beginning, lists and objects by how many they hold. */
export type ValueHead = {
  kind: ValueKind;
  value: null | boolean | number | string;
  /** Characters of a text, elements of a list, fields of an object. */
  length: number;
  file?: FileHead;
};

export type ValueEntry = { key: string | number; head: ValueHead };

/** Some children of one list or object. `rows`: of each child, its fields under `columns`. */
export type ValuePage = { head: ValueHead; entries: ValueEntry[] };
export type RowPage = { length: number; columns: string[]; rows: (ValueCell | null)[][] };
/** `at`: which field of its row it is. */
export type ValueCell = { at: number; head: ValueHead };

export const PAGE_SIZE = 100;
/** Characters of a text that a row holds, and of one piece of a long text. */
export const HEAD_LENGTH = 1000;
export const PIECE_LENGTH = 16_384;
const MOST_COLUMNS = 50;
const ROWS_FOR_COLUMNS = 5000;

const keys = new WeakMap<object, string[]>();

function keysOf(value: { [key: string]: Json }): string[] {
  const known = keys.get(value) ?? Object.keys(value);
  keys.set(value, known);
  return known;
}

/** What a value is, and how much of it there is. */
export function headOf(value: Json): ValueHead {
  if (value === null) return { kind: 'null', value: null, length: 0 };
  if (typeof value === 'boolean') return { kind: 'yes-no', value, length: 0 };
  if (typeof value === 'number') return { kind: 'number', value, length: 0 };
  if (typeof value === 'string') return { kind: 'text', value: cut(value, 0, HEAD_LENGTH), length: value.length };
  if (Array.isArray(value)) return { kind: 'list', value: null, length: value.length };
  const file = fileOf(value);
  return { kind: 'object', value: null, length: keysOf(value).length, ...(file ? { file } : {}) };
}

/** The children of a list or object from a position on. */
export function entriesOf(value: Json, from: number, count = PAGE_SIZE): ValueEntry[] {
  if (value === null || typeof value !== 'object') return [];
  if (Array.isArray(value))
    return value.slice(from, from + count).map((one, index) => ({ key: from + index, head: headOf(one) }));
  return keysOf(value)
    .slice(from, from + count)
    .map((key) => ({ key, head: headOf(own(value, key) ?? null) }));
}

/** A page of the children of what is at a place. */
export function pageAt(root: Json, at: Place, from: number): ValuePage | undefined {
  const value = valueAt(root, at);
  return value === undefined ? undefined : { head: headOf(value), entries: entriesOf(value, from) };
}

/** The value at a place; undefined where there is none. */
export function valueAt(root: Json, at: Place): Json | undefined {
  let here: Json | undefined = root;
  for (const index of at) {
    if (here === null || typeof here !== 'object') return undefined;
    if (Array.isArray(here)) here = here[index];
    else {
      const key: string | undefined = keysOf(here)[index];
      here = key === undefined ? undefined : own(here, key);
    }
    if (here === undefined) return undefined;
  }
  return here;
}

/** The names of what lies on the way to a place. */
export function pathAt(root: Json, at: Place): (string | number)[] {
  let here: Json = root;
  return at.map((index) => {
    const key = Array.isArray(here) ? index : (keysOf(here as { [key: string]: Json })[index] ?? '');
    here = (Array.isArray(here) ? here[index] : own(here as { [key: string]: Json }, String(key))) ?? null;
    return key;
  });
}

/** Whether a value reads best as a table: a list of objects. Looks at its beginning. */
export function isTabular(value: Json): boolean {
  if (!Array.isArray(value) || value.length === 0) return false;
  return value.slice(0, PAGE_SIZE).every((one) => one !== null && typeof one === 'object' && !Array.isArray(one));
}

/** A page of a list of objects, column by column. What else such a list holds is a row without cells. */
export function rowsAt(root: Json, at: Place, from: number): RowPage | undefined {
  const list = valueAt(root, at);
  if (!Array.isArray(list)) return undefined;
  const columns = columnsOf(list);
  const rows = list.slice(from, from + PAGE_SIZE).map((row) => {
    const places = new Map((isFields(row) ? keysOf(row) : []).map((key, index) => [key, index]));
    return columns.map((column): ValueCell | null => {
      const place = places.get(column);
      return place === undefined ? null : { at: place, head: headOf(valueAt(row, [place]) ?? null) };
    });
  });
  return { length: list.length, columns, rows };
}

const columnsKnown = new WeakMap<Json[], string[]>();

function columnsOf(list: Json[]): string[] {
  const known = columnsKnown.get(list);
  if (known) return known;
  const found = new Set<string>();
  for (const row of list.slice(0, ROWS_FOR_COLUMNS)) {
    if (isFields(row)) for (const key of keysOf(row)) if (found.size < MOST_COLUMNS) found.add(key);
  }
  const columns = [...found];
  columnsKnown.set(list, columns);
  return columns;
}

function isFields(value: Json): value is { [key: string]: Json } {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** Part of a text; no character is cut in two. */
export function cut(text: string, from: number, length: number): string {
  const isHalf = (at: number) =>
    at > 0 && at < text.length && /[\udc00-\udfff]/.test(text[at] ?? '') && /[\ud800-\udbff]/.test(text[at - 1] ?? '');
  const start = isHalf(from) ? from + 1 : from;
  const end = isHalf(from + length) ? from + length + 1 : from + length;
  return text.slice(start, end);
}
