import { ById, Id } from '#server/inputs.ts';
import { PulledModel } from '#server/model-inputs.ts';
import { cancelPull, findOllama, modelsOf, pullModel, refreshModels } from '#server/services/models.ts';
import { router, withRight } from '#server/trpc.ts';

const admin = withRight('admin');

export const modelsRouter = router({
  list: withRight('view')
    .input(ById)
    .query(({ input }) => modelsOf(input.id)),
  refresh: withRight('edit')
    .input(ById)
    .mutation(({ input }) => refreshModels(input.id)),
  find: admin.query(() => findOllama()),
  pull: admin.input(PulledModel.extend({ id: Id })).mutation(({ ctx, input }) => pullModel(input, ctx.actor)),
  cancel: admin.input(ById.extend({ pull: Id })).mutation(({ input }) => cancelPull(input)),
});
