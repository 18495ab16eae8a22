/** The script of a rehearsal: which of its lines answers, and how a recorded answer becomes one of them. */
import { z } from 'zod';
import { JsonValue } from '#lib/flow.ts';

/** Lines of a script, and characters of all of it together. */
const MOST_LINES = 200;
export const MOST_SCRIPT = 500_000;
/** Characters of `when`. */
export const MOST_WHEN = 1000;

const Call = z.strictObject({ name: z.string().min(1).max(60), args: z.record(z.string(), JsonValue).default({}) });

const Line = z
  .strictObject({
    when: z.string().max(MOST_WHEN).default(''),
    answer: z.string().max(100_000).optional(),
    data: JsonValue.optional(),
    calls: z.array(Call).max(20).optional(),
  })
  .refine(({ answer, data, calls }) => answer !== undefined || data !== undefined || calls !== undefined);

const Script = z.array(Line).max(MOST_LINES);

/** `when`: words that what was said last contains; none fits always. One of the others is the answer. */
export type ScriptLine = z.output<typeof Line>;

/** The lines of a script; null where it is none. */
export function readScript(text: string): ScriptLine[] | null {
  if (text.trim() === '') return [];
  try {
    return Script.parse(JSON.parse(text));
  } catch {
    return null;
  }
}

/** The script as text; null where it holds more than it may. */
export function writtenScript(lines: readonly ScriptLine[]): string | null {
  const text = JSON.stringify(lines, null, 2);
  return text.length <= MOST_SCRIPT && Script.safeParse(lines).success ? text : null;
}

/** The line that answers to what was said last. */
export function lineFor(lines: readonly ScriptLine[], last: string): ScriptLine | undefined {
  const words = last.toLowerCase();
  return lines.find(({ when }) => words.includes(when.toLowerCase()));
}

type Turn = { role: string; text?: string; results?: readonly { name: string; text: string }[] };

/** The words of a turn, as a script looks at them. */
export function wordsOf(turn: Turn | undefined): string {
  if (turn?.role === 'tool') return (turn.results ?? []).map(({ name, text }) => `${name}\n${text}`).join('\n');
  return turn?.text ?? '';
}

/** What was hidden in a record stood there in full, or will: nothing can be found by it. */
const HIDDEN = /\[(?:redacted|secret)\]/;

/** Words by which a script finds what was said last again: its longest part in which nothing is hidden. */
export function whenFor(last: string): string {
  const [longest = ''] = last.split(HIDDEN).sort((a, b) => b.length - a.length);
  const cut = longest.trim().slice(0, MOST_WHEN);
  // Half of a character is found nowhere.
  return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

export type Taken = {
  lines: ScriptLine[];
  /** The line with the same words, which is gone. */
  replaced: ScriptLine | null;
  /** How many other lines never answer any more: the new one comes before them wherever they fit. */
  hides: number;
};

/** A script with a new line: before all others, or behind them where it fits always. */
export function withLine(lines: readonly ScriptLine[], line: ScriptLine): Taken {
  const when = line.when.toLowerCase();
  const others = lines.filter((one) => one.when.toLowerCase() !== when);
  const replaced = lines.find((one) => one.when.toLowerCase() === when) ?? null;
  if (when === '') return { lines: [...others, line], replaced, hides: 0 };
  const hides = others.filter((one) => one.when.toLowerCase().includes(when)).length;
  return { lines: [line, ...others], replaced, hides };
}
