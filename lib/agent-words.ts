/** What an agent and those it works for have said, and what of it counts as their own word. */
import type { Json } from '#lib/value.ts';

/** A tool call as the model wrote it. `unreadable`: what stood there instead of JSON. */
export type SaidCall = { id: string; name: string; args: Json; unreadable?: string };
export type SaidResult = { id: string; name: string; text: string; isError: boolean };

/** A file that came with a message; `size` in bytes. The bytes of a picture stay where they are kept, under `ref`. */
export type SaidFile = { name: string; size: number } & (
  | { kind: 'picture'; ref: string; mediaType: string }
  /** `cut`: it goes on. */
  | { kind: 'text'; text: string; cut?: boolean }
  | { kind: 'other'; contentType: string }
);

/** The body of a message, by its role. Files come as a message of their own, without words. */
export type SaidBody =
  | { role: 'user'; text: string; by?: string; files?: SaidFile[] }
  | { role: 'assistant'; text: string; calls: SaidCall[]; opaque?: Json }
  | { role: 'tool'; results: SaidResult[] }
  /** `files`: names of those that the summary stands for. */
  | { role: 'summary'; text: string; files?: string[] };

/** Shorter texts stand nearly everywhere. */
const SHORTEST = 3;
const MOST_LEAVES = 1000;

/**
 * Whether a value that a model chose stands literally, as a word of its own, in one of the texts: `bob@x.example` does
 * not stand in `bob@x.example.evil`. All parts of a list or an object must.
 */
export function standsIn(value: Json, texts: readonly string[]): boolean {
  const leaves = leavesOf(value);
  return leaves.length > 0 && leaves.length <= MOST_LEAVES && leaves.every((leaf) => leafStands(leaf, texts));
}

function leavesOf(value: Json): (string | number | boolean | null)[] {
  if (value === null || typeof value !== 'object') return [value];
  return Object.values(value).flatMap(leavesOf);
}

function leafStands(leaf: string | number | boolean | null, texts: readonly string[]): boolean {
  if (leaf === null || typeof leaf === 'boolean') return true;
  const word = typeof leaf === 'number' ? String(leaf) : leaf.normalize('NFC').trim();
  if (typeof leaf === 'string' && word.length < SHORTEST) return false;
  return texts.some((text) => hasWord(text.normalize('NFC'), word));
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (endsWord(text.slice(at + word.length)) && beginsWord(text.slice(Math.max(0, at - 4), at))) return true;
  }
  return false;
}

/** What follows belongs to another word, or a mark that is followed by none. */
function endsWord(after: string): boolean {
  return !/^(?:[\p{L}\p{N}\p{M}\p{Cf}_@%+~=&#$\\-]|[.:/?,'’](?:[\p{L}\p{N}\p{M}_@/]))/u.test(after);
}

function beginsWord(before: string): boolean {
  return !/(?:[\p{L}\p{N}\p{M}\p{Cf}_@%+~=&#$\\/.-]|[\p{L}\p{N}][:'’,])$/u.test(before);
}
