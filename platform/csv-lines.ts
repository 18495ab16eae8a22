import { CsvError, parse } from 'csv-parse/sync';
import { Invalid } from '#lib/errors.ts';

/** The cells of a row, and the line of the text that they end on, from 1. */
export type CsvLine = { cells: string[]; line: number };

const MAX_ROWS = 100_000;
const SEPARATORS = [',', ';', '\t', '|'] as const;

/** Splits CSV as spreadsheets write it: quotes, line ends inside quotes, a byte order mark, short lines. */
export function csvLines(text: string, delimiter: string): CsvLine[] {
  try {
    const lines = parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: MAX_ROWS + 2,
      max_record_size: 1_000_000,
    }) as unknown as { record: string[]; info: { lines: number } }[];
    if (lines.length > MAX_ROWS + 1) throw new Invalid('The CSV has more than 100,000 rows.');
    return lines.map(({ record, info }) => ({ cells: record, line: info.lines }));
  } catch (error) {
    if (error instanceof CsvError) throw new Invalid(`The text is not CSV: ${error.message.slice(0, 200)}`);
    throw error;
  }
}

/** The separator that the first line has most of, outside quotes. */
export function guessSeparator(text: string): string {
  const line = (/^[^\r\n]*/.exec(text.slice(0, 100_000))?.[0] ?? '').replace(/"[^"]*"/g, '');
  const counted = SEPARATORS.map((one) => ({ one, count: line.split(one).length }));
  return counted.reduce((best, next) => (next.count > best.count ? next : best)).one;
}

/** Names for the columns: none empty, no two alike. */
export function distinctNames(names: string[]): string[] {
  const taken = new Set<string>();
  return names.map((name, i) => {
    const wanted = name.trim() || `column ${i + 1}`;
    let free = wanted;
    for (let n = 2; taken.has(free); n += 1) free = `${wanted} ${n}`;
    taken.add(free);
    return free;
  });
}
