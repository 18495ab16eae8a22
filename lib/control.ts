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
