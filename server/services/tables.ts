import { randomUUID } from 'node:crypto';
import { csvOf } from '#lib/csv.ts';
import { Invalid } from '#lib/errors.ts';
import { joinLabels, labelAt, type FieldLabels, type Label } from '#lib/label.ts';
import { sameJson } from '#lib/condition.ts';
import { own } from '#lib/own.ts';
import type { Json } from '#lib/value.ts';
import type { RowView, TableCard } from '#lib/views-data.ts';
import { nodes } from '#nodes/index.ts';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { db, transact, type Tx } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { personal } from '#server/services/personal.ts';

type Row = Record<string, Json>;

const EXPORTED = 50_000;
const stored = { id: true, tableId: true, data: true, labels: true, createdAt: true, updatedAt: true } as const;
type StoredRow = { id: string; tableId: string; data: string; labels: string; createdAt: Date; updatedAt: Date };

/** All tables. */
export async function listTables(): Promise<TableCard[]> {
  const rows = await db().dataTable.findMany({
    orderBy: { name: 'asc' },
    select: { id: true, name: true, createdAt: true, _count: { select: { rows: true } } },
  });
  return rows.map(({ id, name, createdAt, _count }) => ({
    id,
    name,
    createdAt: createdAt.toISOString(),
    rows: _count.rows,
  }));
}

/** Makes an empty table. */
export async function addTable(name: string, actor: Actor): Promise<{ id: string }> {
  const checked = nodes['table.find'].input.shape.table.safeParse(name);
  if (!checked.success) throw new Invalid(checked.error.issues[0]?.message ?? 'Use another name.');
  return transact(async (tx) => {
    if (await tx.dataTable.findUnique({ where: { name }, select: { id: true } }))
      throw new Conflict('There is a table of this name already.');
    const { id } = await tx.dataTable.create({ data: { id: randomUUID(), name }, select: { id: true } });
    await audit(tx, { actor: actorName(actor), action: 'table.create', subject: `table:${id}`, detail: { name } });
    return { id };
  });
}

/** Adds a row that a person typed: all of it is trusted. */
export async function addRow({ tableId, data, actor }: { tableId: string; data: Row; actor: Actor }): Promise<RowView> {
  const row = checkedRow(data);
  return transact(async (tx) => {
    if (!(await tx.dataTable.findUnique({ where: { id: tableId }, select: { id: true } })))
      throw new NotFound('There is no such table any more.');
    const labels: FieldLabels = { rest: personal(actor) };
    const written = { id: randomUUID(), tableId, data: JSON.stringify(row), labels: JSON.stringify(labels) };
    const made = await tx.dataRow.create({ data: written, select: stored });
    await note(tx, { actor, action: 'table.row.add', row: made });
    return rowView(made);
  });
}

type RowChange = { id: string; data: Row; updatedAt: string; actor: Actor };

/** Changes a row. What a person changed is trusted from then on; the other values keep where they came from. */
export async function changeRow({ id, data, updatedAt, actor }: RowChange): Promise<RowView> {
  const row = checkedRow(data);
  return transact(async (tx) => {
    const old = await rowOf(tx, id);
    if (old.updatedAt.toISOString() !== updatedAt)
      throw new Conflict('A run or a person changed this row in the meantime. Look at it again.');
    const before = JSON.parse(old.data) as Row;
    const labels = JSON.parse(old.labels) as FieldLabels;
    const fields = Object.keys(row).map((column): [string, Label] => {
      const kept = own(before, column);
      const same = kept !== undefined && sameJson(kept, row[column] ?? null);
      return [column, same ? labelAt(labels, [column]) : personal(actor)];
    });
    const after: FieldLabels = {
      rest: joinLabels(...fields.map(([, label]) => label)),
      fields: Object.fromEntries(fields),
    };
    const written = { data: JSON.stringify(row), labels: JSON.stringify(after) };
    const changed = await tx.dataRow.update({ where: { id }, data: written, select: stored });
    await note(tx, { actor, action: 'table.row.change', row: changed });
    return rowView(changed);
  });
}

/** The newest rows of a table as CSV, at most 50,000. */
export async function exportTable(id: string): Promise<{ name: string; csv: string }> {
  const { name, columns } = await tableCard(id);
  const rows = await db().dataRow.findMany({
    where: { tableId: id },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: EXPORTED,
    select: { data: true },
  });
  return {
    name,
    csv: csvOf(
      rows.map((row) => JSON.parse(row.data) as Row),
      columns,
    ),
  };
}

/** A table's name and the columns that were drawn up. */
export async function tableCard(id: string): Promise<{ id: string; name: string; columns: string[] }> {
  const table = await db().dataTable.findUnique({ where: { id }, select: { id: true, name: true, columns: true } });
  if (!table) throw new NotFound('There is no such table any more.');
  return { ...table, columns: JSON.parse(table.columns) as string[] };
}

async function rowOf(tx: Tx, id: string): Promise<StoredRow> {
  const row = await tx.dataRow.findUnique({ where: { id }, select: stored });
  if (!row) throw new NotFound('This row was deleted in the meantime.');
  return row;
}

function note(tx: Tx, { actor, action, row }: { actor: Actor; action: string; row: StoredRow }): Promise<void> {
  return audit(tx, { actor: actorName(actor), action, subject: `table:${row.tableId}`, detail: { row: row.id } });
}

function checkedRow(data: Row): Row {
  const checked = nodes['table.insert'].input.shape.row.safeParse(data);
  if (checked.success) return checked.data;
  const [issue] = checked.error.issues;
  const column = issue?.path[0];
  throw new Invalid(
    `${column === undefined ? '' : `Column "${String(column)}": `}${issue?.message ?? 'This row cannot be kept.'}`,
  );
}

/** A row as pages get it. */
export function rowView({ id, data, labels, createdAt, updatedAt }: Omit<StoredRow, 'tableId'>): RowView {
  return {
    id,
    data: JSON.parse(data) as Row,
    labels: JSON.parse(labels) as FieldLabels,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}
