import type { TextKey, Texts } from '#messages/types.ts';

// The model is asked for titles from all over the editor. A page has one language for as long as it lives.
let words: Texts<'editor.words'> | undefined;

/** Hands over the words for what the model names itself, before the first drawing is read. */
export function keepModelWords(t: Texts<'editor.words'>): void {
  words = t;
}

/** A word of the model in the person's language. */
export function word(key: TextKey<'editor.words'>, values?: Record<string, string | number>): string {
  return words?.(key, values) ?? '';
}
