import { changes } from '#activities/table-change.ts';
import { tableNamed } from '#activities/table-name.ts';
import { rowLabels } from '#activities/table-rows.ts';
import { find, searchRows } from '#activities/table-search.ts';
import type { ActivityContext, Implementations } from '#activities/context.ts';
import { joinLabels, TRUSTED, wholeLabel, type FieldLabels } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import type { table as declared } from '#nodes/table.ts';
import { transact, type Tx } from '#prisma/client.ts';
import { createHash } from 'node:crypto';

type Table = Implementations<typeof declared>;

export const table = {
  'table.insert': async (input, ctx) => {
    const labels = rowLabels(input.row, ctx.labelsOf('row'));
    const kept = await transact((tx) => insertOnce(tx, { ...input, labels, ctx }));
    return {
      output: {
        id: kept.id,
        table: input.table,
        createdAt: kept.createdAt.toISOString(),
        row: JSON.parse(kept.data) as Record<string, Json>,
      },
      labels: {
        rest: TRUSTED,
        fields: { table: ctx.inputLabels.table ?? TRUSTED, row: wholeLabel(JSON.parse(kept.labels) as FieldLabels) },
      },
    };
  },

  'table.find': async (input, ctx) => {
    const asked = joinLabels(
      ...['table', 'where', 'sort', 'direction', 'limit'].map((field) => ctx.inputLabels[field] ?? TRUSTED),
    );
    const found = await find(input, ctx.signal);
    const label = joinLabels(asked, ...found.map((row) => row.label));
    const rows = found.map((row) => row.value);
    return { output: { rows, count: rows.length, first: rows[0] ?? null }, labels: { rest: label } };
  },

  'table.count': async ({ table: name, where }, ctx) => {
    let count = 0;
    let label = joinLabels(...['table', 'where'].map((field) => ctx.inputLabels[field] ?? TRUSTED));
    await searchRows({ table: name, where, order: 'asc', signal: ctx.signal }, (row) => {
      count += 1;
      label = joinLabels(label, row.label);
      return true;
    });
    return { output: { count }, labels: { rest: label } };
  },

  ...changes,
} satisfies Table;

type Insertion = { table: string; row: Record<string, Json>; labels: FieldLabels; ctx: ActivityContext };

/** The effect key names the row, so a repeated attempt finds what the first one wrote. */
async function insertOnce(tx: Tx, { table: name, row, labels, ctx }: Insertion) {
  const id = createHash('sha256').update(`row:${ctx.effectKey}`).digest('hex').slice(0, 32);
  const select = { id: true, data: true, labels: true, createdAt: true };
  const existing = await tx.dataRow.findUnique({ where: { id }, select });
  if (existing) return existing;
  const tableId = await tableNamed(tx, name, ctx);
  return tx.dataRow.create({
    data: { id, tableId, data: JSON.stringify(row), labels: JSON.stringify(labels) },
    select,
  });
}
