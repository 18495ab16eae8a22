import { own } from '#lib/own.ts';
import type { Json } from '#lib/value.ts';

/** Rows as CSV with a header of all their columns, `first` before the others. Texts that a spreadsheet would run as a formula get a ' before them. */
export function csvOf(rows: Record<string, Json>[], first: string[] = []): string {
  const columns = [...new Set([...first, ...rows.flatMap((row) => Object.keys(row))])];
  const lines = rows.map((row) => columns.map((column) => cell(own(row, column))).join(','));
  return [columns.map(cell).join(','), ...lines].map((line) => `${line}\r\n`).join('');
}

function cell(value: Json | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
