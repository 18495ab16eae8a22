import type { Json } from '#lib/value.ts';

/** A value as text: words as they are, everything else as indented JSON. */
export function textOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value, null, 2);
}
