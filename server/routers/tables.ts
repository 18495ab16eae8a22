import { z } from 'zod';
import { ById, Id, JsonValue, Page } from '#server/inputs.ts';
import * as tables from '#server/services/tables.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const edit = withRight('edit');
const Data = z.record(z.string().max(60), JsonValue);

export const tablesRouter = router({
  list: view.query(() => tables.listTables()),
  rows: view
    .input(ById.extend({ search: z.string().trim().max(200).optional(), ...Page }))
    .query(({ input }) => tables.listRows(input)),
  csv: view.input(ById).query(({ input }) => tables.exportTable(input.id)),
  create: edit
    .input(z.strictObject({ name: z.string().trim().max(60) }))
    .mutation(({ ctx, input }) => tables.addTable(input.name, ctx.actor)),
  remove: edit.input(ById).mutation(({ ctx, input }) => tables.dropTable(input.id, ctx.actor)),
  addRow: edit
    .input(z.strictObject({ tableId: Id, data: Data }))
    .mutation(({ ctx, input }) => tables.addRow({ ...input, actor: ctx.actor })),
  changeRow: edit
    .input(z.strictObject({ id: Id, data: Data, updatedAt: z.iso.datetime() }))
    .mutation(({ ctx, input }) => tables.changeRow({ ...input, actor: ctx.actor })),
  removeRow: edit.input(ById).mutation(({ ctx, input }) => tables.dropRow(input.id, ctx.actor)),
});
