/** What one asks of the rows of a table, as SQL. Names of columns are checked before they come here; values are bound. */
import type { RowFilter, RowSort } from '#lib/views-data.ts';

export type RowQuery = { tableId: string; search?: string; filters?: RowFilter[]; sort?: RowSort };
export type Clause = { text: string; args: (string | number)[] };

/** The path of a column inside of a row. */
export function pathOf(column: string): string {
  return `$."${column}"`;
}

/** The conditions of a query, joined with AND. */
export function whereOf({ tableId, search, filters = [] }: RowQuery): Clause {
  const parts: Clause[] = [{ text: '"tableId" = ?', args: [tableId] }];
  if (search) {
    const text = 'EXISTS (SELECT 1 FROM json_each("data") j WHERE instr(lower(j."value"), lower(?)) > 0)';
    parts.push({ text, args: [search] });
  }
  parts.push(...filters.map(filterOf));
  return { text: parts.map(({ text }) => text).join(' AND '), args: parts.flatMap(({ args }) => args) };
}

/** The order of a query: rows without the column come last. */
export function orderOf(sort: RowSort | undefined): Clause {
  if (!sort) return { text: '"createdAt" DESC, "id" DESC', args: [] };
  const way = sort.direction === 'ascending' ? 'ASC' : 'DESC';
  if (sort.column === '_createdAt') return { text: `"createdAt" ${way}, "id" ${way}`, args: [] };
  const path = pathOf(sort.column);
  const text = `("data" ->> ?) IS NULL, ("data" ->> ?) COLLATE NOCASE ${way}, "createdAt" DESC, "id" DESC`;
  return { text, args: [path, path] };
}

/** A value as one reads it: texts as they are, all else as JSON. */
const TEXT = `CASE json_type("data", ?) WHEN 'text' THEN "data" ->> ? ELSE "data" -> ? END`;

function filterOf({ column, test, value }: RowFilter): Clause {
  const path = pathOf(column);
  const read = [path, path, path];
  const blank = { text: `COALESCE(json_type("data", ?), 'null') = 'null' OR "data" ->> ? = ''`, args: [path, path] };
  switch (test) {
    case 'contains':
      return { text: `instr(lower(${TEXT}), lower(?)) > 0`, args: [...read, value] };
    case 'is':
      return { text: `lower(${TEXT}) = lower(?)`, args: [...read, value] };
    case 'isNot':
      return { text: `COALESCE(lower(${TEXT}), '') <> lower(?)`, args: [...read, value] };
    case 'above':
    case 'below':
      return comparison(path, test === 'above' ? '>' : '<', value);
    case 'empty':
      return { text: `(${blank.text})`, args: blank.args };
    case 'filled':
      return { text: `NOT (${blank.text})`, args: blank.args };
    default:
      return test satisfies never;
  }
}

/** Numbers are compared with numbers and texts with texts: a row whose value is of the other kind does not fit. */
function comparison(path: string, sign: '>' | '<', value: string): Clause {
  const number = Number(value);
  const isNumber = value.trim() !== '' && Number.isFinite(number);
  const kinds = isNumber ? `'integer', 'real'` : `'text'`;
  const text = `(json_type("data", ?) IN (${kinds}) AND "data" ->> ? ${sign} ?)`;
  return { text, args: [path, path, isNumber ? number : value] };
}
