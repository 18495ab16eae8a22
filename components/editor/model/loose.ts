import type { Json } from '#lib/value.ts';
import { word } from '#components/editor/model/words.ts';

const KINDS = { string: 'text', number: 'number', boolean: 'boolean', object: 'data' } as const;
const NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,10})?$/;

/**
 * Reads what was typed into a box that takes any kind of value: `12` is a number, `true` is true, `{…}` is data,
 * everything else is text. Quotes make a text of what would be something else: `"12"`.
 */
export function parseLoose(typed: string): Json {
  const text = typed.trim();
  if (NUMBER.test(text)) return Number(text);
  if (text === 'true') return true;
  if (text === 'false') return false;
  if (text === 'null') return null;
  if (/^["[{]/.test(text)) {
    try {
      return JSON.parse(text) as Json;
    } catch {
      return typed;
    }
  }
  return typed;
}

/** The text to show for a value, which reads back as the same value. */
export function showLoose(value: Json | undefined): string {
  if (value === undefined) return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  return typeof parseLoose(value) === 'string' && !/^\s*"/.test(value) ? value : JSON.stringify(value);
}

/** What kind of value it is, in a word. */
export function kindOf(value: Json | undefined): string {
  if (value === undefined) return '';
  if (value === null) return word('nothing');
  if (Array.isArray(value)) return word('list');
  return word(KINDS[typeof value as keyof typeof KINDS]);
}
