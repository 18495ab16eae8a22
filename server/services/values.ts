/** Large values of runs, piece by piece. */
import { setImmediate as turn } from 'node:timers/promises';
import { Refused } from '#lib/errors.ts';
import {
  cut,
  headOf,
  isTabular,
  pageAt,
  PIECE_LENGTH,
  rowsAt,
  valueAt,
  type Place,
  type RowPage,
  type ValueHead,
  type ValuePage,
} from '#lib/value-page.ts';
import { MOST_HITS, offsetsIn, searchValue, type ValueHits } from '#lib/value-search.ts';
import type { Json } from '#lib/value.ts';
import { NotFound } from '#platform/errors.ts';
import { openValue } from '#server/services/opened-values.ts';

type Where = { ref: string; at: Place };

/** Largest part that is handed out whole, in characters of its JSON. */
const WHOLE_LIMIT = 1024 * 1024;
/** How long a search may keep this process from other work before it lets others in, and how long it may take. */
const SLICE_MS = 15;
const SEARCH_MS = 10_000;

function found<T>(part: T | undefined): T {
  if (part === undefined) throw new NotFound('There is nothing at this place of the value.');
  return part;
}

/** What a value is, without what it holds. */
export async function lookAtValue(ref: string): Promise<{ head: ValueHead; tabular: boolean }> {
  const value = await openValue(ref);
  return { head: headOf(value), tabular: isTabular(value) };
}

/** Some elements of a list, or fields of an object. */
export async function pageOfValue({ ref, at, from }: Where & { from: number }): Promise<ValuePage> {
  return found(pageAt(await openValue(ref), at, from));
}

/** Some rows of a list of objects. */
export async function rowsOfValue({ ref, at, from }: Where & { from: number }): Promise<RowPage> {
  return found(rowsAt(await openValue(ref), at, from));
}

/** A piece of a text, as long as pages show at once. */
export async function textOfValue({
  ref,
  at,
  from,
}: Where & { from: number }): Promise<{ text: string; length: number }> {
  const text = found(valueAt(await openValue(ref), at));
  if (typeof text !== 'string') throw new Refused('This part of the value is not a text.');
  return { text: cut(text, from, PIECE_LENGTH), length: text.length };
}

/** A part of a value, whole, while it is not too much for a page. */
export async function partOfValue({ ref, at }: Where): Promise<{ value: Json }> {
  const value = found(valueAt(await openValue(ref), at));
  if (lengthOf(value) > WHOLE_LIMIT)
    throw new Refused('This is too much to show or copy at once. Save it as a file instead.');
  return { value };
}

function lengthOf(value: Json): number {
  try {
    return typeof value === 'string' ? value.length : JSON.stringify(value).length;
  } catch {
    // A file may be nested so deep that it cannot be written out again.
    return Infinity;
  }
}

/** Where words are in a value, in keys and values; up to a thousand places. */
export async function findInValue(asked: { ref: string; words: string }): Promise<ValueHits> {
  const value = await openValue(asked.ref);
  const hits: ValueHits['hits'] = [];
  const end = Date.now() + SEARCH_MS;
  let slice = Date.now() + SLICE_MS;
  for (const hit of searchValue(value, asked.words)) {
    if (hit) {
      if (hits.length === MOST_HITS) return { hits, more: true };
      hits.push(hit);
    }
    if (Date.now() < slice) continue;
    if (Date.now() > end) return { hits, more: true };
    await turn();
    slice = Date.now() + SLICE_MS;
  }
  return { hits, more: false };
}

/** Where words begin in one text. */
export async function findInText(asked: Where & { words: string }): Promise<{ offsets: number[]; more: boolean }> {
  const text = found(valueAt(await openValue(asked.ref), asked.at));
  return offsetsIn(typeof text === 'string' ? text : '', asked.words);
}
