/**
 * What the server, a step or the compiler said, in the person's language. Such sentences are kept in English, also in
 * runs and in the record, and are put into words where somebody reads them. What has no translation stays English.
 */
import { useSyncExternalStore } from 'react';

type Pattern = { parts: string[]; said: string };

const LOADERS: Record<string, (() => Promise<{ default: Record<string, string> }>) | undefined> = {
  fr: () => import('#messages/fr/sentences.json'),
};
/** Longer texts are somebody's data, not a sentence of Hearth. */
const LONGEST = 2000;
const DEEPEST = 3;

let whole = new Map<string, string>();
let patterns: Pattern[] = [];
const listeners = new Set<() => void>();

/** Fetches them where the language of the page has some. */
export async function loadSentences(): Promise<void> {
  const load = LOADERS[document.documentElement.lang];
  if (load && whole.size === 0) keepSentences((await load()).default);
}

/** Takes over the sentences of a language: English to what is said instead, `{0}` for what differs. */
export function keepSentences(table: Record<string, string>): void {
  const entries = Object.entries(table);
  whole = new Map(entries.filter(([text]) => !/\{\d\}/.test(text)));
  patterns = entries
    .filter(([text]) => /\{\d\}/.test(text))
    .map(([text, said]) => ({ parts: text.split(/\{\d\}/), said }))
    // The one that says most fits best.
    .sort((a, b) => b.parts.join('').length - a.parts.join('').length);
  for (const listener of listeners) listener();
}

/** The sentence in the person's language; as it is where nothing better is known. */
export function inTheirWords(text: string, depth = 0): string {
  if (text.length > LONGEST || depth > DEEPEST || whole.size === 0) return text;
  const known = whole.get(text);
  if (known !== undefined) return known;
  for (const { parts, said } of patterns) {
    const values = valuesIn(text, parts);
    if (values) return said.replace(/\{(\d)\}/g, (_, at: string) => inTheirWords(values[Number(at)] ?? '', depth + 1));
  }
  return text;
}

/** What stands between the parts, found without going back: a sentence may carry text from anywhere. */
function valuesIn(text: string, parts: readonly string[]): string[] | null {
  const [first = '', ...rest] = parts;
  const last = rest.pop() ?? '';
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last) || end < first.length) return null;
  const values: string[] = [];
  let from = first.length;
  for (const part of rest) {
    const at = part === '' ? from : text.indexOf(part, from);
    if (at < 0 || at + part.length > end) return null;
    values.push(text.slice(from, at));
    from = at + part.length;
  }
  return [...values, text.slice(from, end)];
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `inTheirWords` for components: they are drawn again once the sentences have come. */
export function useTheirWords(): (text: string) => string {
  useSyncExternalStore(
    subscribe,
    () => whole,
    () => whole,
  );
  return inTheirWords;
}
