import type { Json } from '#lib/value.ts';

/** The text of a plain value; empty for anything that has parts. */
export function plainText(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
