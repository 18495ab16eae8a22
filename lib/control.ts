/**
 * What the engine itself reads of control nodes. `nodes/` declares the same shapes for forms and validation. Not typed
 * here, because only texts are read: `template` `{ text }` gives `{ text }`; `approval` `{ title, message, buttons,
 * expiresAfter }` has a port for each button, then `expired`, and gives `{ choice, reason, by, at, answers }`.
 */
import type { Operator } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';

/** The port of a step's error branch, and those the engine chooses itself. */
export const ERROR_PORT = 'error';
export const OUT_PORT = 'out';
export const ELSE_PORT = 'else';
export const EXPIRED_PORT = 'expired';
/** Node types that are loops. */
export const LOOP_TYPES: ReadonlySet<string> = new Set(['forEach', 'while']);

/** The ports of a loop: its body is drawn from `each` and led back into it; `done` goes on when all is over. */
export const EACH_PORT = 'each';
export const DONE_PORT = 'done';

/** Left values are compared with right ones; `right` is not read by exists, isEmpty, isTrue and their opposites. */
export type ConditionRow = { left?: Json; operator: Operator; right?: Json };

/** `if`: ports `true` and `false`; `expression` counts instead of the rows when given; output `{ result }`. */
export type IfParams = { match?: 'all' | 'any'; rows?: ConditionRow[]; expression?: boolean };

/** `switch`: the port `id` of the first case that `value` fits, else `else`; output `{ case }`. */
export type SwitchParams = { value: Json; cases: { id: string; operator?: Operator; value?: Json }[] };

/** `set`: output is the object `fields`, each field with its own label. */
export type SetParams = { fields: Record<string, Json> };

/** `wait`: `for` a duration or `until` a moment (ISO 8601 with zone), as `mode` says; output `{ waitedUntil }`. */
export type WaitParams = { mode?: 'for' | 'until'; for?: string; until?: string };

/** `respond`: answers the caller of the trigger; the first answer of a run counts; output `{ status }`. */
export type RespondParams = { status?: number; headers?: Record<string, string>; body?: Json };

/** `stop`: ends the run at once as `done` or `failed` with `message`; what is under way is cancelled. */
export type StopParams = { outcome?: 'done' | 'failed'; message?: string };

/**
 * `forEach`: runs its body once for each of `items`, `concurrency` at a time. Output `{ count, results, failed, errors }`:
 * `results` in the order of the items, null for one that failed or gave nothing.
 */
export type ForEachParams = { items: Json; concurrency?: number; collect?: boolean; onItemError?: 'stop' | 'continue' };

/**
 * `while`: runs its body for as long as the conditions (those of `if`) hold, at most `maxRounds` times, `pause` between
 * rounds. Output `{ rounds, last, reachedMax }`; the conditions may refer to `rounds` and `last` as they stand.
 */
export type WhileParams = IfParams & {
  check?: 'before' | 'after';
  start?: Json;
  pause?: string;
  maxRounds?: number;
  onMax?: 'fail' | 'continue';
};
