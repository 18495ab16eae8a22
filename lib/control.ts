/** What the engine itself reads of control and pure nodes. `nodes/` declares the same shapes for forms and validation. */
import type { ApprovalButton } from '#lib/approval.ts';
import type { Operator } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';

/** The one input port of every node, the success port of every node without named ports, and the error branch. */
export const IN_PORT = 'in';
export const OUT_PORT = 'out';
export const ERROR_PORT = 'error';
/** Ports of `if`, the last port of `switch`, the time-out port of `approval`. */
export const IF_PORTS = ['true', 'false'] as const;
export const ELSE_PORT = 'else';
export const EXPIRED_PORT = 'expired';

/** `left` and `right` are templates or literals; `right` is not read by exists, isEmpty, isTrue and their opposites. */
export type ConditionRow = { left: Json; operator: Operator; right?: Json };

/** `if`: ports `true` and `false`; output `{ result }`. */
export type IfParams = { match?: 'all' | 'any'; rows: ConditionRow[] };

/** `switch`: the first case that holds, else port `else`; output `{ case }`. `port` is a port id such as `urgent`. */
export type SwitchParams = { cases: { port: string; title?: string; match?: 'all' | 'any'; rows: ConditionRow[] }[] };

/** `set`: output is the object `fields`, each field with its own label. */
export type SetParams = { fields: Record<string, Json> };

/** `template`: output `{ text }`. */
export type TemplateParams = { text: string };

/** `wait`: exactly one of `for` (`30s`, `5m`, `2h`, `3d`) and `until` (ISO 8601 with zone); output `{ until }`. */
export type WaitParams = { for?: string; until?: string };

/** `approval`: a port for each button id, then `expired`; output `{ choice, by, at, reason }`. `expiresAfter` default 24h. */
export type ApprovalParams = { title: string; message?: string; buttons: ApprovalButton[]; expiresAfter?: string };

/** `respond`: answers the caller of the trigger; the first answer of a run counts; output is `body`. */
export type RespondParams = { status?: number; headers?: Record<string, string>; body?: Json };

/** `stop`: ends the run at once, `failed` with `message` or `done` with `output`; what is under way is cancelled. */
export type StopParams = { status?: 'done' | 'failed'; message?: string; output?: Json };
