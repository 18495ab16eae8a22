/** Of rehearsals: shapes that the web side sends to pages and REST callers. */
import type { Json } from '#lib/value.ts';

/** What a model said: a text, data by a schema, or calls of tools. */
export type RehearsedAnswer = { answer?: string; data?: Json; calls?: { name: string; args: Record<string, Json> }[] };

/** A line of a script. `when`: words of what was said last; none fits always. */
type Line = RehearsedAnswer & { when: string };

/** What taking an answer over would do. `hides`: other lines that never answer then; `seen`: names the script as it is. */
export type AnswerToTake = { line: Line; replaces: Line | null; hides: number; seen: string };

/** `lines`: how many the script has now. */
export type AnswerTaken = { line: Line; lines: number };
