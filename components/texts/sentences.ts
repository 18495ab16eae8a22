/**
 * What the server, a step or the compiler said, in the person's language. Such sentences are kept in English, also in
 * runs and in the record, and are put into words where somebody reads them.
 */
import { useSyncExternalStore } from 'react';
import { sayer, type SentenceTable } from '#messages/sentences.ts';

const LOADERS: Record<string, (() => Promise<{ default: SentenceTable }>) | undefined> = {
  fr: () => import('#messages/fr/sentences.json'),
};

const asItIs = (text: string) => text;

let say = asItIs;
const listeners = new Set<() => void>();

/** Fetches them where the language of the page has some. */
export async function loadSentences(): Promise<void> {
  const load = LOADERS[document.documentElement.lang];
  if (load && say === asItIs) keepSentences((await load()).default);
}

/** Takes over the sentences of a language: English to what is said instead, `{0}` for what differs. */
export function keepSentences(table: SentenceTable): void {
  say = Object.keys(table).length === 0 ? asItIs : sayer(table);
  for (const listener of listeners) listener();
}

/** The sentence in the person's language; as it is where nothing better is known. */
export function inTheirWords(text: string): string {
  return say(text);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** `inTheirWords` for components: they are drawn again once the sentences have come. */
export function useTheirWords(): (text: string) => string {
  return useSyncExternalStore(
    subscribe,
    () => say,
    () => asItIs,
  );
}
