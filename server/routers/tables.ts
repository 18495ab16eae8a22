import { z } from 'zod';
import { ROW_TESTS } from '#lib/views-data.ts';
import { ColumnName } from '#nodes/table.ts';
import { ById, Id, JsonValue, Page } from '#server/inputs.ts';
import * as bin from '#server/services/table-bin.ts';
import * as columns from '#server/services/table-columns.ts';
import * as csv from '#server/services/table-import.ts';
import { listRows } from '#server/services/table-rows.ts';
import * as tables from '#server/services/tables.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const edit = withRight('edit');
const Data = z.record(z.string().max(60), JsonValue);
const Column = z.string().trim().max(60);
const Rows = ById.extend({
  search: z.string().trim().max(200).optional(),
  filters: z
    .array(z.strictObject({ column: ColumnName, test: z.enum(ROW_TESTS), value: z.string().max(200) }))
    .max(10, 'At most 10 filters.')
    .optional(),
  sort: z
    .strictObject({
      column: z.union([ColumnName, z.literal('_createdAt')]),
      direction: z.enum(['ascending', 'descending']),
    })
    .optional(),
  ...Page,
});
/** Beyond it the request is refused for its size before it comes here. */
const MAX_CSV = 5_000_000;
const CsvFile = z.strictObject({
  text: z.string().max(MAX_CSV, 'The file is larger than 5 MB. Split it and take in the parts.'),
  separator: z.enum(['auto', ',', ';', 'tab', '|']).default('auto'),
  header: z.boolean().default(true),
});
const CsvImport = CsvFile.extend({
  tableId: Id,
  columns: z.array(Column.nullable()).min(1).max(200),
  values: z.boolean().default(true),
  trusted: z.boolean().default(false),
  skipBad: z.boolean().default(false),
});

export const tablesRouter = router({
  list: view.query(() => tables.listTables()),
  rows: view.input(Rows).query(({ input }) => listRows(input)),
  csv: view.input(ById).query(({ input }) => tables.exportTable(input.id)),
  create: edit
    .input(z.strictObject({ name: z.string().trim().max(60) }))
    .mutation(({ ctx, input }) => tables.addTable(input.name, ctx.actor)),
  remove: edit.input(ById).mutation(({ ctx, input }) => bin.dropTable(input.id, ctx.actor)),
  addRow: edit
    .input(z.strictObject({ tableId: Id, data: Data }))
    .mutation(({ ctx, input }) => tables.addRow({ ...input, actor: ctx.actor })),
  changeRow: edit
    .input(z.strictObject({ id: Id, data: Data, updatedAt: z.iso.datetime() }))
    .mutation(({ ctx, input }) => tables.changeRow({ ...input, actor: ctx.actor })),
  removeRow: edit.input(ById).mutation(({ ctx, input }) => bin.dropRow(input.id, ctx.actor)),
  undo: edit
    .input(z.strictObject({ act: z.uuid() }))
    .mutation(({ ctx, input }) => bin.undoDeletion(input.act, ctx.actor)),
  addColumn: edit
    .input(ById.extend({ name: Column }))
    .mutation(({ ctx, input }) => columns.addColumn({ ...input, actor: ctx.actor })),
  renameColumn: edit
    .input(ById.extend({ name: Column, to: Column }))
    .mutation(({ ctx, input }) => columns.renameColumn({ ...input, actor: ctx.actor })),
  columnLoss: view.input(ById.extend({ name: Column })).query(({ input }) => columns.columnLoss(input)),
  removeColumn: edit
    .input(ById.extend({ name: Column }))
    .mutation(({ ctx, input }) => columns.removeColumn({ ...input, actor: ctx.actor })),
  previewCsv: edit.input(CsvFile).mutation(({ input }) => csv.previewCsv(input)),
  importCsv: edit.input(CsvImport).mutation(({ ctx, input }) => csv.importCsv(input, ctx.actor)),
});
