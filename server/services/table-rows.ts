import { Invalid } from '#lib/errors.ts';
import type { RowPage } from '#lib/views-data.ts';
import { sql, sqlTime } from '#prisma/client.ts';
import { cursorAt, placeOf } from '#server/services/paging.ts';
import { columnsOf } from '#server/services/table-columns.ts';
import { orderOf, whereOf, type Clause, type RowQuery } from '#server/services/table-query.ts';
import { rowView, tableCard } from '#server/services/tables.ts';

type Row = { id: string; data: string; labels: string; createdAt: string; updatedAt: string };
type Asked = Omit<RowQuery, 'tableId'> & { id: string; limit?: number; cursor?: string };

const PAGE = 100;

/** One page of a table's rows: newest first, or in the order of a column. */
export async function listRows({ id, limit = PAGE, cursor, ...asked }: Asked): Promise<RowPage> {
  const { name, columns: drawn } = await tableCard(id);
  const where = whereOf({ tableId: id, ...asked });
  const order = orderOf(asked.sort);
  const after = asked.sort ? skipping(cursor) : following(cursor);
  const rows = await sql().all<Row>(
    `SELECT "id", "data", "labels", "createdAt", "updatedAt" FROM "DataRow"
     WHERE ${where.text}${after.where.text} ORDER BY ${order.text} LIMIT ? OFFSET ?`,
    [...where.args, ...after.where.args, ...order.args, limit + 1, after.skip],
  );
  const items = rows.slice(0, limit).map((row) => {
    const times = { createdAt: new Date(row.createdAt), updatedAt: new Date(row.updatedAt) };
    return { at: { id: row.id, createdAt: times.createdAt }, view: rowView({ ...row, ...times }) };
  });
  const last = items.at(-1)?.at;
  const place = last && (asked.sort ? String(after.skip + items.length) : cursorAt(last));
  return {
    table: { id, name },
    columns: cursor ? [] : await columnsOf(id, drawn),
    total: cursor ? 0 : await countOf(where),
    items: items.map(({ view }) => view),
    next: rows.length > limit && place ? place : null,
  };
}

type After = { where: Clause; skip: number };

function following(cursor: string | undefined): After {
  if (!cursor) return { where: { text: '', args: [] }, skip: 0 };
  const { createdAt, id } = placeOf(cursor);
  const at = sqlTime(createdAt);
  const text = ' AND ("createdAt" < ? OR ("createdAt" = ? AND "id" < ?))';
  return { where: { text, args: [at, at, id] }, skip: 0 };
}

function skipping(cursor: string | undefined): After {
  const skip = Number(cursor ?? 0);
  if (!Number.isSafeInteger(skip) || skip < 0) throw new Invalid('This cursor cannot be used. Begin the list anew.');
  return { where: { text: '', args: [] }, skip };
}

async function countOf({ text, args }: Clause): Promise<number> {
  const [row] = await sql().all<{ count: number }>(`SELECT COUNT(*) AS "count" FROM "DataRow" WHERE ${text}`, args);
  return Number(row?.count ?? 0);
}
