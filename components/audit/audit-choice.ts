import { csvOf } from '#lib/csv.ts';
import type { AuditView } from '#lib/views-admin.ts';

/** What the record is narrowed to, as the address of the page says it. Days are of the reader's own calendar. */
export type AuditChoice = { actor?: string; action?: string; subject?: string; from?: string; to?: string };

const NAMES = ['actor', 'action', 'subject', 'from', 'to'] as const;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Read from the address; days that are none are left out. */
export function filterOf(search: { get: (name: string) => string | null }): AuditChoice {
  const choice: AuditChoice = {};
  for (const name of NAMES) {
    const value = search.get(name);
    if (!value || ((name === 'from' || name === 'to') && !DAY.test(value))) continue;
    choice[name] = value.slice(0, 200);
  }
  return choice;
}

/** The part of the address after the question mark. */
export function queryOf(choice: AuditChoice): string {
  return new URLSearchParams(NAMES.flatMap((name) => (choice[name] ? [[name, choice[name]]] : []))).toString();
}

/** As the server takes it: a day begins at midnight here, and the last one counts whole. */
export function inputOf({ from, to, ...rest }: AuditChoice): AuditChoice {
  return {
    ...rest,
    ...(from ? { from: midnight(from, 0) } : {}),
    ...(to ? { to: midnight(to, 1) } : {}),
  };
}

function midnight(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}

/** The rows as a file, oldest last as they came. */
export function fileOf(rows: AuditView[], format: 'csv' | 'jsonl'): Blob {
  if (format === 'csv') return new Blob([csvOf(rows)], { type: 'text/csv' });
  return new Blob([rows.map((row) => `${JSON.stringify(row)}\n`).join('')], { type: 'application/x-ndjson' });
}
