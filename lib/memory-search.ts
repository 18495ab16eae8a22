/** How notes are found: by their words, by what they mean, and both joined. */

/** Characters that a note may have. */
export const LONGEST_NOTE = 4000;
const MOST_WORDS = 32;
/** As in Cormack, Clarke and Büttcher, "Reciprocal Rank Fusion" (2009): how little the first places stand out. */
const DAMPING = 60;

/** A search for any of the words, for SQLite's FTS5; null where there is none. Nothing of its own language acts in it. */
export function wordsQuery(text: string): string | null {
  const words = [...new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, MOST_WORDS);
  return words.length === 0 ? null : words.map(term).join(' OR ');
}

/** Longer words stand for all that begin so. */
function term(word: string): string {
  return word.length < 3 ? `"${word}"` : `"${word}"*`;
}

/** How alike two vectors of one length are: 1 for the same direction. */
export function cosine(a: Float32Array, b: Float32Array): number {
  let [dot, sizeA, sizeB] = [0, 0, 0];
  for (let at = 0; at < a.length; at++) {
    const [x, y] = [a[at] ?? 0, b[at] ?? 0];
    dot += x * y;
    sizeA += x * x;
    sizeB += y * y;
  }
  return sizeA === 0 || sizeB === 0 ? 0 : dot / Math.sqrt(sizeA * sizeB);
}

/** One ranking from several, best first: what stands high in more than one comes first. */
export function fused(rankings: readonly (readonly string[])[]): string[] {
  const points = new Map<string, number>();
  for (const ranking of rankings)
    for (const [at, id] of ranking.entries()) points.set(id, (points.get(id) ?? 0) + 1 / (DAMPING + at + 1));
  return [...points].sort(([, a], [, b]) => b - a).map(([id]) => id);
}
