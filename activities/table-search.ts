import { sortRows, type FoundRow } from '#activities/table-rows.ts';
import { BadComparison, evaluateRow } from '#lib/condition.ts';
import { Invalid } from '#lib/errors.ts';
import { wholeLabel, type FieldLabels } from '#lib/label.ts';
import type { Operator } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';
import { db } from '#prisma/client.ts';

/** A drawn condition on a column. */
export type Where = { field: string; operator: Operator; value?: Json | undefined }[];

type FindInput = {
  table: string;
  where: Where;
  sort?: string | undefined;
  direction: 'ascending' | 'descending';
  limit: number;
};

type Search = { table: string; where: Where; order: 'asc' | 'desc'; signal: AbortSignal };

/** Rows read at a time, so that a large table never is in memory as a whole. */
const PAGE = 500;

/** Goes through the rows that fit, by age, until `onRow` says that it has enough. */
export async function searchRows(search: Search, onRow: (row: FoundRow) => boolean): Promise<void> {
  let cursor: string | undefined;
  for (;;) {
    search.signal.throwIfAborted();
    const page = await pageOf(search.table, search.order, cursor);
    for (const row of page) if (fits(row.value, search.where) && !onRow(row)) return;
    if (page.length < PAGE) return;
    cursor = page.at(-1)?.id;
  }
}

/** The rows that a `table.find` asks for. */
export async function find(input: FindInput, signal: AbortSignal): Promise<FoundRow[]> {
  const byAge = input.sort === undefined || input.sort === '_createdAt';
  const order = byAge && input.direction === 'descending' ? ('desc' as const) : ('asc' as const);
  const found: FoundRow[] = [];
  await searchRows({ table: input.table, where: input.where, order, signal }, (row) => {
    found.push(row);
    // Sorted by age the first ones are the right ones; by a column all must be seen.
    return !byAge || found.length < input.limit;
  });
  return sortRows(found, byAge ? undefined : input.sort, input.direction).slice(0, input.limit);
}

async function pageOf(name: string, order: 'asc' | 'desc', after: string | undefined): Promise<FoundRow[]> {
  const rows = await db().dataRow.findMany({
    where: { table: { name } },
    orderBy: [{ createdAt: order }, { id: order }],
    take: PAGE,
    ...(after === undefined ? {} : { cursor: { id: after }, skip: 1 }),
    select: { id: true, data: true, labels: true, createdAt: true },
  });
  return rows.map(foundRow);
}

/** A row of the database as steps see it. */
export function foundRow(row: { id: string; data: string; labels: string; createdAt: Date }): FoundRow {
  const { id, createdAt } = row;
  const data = JSON.parse(row.data) as Record<string, Json>;
  return {
    id,
    value: { ...data, _id: id, _createdAt: createdAt.toISOString() },
    label: wholeLabel(JSON.parse(row.labels) as FieldLabels),
  };
}

/** Whether all conditions hold for a row. */
export function fits(row: Record<string, Json>, where: Where): boolean {
  return where.every(({ field, operator, value }) => {
    const left = Object.hasOwn(row, field) ? (row[field] ?? null) : null;
    // A row without the column fits no comparison with it; only the questions about absence are answered.
    if (left === null && !['equals', 'notEquals', 'exists', 'notExists', 'isEmpty', 'isNotEmpty'].includes(operator))
      return false;
    try {
      return evaluateRow({ left, operator, right: value ?? null });
    } catch (error) {
      if (error instanceof BadComparison) throw new Invalid(`Column "${field}": ${error.message}`);
      throw error;
    }
  });
}
