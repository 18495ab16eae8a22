import { randomUUID } from 'node:crypto';
import { Invalid } from '#lib/errors.ts';
import { untrusted } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import type { CsvImported, CsvPreview, LineProblem } from '#lib/views-data.ts';
import { audit } from '#platform/audit.ts';
import { csvLines, distinctNames, guessSeparator, type CsvLine } from '#platform/csv-lines.ts';
import { NotFound } from '#platform/errors.ts';
import { sqlTime, transact, type Tx } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { personal } from '#server/services/personal.ts';
import { checkedName, drawColumns } from '#server/services/table-columns.ts';

export type CsvFile = { text: string; separator: 'auto' | ',' | ';' | 'tab' | '|'; header: boolean };

export type CsvImport = CsvFile & {
  tableId: string;
  /** The column of the table for each column of the file; null leaves it out. */
  columns: (string | null)[];
  /** Numbers, true and false become values. */
  values: boolean;
  /** The person vouches for what is in the file. */
  trusted: boolean;
  /** Leaves out lines with something wrong; else nothing is taken in where one is. */
  skipBad: boolean;
};

const MAX_ROWS = 20_000;
const MAX_CELL = 100_000;
const SHOWN = 20;
const AT_ONCE = 100;
const PLAIN_NUMBER = /^-?(0|[1-9]\d{0,14})(\.\d{1,15})?$/;

/** What is in a file: nothing is kept. */
export function previewCsv(file: CsvFile): CsvPreview {
  const { columns, lines } = opened(file);
  const problems = problemsOf(lines, columns.length);
  return {
    columns,
    sample: lines.slice(0, SHOWN).map(({ cells }) => cells.map((cell) => cell.slice(0, 200))),
    count: lines.length,
    problems: problems.slice(0, SHOWN),
    problemCount: problems.length,
  };
}

/** Adds the rows of a file to a table: all of them, or all that are right if the others may be left out. */
export async function importCsv(asked: CsvImport, actor: Actor): Promise<CsvImported> {
  const { columns, lines } = opened(asked);
  if (asked.columns.length !== columns.length) throw new Invalid('Say for each column of the file where it goes.');
  const into = asked.columns.map((column) => (column === null ? null : checkedName(column)));
  const named = into.filter((column) => column !== null);
  if (named.length === 0) throw new Invalid('Choose at least one column to take in.');
  if (new Set(named).size < named.length) throw new Invalid('Two columns of the file go into the same column.');
  const problems = problemsOf(lines, columns.length);
  if (problems.length > 0 && !asked.skipBad) return { added: 0, skipped: 0, problems: problems.slice(0, SHOWN) };
  const bad = new Set(problems.map(({ line }) => line));
  const rows = lines.filter(({ line }) => !bad.has(line)).map(({ cells }) => rowOf(cells, into, asked.values));
  await transact(async (tx) => {
    if (!(await tx.dataTable.findUnique({ where: { id: asked.tableId }, select: { id: true } })))
      throw new NotFound('There is no such table any more.');
    await drawColumns(tx, asked.tableId, named);
    await insertAll(tx, {
      tableId: asked.tableId,
      rows,
      label: asked.trusted ? personal(actor) : untrusted('import:csv'),
    });
    const of = { action: 'table.import', subject: `table:${asked.tableId}`, detail: { rows: rows.length } };
    await audit(tx, { actor: actorName(actor), ...of });
  });
  return { added: rows.length, skipped: bad.size, problems: [] };
}

function opened({ text, separator, header }: CsvFile): { columns: string[]; lines: CsvLine[] } {
  const delimiter = separator === 'auto' ? guessSeparator(text) : separator === 'tab' ? '\t' : separator;
  const all = csvLines(text, delimiter);
  const [first] = all;
  if (!first) throw new Invalid('There is nothing in this file.');
  const lines = header ? all.slice(1) : all;
  if (lines.length > MAX_ROWS)
    throw new Invalid('A file may have at most 20,000 rows. Split it and take in the parts.');
  if (first.cells.length > 200) throw new Invalid('The file has more than 200 columns. Is the separator right?');
  return { columns: header ? distinctNames(first.cells) : distinctNames(first.cells.map(() => '')), lines };
}

function problemsOf(lines: CsvLine[], width: number): LineProblem[] {
  return lines.flatMap(({ cells, line }): LineProblem[] => {
    if (cells.length > width)
      return [{ line, message: `Line ${line} has ${cells.length} values, but there are only ${width} columns.` }];
    if (cells.some((cell) => cell.length > MAX_CELL))
      return [{ line, message: `Line ${line} has a value of more than 100,000 characters.` }];
    return [];
  });
}

function rowOf(cells: string[], into: (string | null)[], values: boolean): Record<string, Json> {
  const entries = into.flatMap((column, at): [string, Json][] => {
    const cell = cells[at] ?? '';
    return column === null || cell === '' ? [] : [[column, values ? valueOf(cell) : plain(cell)]];
  });
  return Object.fromEntries(entries);
}

function valueOf(cell: string): Json {
  if (PLAIN_NUMBER.test(cell)) return Number(cell);
  return cell === 'true' || cell === 'false' ? cell === 'true' : plain(cell);
}

/** An exported text that a spreadsheet would run has a ' before it. */
function plain(cell: string): string {
  return /^'[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

type Rows = { tableId: string; rows: Record<string, Json>[]; label: ReturnType<typeof untrusted> };

/** The first line is the oldest row, a millisecond before the next. */
async function insertAll(tx: Tx, { tableId, rows, label }: Rows): Promise<void> {
  const labels = JSON.stringify({ rest: label });
  const begin = Date.now() - rows.length;
  for (let from = 0; from < rows.length; from += AT_ONCE) {
    const part = rows.slice(from, from + AT_ONCE);
    const marks = part.map(() => '(?, ?, ?, ?, ?, ?)').join(', ');
    await tx.sql.run(
      `INSERT INTO "DataRow" ("id", "tableId", "data", "labels", "createdAt", "updatedAt") VALUES ${marks}`,
      part.flatMap((row, at) => {
        const time = sqlTime(begin + from + at);
        return [randomUUID(), tableId, JSON.stringify(row), labels, time, time];
      }),
    );
  }
}
