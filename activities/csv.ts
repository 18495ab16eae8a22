import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';
import { csvLines, distinctNames, guessSeparator } from '#platform/csv-lines.ts';

type Csv = { text: string; header: boolean; separator: 'auto' | ',' | ';' | 'tab' | '|'; numbers: boolean };

const MAX_COLUMNS = 1000;
const PLAIN_NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/;

/** Reads CSV as rows of values, with or without a header. */
export function readCsv({ text, header, separator, numbers }: Csv) {
  const delimiter = separator === 'auto' ? guessSeparator(text) : separator === 'tab' ? '\t' : separator;
  const [first, ...others] = csvLines(text, delimiter).map(({ cells }) => cells);
  const width = Math.max(0, ...[first ?? []].map((line) => line.length));
  if (width > MAX_COLUMNS) throw new Invalid('The CSV has more than 1,000 columns. Is the separator right?');
  const value = (cell: string): Json => (numbers && PLAIN_NUMBER.test(cell) ? Number(cell) : cell);
  if (!header) {
    const rows = first ? [first, ...others] : others;
    return { rows: rows.map((line) => line.map(value)), columns: [], count: rows.length };
  }
  const columns = distinctNames(first ?? []);
  const rows = others.map((line) => Object.fromEntries(columns.map((column, i) => [column, value(line[i] ?? '')])));
  return { rows, columns, count: rows.length };
}
