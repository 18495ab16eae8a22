import { z } from 'zod';
import { ById, Flow, Id, JsonValue, ManyFlows, Mode, Name, NewFlow, PublishFlow, SaveFlow } from '#server/inputs.ts';
import { deletedFlows } from '#server/services/flow-cards.ts';
import { flowTriggers } from '#server/services/flow-views.ts';
import * as flows from '#server/services/flows.ts';
import { actOnMany } from '#server/services/many-flows.ts';
import { runFlow } from '#server/services/start-run.ts';
import { ownersLists } from '#platform/lint.ts';
import { listTemplates } from '#server/services/templates.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const edit = withRight('edit');

export const flowsRouter = router({
  list: view.query(() => flows.listFlows()),
  /** What the lint of a drawing goes by. */
  lists: edit.query(() => ownersLists()),
  callable: view.query(() => flows.callableFlows()),
  get: view.input(ById).query(({ input }) => flows.getFlow(input.id)),
  triggers: view.input(ById).query(({ input }) => flowTriggers(input.id)),
  create: edit.input(NewFlow).mutation(({ input }) => flows.addFlow(input)),
  save: edit.input(SaveFlow).mutation(({ input }) => flows.saveFlow(input)),
  publish: edit
    .input(PublishFlow.extend({ id: Id }))
    .mutation(({ ctx, input: { id, ...naming } }) => flows.publish(id, ctx.actor, naming)),
  many: edit.input(ManyFlows).mutation(({ ctx, input }) => actOnMany(input, ctx.actor)),
  deleted: edit.query(() => deletedFlows()),
  pause: edit.input(ById).mutation(({ ctx, input }) => flows.pause(input.id, ctx.actor)),
  resume: edit.input(ById).mutation(({ ctx, input }) => flows.resume(input.id, ctx.actor)),
  rename: edit
    .input(z.strictObject({ id: Id, name: Name }))
    .mutation(({ input }) => flows.renameFlow(input.id, input.name)),
  duplicate: edit.input(ById).mutation(({ input }) => flows.duplicateFlow(input.id)),
  remove: edit.input(ById).mutation(({ ctx, input }) => flows.removeFlow(input.id, ctx.actor)),
  restore: edit.input(ById).mutation(({ ctx, input }) => flows.restoreFlow(input.id, ctx.actor)),
  validate: view.input(z.strictObject({ flow: Flow })).mutation(({ input }) => flows.validateFlow(input.flow)),
  templates: view
    .input(z.strictObject({ language: z.enum(['en', 'fr']).default('en') }).default({ language: 'en' }))
    .query(({ input }) => listTemplates(input.language)),
  run: withRight('run')
    .input(z.strictObject({ id: Id, mode: Mode, triggerId: Id.optional(), input: JsonValue.optional() }))
    .mutation(({ ctx, input }) => runFlow({ ...input, actor: ctx.actor })),
});
