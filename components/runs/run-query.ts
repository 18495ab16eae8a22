import type { RunStatus } from '#lib/run-event.ts';

export const RUN_STATUSES: readonly RunStatus[] = ['queued', 'running', 'waiting', 'done', 'failed', 'stopped'];
/** Types of triggers, in the order one looks for them. */
export const RUN_TRIGGERS = [
  'manual',
  'schedule',
  'webhook',
  'form',
  'telegram.message',
  'chat.message',
  'flow.called',
  'error',
] as const;

/** Under which key the texts name a trigger: keys have no dots in them. */
export function triggerKey(type: (typeof RUN_TRIGGERS)[number]) {
  if (type === 'chat.message') return 'chatPage';
  return type === 'telegram.message' ? 'telegram' : type === 'flow.called' ? 'called' : type;
}

const MODES = ['production', 'test'] as const;

/** What the list is narrowed to, as the address says it. Days are of the reader's own calendar. */
export type RunListFilter = {
  flowId?: string | undefined;
  status?: RunStatus | undefined;
  trigger?: string | undefined;
  mode?: (typeof MODES)[number] | undefined;
  from?: string | undefined;
  to?: string | undefined;
  text?: string | undefined;
};

const DAY = /^\d{4}-\d\d-\d\d$/;

/** Read from an address; what it cannot mean is left out. */
export function filterOf(search: { get: (name: string) => string | null }): RunListFilter {
  const text = (name: string, most: number) => search.get(name)?.slice(0, most) || undefined;
  const day = (name: string) => (DAY.test(search.get(name) ?? '') ? text(name, 10) : undefined);
  return {
    flowId: text('flow', 200),
    status: RUN_STATUSES.find((status) => status === search.get('status')),
    trigger: text('trigger', 60),
    mode: MODES.find((mode) => mode === search.get('mode')),
    from: day('from'),
    to: day('to'),
    text: text('q', 200)?.trim() || undefined,
  };
}

/** The part of the address after the question mark; always in the same order. */
export function queryOf({ flowId, status, trigger, mode, from, to, text }: RunListFilter): string {
  const parts = { flow: flowId, status, trigger, mode, from, to, q: text };
  return new URLSearchParams(
    Object.entries(parts).flatMap(([name, value]) => (value ? [[name, value]] : [])),
  ).toString();
}

/** As the server takes it: a day begins at midnight here, and the last one counts whole. */
export function inputOf({ from, to, ...rest }: RunListFilter): RunListFilter {
  const known = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  return {
    ...known,
    ...(from ? { from: midnight(from, 0) } : {}),
    ...(to ? { to: midnight(to, 1) } : {}),
  };
}

function midnight(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

/** What a filter leaves to be done with all that it shows. */
export function bulkOf({ status }: RunListFilter): { cancel: boolean; retry: boolean } {
  return {
    cancel: status === undefined || ['queued', 'running', 'waiting'].includes(status),
    retry: status === undefined || ['failed', 'stopped'].includes(status),
  };
}

/** The rows from one to another, as a click with Shift picks them. */
export function rangeOf(ids: readonly string[], from: string, to: string): string[] {
  const [one, other] = [ids.indexOf(from), ids.indexOf(to)];
  if (one < 0 || other < 0) return [to];
  return ids.slice(Math.min(one, other), Math.max(one, other) + 1);
}
