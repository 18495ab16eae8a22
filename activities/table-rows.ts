import { labelAt, type FieldLabels, type Label } from '#lib/label.ts';
import { sortBy } from '#lib/order.ts';
import { own } from '#lib/own.ts';
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

/** Sorts by a column, if there is one; rows without it come last. */
export function sortRows(
  rows: FoundRow[],
  column: string | undefined,
  direction: 'ascending' | 'descending',
): FoundRow[] {
  return column === undefined ? rows : sortBy(rows, (row) => own(row.value, column), direction);
}
