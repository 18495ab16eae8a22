/** The columns of a table: those that a person drew up, and those that rows have besides. */
import { Invalid } from '#lib/errors.ts';
import type { Flow } from '#lib/flow.ts';
import type { ColumnLoss, TableUse } from '#lib/views-data.ts';
import { ColumnName } from '#nodes/table.ts';
import { audit } from '#platform/audit.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { db, sql, sqlTime, transact, type Tx } from '#prisma/client.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { pathOf } from '#server/services/table-query.ts';

/** Rows whose columns are looked at; older ones may have some that are not shown. */
const LOOKED_AT = 5000;
const MOST = 200;

/** Those that were drawn up, then what the newest rows have besides. */
export async function columnsOf(tableId: string, drawn: string[]): Promise<string[]> {
  const found = await sql().all<{ key: string }>(
    `SELECT DISTINCT j."key" AS "key"
     FROM (SELECT "data" FROM "DataRow" WHERE "tableId" = ? ORDER BY "createdAt" DESC, "id" DESC LIMIT ${LOOKED_AT}) r,
       json_each(r."data") j`,
    [tableId],
  );
  return [...new Set([...drawn, ...found.map(({ key }) => key)])];
}

type Change = { id: string; name: string; actor: Actor };

/** Adds a column at the end; rows get a value in it when somebody writes one. */
export async function addColumn({ id, name, actor }: Change): Promise<{ columns: string[] }> {
  const column = checkedName(name);
  const shown = await columnsOf(id, await drawnColumns(db(), id));
  if (shown.length >= MOST) throw new Invalid(`A table has at most ${MOST} columns.`);
  return transact(async (tx) => {
    const columns = [...new Set([...(await drawnColumns(tx, id)), ...shown])];
    await refuseTaken(tx, { id, column, columns });
    await keep(tx, id, [...columns, column]);
    await note(tx, { id, actor, action: 'table.column.add', detail: { column } });
    return { columns: [...columns, column] };
  });
}

/** Calls a column something else, in every row. Values keep where they came from. */
export async function renameColumn({ id, name, to, actor }: Change & { to: string }): Promise<{ rows: number }> {
  const [old, column] = [checkedName(name), checkedName(to)];
  const shown = await columnsOf(id, await drawnColumns(db(), id));
  return transact(async (tx) => {
    if (old === column) return { rows: 0 };
    const columns = [...new Set([...(await drawnColumns(tx, id)), ...shown])];
    await refuseTaken(tx, { id, column, columns });
    await keep(
      tx,
      id,
      columns.map((one) => (one === old ? column : one)),
    );
    const [from, into, labelFrom, labelInto] = [pathOf(old), pathOf(column), labelPath(old), labelPath(column)];
    await tx.sql.run(
      `UPDATE "DataRow" SET "labels" = json_remove(json_set("labels", ?, json("labels" -> ?)), ?)
       WHERE "tableId" = ? AND json_type("labels", ?) IS NOT NULL`,
      [labelInto, labelFrom, labelFrom, id, labelFrom],
    );
    const rows = await tx.sql.run(
      `UPDATE "DataRow" SET "data" = json_remove(json_set("data", ?, json("data" -> ?)), ?), "updatedAt" = ?
       WHERE "tableId" = ? AND json_type("data", ?) IS NOT NULL`,
      [into, from, from, sqlTime(Date.now()), id, from],
    );
    await note(tx, { id, actor, action: 'table.column.rename', detail: { from: old, to: column, rows } });
    return { rows };
  });
}

/** Takes a column out of the table, with its value in every row. */
export async function removeColumn({ id, name, actor }: Change): Promise<{ rows: number }> {
  const column = checkedName(name);
  return transact(async (tx) => {
    const columns = await drawnColumns(tx, id);
    await keep(
      tx,
      id,
      columns.filter((one) => one !== column),
    );
    const [path, label] = [pathOf(column), labelPath(column)];
    const rows = await tx.sql.run(
      `UPDATE "DataRow" SET "data" = json_remove("data", ?), "labels" = json_remove("labels", ?), "updatedAt" = ?
       WHERE "tableId" = ? AND json_type("data", ?) IS NOT NULL`,
      [path, label, sqlTime(Date.now()), id, path],
    );
    await note(tx, { id, actor, action: 'table.column.remove', detail: { column, rows } });
    return { rows };
  });
}

/** What would go with a column. */
export async function columnLoss({ id, name }: { id: string; name: string }): Promise<ColumnLoss> {
  const path = pathOf(checkedName(name));
  const table = await db().dataTable.findUnique({ where: { id }, select: { name: true } });
  if (!table) throw new NotFound('There is no such table any more.');
  const [counted] = await sql().all<{ count: number }>(
    `SELECT COUNT(*) AS "count" FROM "DataRow" WHERE "tableId" = ? AND COALESCE(json_type("data", ?), 'null') <> 'null'`,
    [id, path],
  );
  return { rows: Number(counted?.count ?? 0), usedBy: await tableUses(table.name) };
}

/** Adds columns that are not there yet, at the end. */
export async function drawColumns(tx: Tx, id: string, more: string[]): Promise<void> {
  const columns = [...new Set([...(await drawnColumns(tx, id)), ...more])];
  if (columns.length > MOST) throw new Invalid(`A table has at most ${MOST} columns.`);
  await keep(tx, id, columns);
}

/** The flows with a step that names this table. */
async function tableUses(name: string): Promise<TableUse[]> {
  const flows = await db().flow.findMany({
    where: { deletedAt: null, draft: { contains: '"table.' } },
    orderBy: { name: 'asc' },
    select: { id: true, name: true, draft: true },
  });
  return flows
    .filter(({ draft }) =>
      (JSON.parse(draft) as Flow).nodes.some(
        ({ type, params }) => type.startsWith('table.') && params['table'] === name,
      ),
    )
    .map(({ id, name: flowName }) => ({ flowId: id, flowName }));
}

/** A name that a column may have, else an error that says which it may. */
export function checkedName(name: string): string {
  const checked = ColumnName.safeParse(name.trim());
  if (checked.success) return checked.data;
  throw new Invalid(`Column "${name.trim()}": ${checked.error.issues[0]?.message ?? 'Use another name.'}`);
}

type Reader = Pick<ReturnType<typeof db>, 'dataTable'>;

async function drawnColumns(from: Reader, id: string): Promise<string[]> {
  const table = await from.dataTable.findUnique({ where: { id }, select: { columns: true } });
  if (!table) throw new NotFound('There is no such table any more.');
  return JSON.parse(table.columns) as string[];
}

async function refuseTaken(tx: Tx, asked: { id: string; column: string; columns: string[] }): Promise<void> {
  const [row] = await tx.sql.all(
    'SELECT 1 FROM "DataRow" WHERE "tableId" = ? AND json_type("data", ?) IS NOT NULL LIMIT 1',
    [asked.id, pathOf(asked.column)],
  );
  if (row || asked.columns.includes(asked.column)) throw new Conflict('There is a column of this name already.');
}

async function keep(tx: Tx, id: string, columns: string[]): Promise<void> {
  await tx.dataTable.update({ where: { id }, data: { columns: JSON.stringify(columns) }, select: { id: true } });
}

function labelPath(column: string): string {
  return `$.fields."${column}"`;
}

type Note = { id: string; actor: Actor; action: string; detail: Record<string, string | number> };

function note(tx: Tx, { id, actor, action, detail }: Note): Promise<void> {
  return audit(tx, { actor: actorName(actor), action, subject: `table:${id}`, detail });
}
