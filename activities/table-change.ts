import { createHash } from 'node:crypto';
import type { ActivityContext, Implementations } from '#activities/context.ts';
import { writeOnce } from '#activities/local-write.ts';
import { tableNamed } from '#activities/table-name.ts';
import { rowLabels } from '#activities/table-rows.ts';
import { fits, foundRow, searchRows, type Where } from '#activities/table-search.ts';
import { sameJson } from '#lib/condition.ts';
import { Invalid } from '#lib/errors.ts';
import { joinLabels, TRUSTED, wholeLabel, type FieldLabels, type Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import type { table as declared } from '#nodes/table.ts';
import type { Tx } from '#prisma/client.ts';

type Changes = Pick<Implementations<typeof declared>, 'table.update' | 'table.upsert' | 'table.delete'>;

type Upserted = { id: string; created: boolean; row: Record<string, Json> };

const stored = { id: true, data: true, labels: true, createdAt: true } as const;
type StoredRow = { id: string; data: string; labels: string; createdAt: Date };

/** What changes rows that are there. Each is one transaction: all of it happens, once, or nothing. */
export const changes = {
  'table.update': async ({ table, where, row, limit }, ctx) => {
    const ids = await chosen({ table, where, limit, ctx });
    return writeOnce(ctx, async (tx) => {
      const found = await stillFitting(tx, ids, where);
      const asked = askedLabel(ctx, ['table', 'where', 'limit']);
      for (const one of found) await change(tx, one, { row, labels: rowLabels(row, ctx.labelsOf('row')), asked });
      const label = joinLabels(asked, ...found.map((one) => foundRow(one).label));
      return { output: { count: found.length, ids: found.map(({ id }) => id) }, labels: { rest: label } };
    });
  },

  'table.upsert': ({ table, by, row }, ctx) =>
    writeOnce<Upserted>(ctx, async (tx) => {
      const tableId = await tableNamed(tx, table, ctx);
      const labels = rowLabels(row, ctx.labelsOf('row'));
      const asked = askedLabel(ctx, ['table', 'by']);
      const key = { column: by, value: row[by] ?? null };
      const old = await rowWith(tx, tableId, key);
      if (old) {
        const changed = await change(tx, old, { row, labels, asked: joinLabels(asked, labelOfColumn(labels, by)) });
        return {
          output: { id: old.id, created: false, row: changed.data },
          labels: { rest: wholeLabel(changed.labels) },
        };
      }
      const id = createHash('sha256').update(`row:${ctx.effectKey}`).digest('hex').slice(0, 32);
      const data = { data: JSON.stringify(row), labels: JSON.stringify(labels) };
      await tx.dataRow.create({ data: { id, tableId, ...data }, select: { id: true } });
      return { output: { id, created: true, row }, labels: { rest: joinLabels(asked, wholeLabel(labels)) } };
    }),

  'table.delete': async ({ table, where, limit }, ctx) => {
    const ids = await chosen({ table, where, limit, ctx });
    return writeOnce(ctx, async (tx) => {
      const found = await stillFitting(tx, ids, where);
      await tx.dataRow.deleteMany({ where: { id: { in: found.map(({ id }) => id) } } });
      const asked = askedLabel(ctx, ['table', 'where', 'limit']);
      const label = joinLabels(asked, ...found.map((one) => foundRow(one).label));
      return { output: { count: found.length }, labels: { rest: label } };
    });
  },
} satisfies Changes;

function askedLabel(ctx: ActivityContext, fields: string[]): Label {
  return joinLabels(...fields.map((field) => ctx.inputLabels[field] ?? TRUSTED));
}

type Choice = { table: string; where: Where; limit: number; ctx: ActivityContext };

/** Looks for the rows before the transaction, so that a large table holds no other writer up. */
async function chosen({ table, where, limit, ctx }: Choice): Promise<string[]> {
  const ids: string[] = [];
  await searchRows({ table, where, order: 'asc', signal: ctx.signal }, (row) => ids.push(row.id) <= limit);
  if (ids.length > limit)
    throw new Invalid(`More than ${limit} rows of "${table}" fit. Nothing was done. Narrow it down, or allow more.`);
  return ids;
}

async function stillFitting(tx: Tx, ids: string[], where: Where): Promise<StoredRow[]> {
  const rows = await tx.dataRow.findMany({ where: { id: { in: ids } }, select: stored });
  return rows.filter((row) => fits(foundRow(row).value, where));
}

type Change = { row: Record<string, Json>; labels: FieldLabels; asked: Label };

/** New values carry their own label and that of what chose the row; the other columns keep theirs. */
async function change(tx: Tx, old: StoredRow, { row, labels, asked }: Change) {
  const data = { ...(JSON.parse(old.data) as Record<string, Json>), ...row };
  const before = JSON.parse(old.labels) as FieldLabels;
  const fresh = Object.keys(row).map((column) => [column, joinLabels(labelOfColumn(labels, column), asked)] as const);
  const after: FieldLabels = { rest: before.rest, fields: { ...before.fields, ...Object.fromEntries(fresh) } };
  if (Object.keys(data).length > 200) throw new Invalid('A row has at most 200 columns.');
  await tx.dataRow.update({
    where: { id: old.id },
    data: { data: JSON.stringify(data), labels: JSON.stringify(after) },
    select: { id: true },
  });
  return { data, labels: after };
}

function labelOfColumn(labels: FieldLabels, column: string): Label {
  return labels.fields?.[column] ?? labels.rest;
}

async function rowWith(tx: Tx, tableId: string, key: { column: string; value: Json }): Promise<StoredRow | undefined> {
  // A column's name has no quotes in it, and the value is compared again with its type.
  const ids = await tx.sql.all<{ id: string }>(
    `SELECT "id" FROM "DataRow" WHERE "tableId" = ? AND json_extract("data", ?) = ? ORDER BY "createdAt", "id"`,
    [tableId, `$."${key.column}"`, key.value as string | number],
  );
  for (const { id } of ids) {
    const row = await tx.dataRow.findUnique({ where: { id }, select: stored });
    const data = row ? (JSON.parse(row.data) as Record<string, Json>) : {};
    if (row && sameJson(data[key.column] ?? null, key.value)) return row;
  }
  return undefined;
}
