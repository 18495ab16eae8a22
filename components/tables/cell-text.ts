import type { Json } from '#lib/value.ts';

/** A value as one edits it: texts as they are, unless they would be read back as something else. */
export function cellText(value: Json): string {
  if (typeof value !== 'string') return JSON.stringify(value);
  return typeof readCell(value) === 'string' && readCell(value) === value ? value : JSON.stringify(value);
}

/** What was typed: numbers, true, false, null, lists, objects and "quoted" texts as such, everything else as text. */
export function readCell(text: string): Json {
  const trimmed = text.trim();
  if (!/^(-?\d|true$|false$|null$|["[{])/.test(trimmed)) return text;
  try {
    return JSON.parse(trimmed) as Json;
  } catch {
    return text;
  }
}
