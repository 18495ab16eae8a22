import { CsvError, parse } from 'csv-parse/sync';
import { Invalid } from '#lib/errors.ts';
import type { Json } from '#lib/value.ts';

type Csv = { text: string; header: boolean; separator: 'auto' | ',' | ';' | 'tab' | '|'; numbers: boolean };

const MAX_ROWS = 100_000;
const MAX_COLUMNS = 1000;
const SEPARATORS = [',', ';', '\t', '|'] as const;
const PLAIN_NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/;

/** Reads CSV as spreadsheets write it: quotes, line ends inside quotes, a byte order mark, short lines. */
export function readCsv({ text, header, separator, numbers }: Csv) {
  const delimiter = separator === 'auto' ? guess(text) : separator === 'tab' ? '\t' : separator;
  const [first, ...others] = linesOf(text, delimiter);
  const width = Math.max(0, ...[first ?? []].map((line) => line.length));
  if (width > MAX_COLUMNS) throw new Invalid('The CSV has more than 1,000 columns. Is the separator right?');
  const value = (cell: string): Json => (numbers && PLAIN_NUMBER.test(cell) ? Number(cell) : cell);
  if (!header) {
    const rows = first ? [first, ...others] : others;
    return { rows: rows.map((line) => line.map(value)), columns: [], count: rows.length };
  }
  const columns = distinct(first ?? []);
  const rows = others.map((line) => Object.fromEntries(columns.map((column, i) => [column, value(line[i] ?? '')])));
  return { rows, columns, count: rows.length };
}

function linesOf(text: string, delimiter: string): string[][] {
  try {
    const lines = parse(text, {
      delimiter,
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: MAX_ROWS + 2,
      max_record_size: 1_000_000,
    });
    if (lines.length > MAX_ROWS + 1) throw new Invalid('The CSV has more than 100,000 rows.');
    return lines;
  } catch (error) {
    if (error instanceof CsvError) throw new Invalid(`The text is not CSV: ${error.message.slice(0, 200)}`);
    throw error;
  }
}

/** The separator that the first line has most of, outside quotes. */
function guess(text: string): string {
  const line = (/^[^\r\n]*/.exec(text.slice(0, 100_000))?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counted = SEPARATORS.map((one) => ({ one, count: line.split(one).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).one;
}

/** Names for the columns: none empty, no two alike. */
function distinct(names: string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, i) => {
    const wanted = name.trim() || `column ${i + 1}`;
    let free = wanted;
    for (let n = 2; taken.has(free); n += 1) free = `${wanted} ${n}`;
    taken.add(free);
    return free;
  });
}
