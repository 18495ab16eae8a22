/** How events of a trigger start runs. `key`: a path into the trigger's data; what it gives is paced on its own. */
export type Pace = { key?: (string | number)[] } & (
  | { mode: 'rate'; count: number; perMs: number; over: 'wait' | 'drop'; limit: number }
  | { mode: 'debounce'; quietMs: number; longestMs: number }
  | { mode: 'batch'; count: number; withinMs: number }
);

/** What is meant where the author drew nothing. */
export const PACE_DEFAULTS = {
  rate: { count: 10, per: '1m', over: 'wait', limit: 1000 },
  debounce: { quiet: '10s', longest: '5m' },
  batch: { count: 50, within: '1m' },
} as const;

/** Triggers that start a run at once, whatever is drawn: who starts one by hand or calls it means now, a failure is told at once. */
const AT_ONCE = ['manual', 'chat.message', 'flow.called', 'error'];

/** Whether events of a trigger of this type can be held back. */
export function canHavePace(triggerType: string): boolean {
  return !AT_ONCE.includes(triggerType);
}
