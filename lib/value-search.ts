/** Search within a value: keys and values, in the order in which they are shown. */
import { own } from '#lib/own.ts';
import { MAX_DEPTH, type Json } from '#lib/value.ts';

/** `counts`: how many children each of the places on the way has, the root's first. */
export type ValueHit = { at: number[]; counts: number[]; in: 'key' | 'value' };
export type ValueHits = { hits: ValueHit[]; more: boolean };

export const MOST_HITS = 1000;
export const LONGEST_WORDS = 200;
const PAUSE_EVERY = 2000;

/** Finds these words as they are written, upper and lower case alike. */
export function finderOf(words: string, flags = ''): RegExp {
  return new RegExp(words.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), `iu${flags}`);
}

type Frame = {
  at: number[];
  counts: number[];
  value: Json[] | { [key: string]: Json };
  keys: string[] | null;
  next: number;
};

function frameOf(value: Json[] | { [key: string]: Json }, at: number[], counts: number[]): Frame {
  const keys = Array.isArray(value) ? null : Object.keys(value);
  return { at, counts: [...counts, keys ? keys.length : (value as Json[]).length], value, keys, next: 0 };
}

/** Walks a value without recursion. Yields `null` now and then, so that whoever drives it can let others work. */
export function* searchValue(root: Json, words: string): Generator<ValueHit | null> {
  const finder = finderOf(words);
  const holds = (value: Json) => (value !== null && typeof value === 'object' ? false : finder.test(String(value)));
  if (root === null || typeof root !== 'object') {
    if (holds(root)) yield { at: [], counts: [], in: 'value' };
    return;
  }
  const stack: Frame[] = [frameOf(root, [], [])];
  let seen = 0;
  for (let frame = stack.at(-1); frame; frame = stack.at(-1)) {
    const { keys, value, next } = frame;
    if (next >= (frame.counts.at(-1) ?? 0)) {
      stack.pop();
      continue;
    }
    frame.next += 1;
    seen += 1;
    if (seen % PAUSE_EVERY === 0) yield null;
    const key = keys?.[next];
    const child = (Array.isArray(value) ? value[next] : own(value, key ?? '')) ?? null;
    const at = [...frame.at, next];
    if (key !== undefined && finder.test(key)) yield { at, counts: frame.counts, in: 'key' };
    else if (holds(child)) yield { at, counts: frame.counts, in: 'value' };
    if (child !== null && typeof child === 'object' && at.length < MAX_DEPTH)
      stack.push(frameOf(child, at, frame.counts));
  }
}

/** All hits at once, up to the most that are shown: for values at hand. */
export function hitsIn(root: Json, words: string): ValueHits {
  const hits: ValueHit[] = [];
  for (const hit of searchValue(root, words)) {
    if (!hit) continue;
    if (hits.length === MOST_HITS) return { hits, more: true };
    hits.push(hit);
  }
  return { hits, more: false };
}

/** Where the words begin in a text. */
export function offsetsIn(text: string, words: string): { offsets: number[]; more: boolean } {
  const offsets: number[] = [];
  for (const match of text.matchAll(finderOf(words, 'g'))) {
    if (offsets.length === MOST_HITS) return { offsets, more: true };
    offsets.push(match.index);
  }
  return { offsets, more: false };
}
