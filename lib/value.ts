import type { FieldLabels } from '#lib/label.ts';

/** Plain data: all that flows between steps. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Largest value (bytes of JSON) that stays inside workflow state; larger ones go to the blob store. */
export const INLINE_LIMIT = 8 * 1024;

/** A value in the blob store. `preview` is at most 2 KB of text for people; it is never evaluated. */
export type BlobRef = { ref: string; size: number; contentType: string; preview: string };

/** Where a value is. */
export type StoredPlace = { kind: 'inline'; value: Json } | { kind: 'blob'; blob: BlobRef };

/** A labelled value as workflow state and run events hold it. */
export type Stored = StoredPlace & { labels: FieldLabels };

/** Deepest nesting of a value from outside; far deeper ones make `JSON.stringify` run out of stack. */
export const MAX_DEPTH = 200;

/** Whether a value is nested deeper than `MAX_DEPTH`. Walks without recursion. */
export function isTooDeep(value: Json): boolean {
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MAX_DEPTH) return true;
    level = level.flatMap((one) => (one !== null && typeof one === 'object' ? Object.values(one) : []));
  }
  return false;
}

/** Bytes of a value's JSON text in UTF-8, without `Buffer` (this runs in the workflow sandbox too). */
export function jsonSize(value: Json): number {
  return new TextEncoder().encode(JSON.stringify(value)).length;
}
