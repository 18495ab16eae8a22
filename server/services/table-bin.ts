/** What people delete from their tables is laid aside, so that a slip can be undone. */
import { randomUUID } from 'node:crypto';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { sqlTime, transact, type Tx } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';

export type Undoable = { removed: true; undo: string };

const KEPT = '"id", "tableId", "data", "labels", "createdAt", "updatedAt"';

/** Deletes a table with all of its rows. */
export async function dropTable(id: string, actor: Actor): Promise<Undoable> {
  return transact(async (tx) => {
    const select = { id: true, name: true, columns: true, createdAt: true } as const;
    const table = await tx.dataTable.findUnique({ where: { id }, select });
    if (!table) throw new NotFound('There is no such table any more.');
    const act = randomUUID();
    await tx.deletedTable.create({ data: { ...table, act }, select: { id: true } });
    const rows = await layAside(tx, { act, where: '"tableId" = ?', value: id });
    await tx.dataTable.delete({ where: { id }, select: { id: true } });
    const detail = { name: table.name, rows };
    await audit(tx, { actor: actorName(actor), action: 'table.remove', subject: `table:${id}`, detail });
    return { removed: true, undo: act };
  });
}

/** Deletes one row. */
export async function dropRow(id: string, actor: Actor): Promise<Undoable> {
  return transact(async (tx) => {
    const row = await tx.dataRow.findUnique({ where: { id }, select: { tableId: true } });
    if (!row) throw new NotFound('This row was deleted in the meantime.');
    const act = randomUUID();
    await layAside(tx, { act, where: '"id" = ?', value: id });
    const of = { action: 'table.row.remove', subject: `table:${row.tableId}`, detail: { row: id } };
    await audit(tx, { actor: actorName(actor), ...of });
    return { removed: true, undo: act };
  });
}

/** Brings back what one deletion took away, as it was. */
export async function undoDeletion(act: string, actor: Actor): Promise<{ tableId: string }> {
  return transact(async (tx) => {
    const table = await tx.deletedTable.findUnique({ where: { act } });
    const [row] = await tx.sql.all<{ tableId: string }>('SELECT "tableId" FROM "DeletedRow" WHERE "act" = ?', [act]);
    const tableId = table?.id ?? row?.tableId;
    if (tableId === undefined) throw new NotFound('This cannot be undone any more.');
    if (table) await bringBack(tx, table);
    else if (!(await tx.dataTable.findUnique({ where: { id: tableId }, select: { id: true } })))
      throw new NotFound('The table of this row was deleted too.');
    const rows = await tx.sql.run(
      `INSERT OR IGNORE INTO "DataRow" (${KEPT}) SELECT ${KEPT} FROM "DeletedRow" WHERE "act" = ?`,
      [act],
    );
    await tx.sql.run('DELETE FROM "DeletedRow" WHERE "act" = ?', [act]);
    const action = table ? 'table.restore' : 'table.row.restore';
    await audit(tx, { actor: actorName(actor), action, subject: `table:${tableId}`, detail: { rows } });
    return { tableId };
  });
}

type Deleted = { id: string; act: string; name: string; columns: string; createdAt: Date };

async function bringBack(tx: Tx, { id, act, name, columns, createdAt }: Deleted): Promise<void> {
  if (await tx.dataTable.findUnique({ where: { name }, select: { id: true } }))
    throw new Conflict(`There is a table "${name}" again. Delete it first; then this can be undone.`);
  await tx.dataTable.create({ data: { id, name, columns, createdAt }, select: { id: true } });
  await tx.deletedTable.delete({ where: { act }, select: { id: true } });
}

async function layAside(tx: Tx, of: { act: string; where: string; value: string }): Promise<number> {
  await tx.sql.run(
    `INSERT OR REPLACE INTO "DeletedRow" (${KEPT}, "act", "deletedAt") SELECT ${KEPT}, ?, ? FROM "DataRow" WHERE ${of.where}`,
    [of.act, sqlTime(Date.now()), of.value],
  );
  return tx.sql.run(`DELETE FROM "DataRow" WHERE ${of.where}`, [of.value]);
}
