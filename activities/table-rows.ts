import { labelAt, type FieldLabels, type Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';

/** A row as `table.find` gives it, with the label of all that is in it. */
export type FoundRow = { id: string; value: Record<string, Json> & { _id: string; _createdAt: string }; label: Label };

/** Labels to keep beside a row: each column has its own. */
export function rowLabels(row: Record<string, Json>, labels: FieldLabels): FieldLabels {
  return {
    rest: labels.rest,
    fields: Object.fromEntries(Object.keys(row).map((column) => [column, labelAt(labels, [column])])),
  };
}

/** Sorts by a column: numbers before texts before the rest, rows without it last; equal ones stay as they were. */
export function sortRows(
  rows: FoundRow[],
  column: string | undefined,
  direction: 'ascending' | 'descending',
): FoundRow[] {
  if (column === undefined) return rows;
  const sign = direction === 'descending' ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [left, right] = [valueOf(a, column), valueOf(b, column)];
    if (left === undefined || right === undefined) return (left === undefined ? 1 : 0) - (right === undefined ? 1 : 0);
    return sign * compare(left, right);
  });
}

function valueOf(row: FoundRow, column: string): Json | undefined {
  return Object.hasOwn(row.value, column) ? (row.value[column] ?? undefined) : undefined;
}

function compare(a: Json, b: Json): number {
  const kinds = rank(a) - rank(b);
  if (kinds !== 0) return kinds;
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [keyOf(a), keyOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function rank(value: Json): number {
  return typeof value === 'number' ? 0 : typeof value === 'string' ? 1 : typeof value === 'boolean' ? 2 : 3;
}

function keyOf(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
