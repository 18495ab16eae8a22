import { z } from 'zod';
import { ByName, JsonValue, SharedName, VariableChange, VariableFilter } from '#server/inputs.ts';
import * as memories from '#server/services/memories.ts';
import * as variables from '#server/services/variables.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const edit = withRight('edit');
const Search = VariableFilter.omit({ limit: true });

export const variablesRouter = router({
  list: view.input(VariableFilter).query(({ input }) => variables.listVariables(input)),
  get: view.input(ByName).query(({ input }) => variables.getVariable(input.name)),
  set: edit.input(VariableChange).mutation(({ ctx, input }) => variables.setVariable({ ...input, actor: ctx.actor })),
  remove: edit.input(ByName).mutation(({ ctx, input }) => variables.removeVariable(input.name, ctx.actor)),
});

export const countersRouter = router({
  list: view.input(Search).query(({ input }) => memories.listCounters(input)),
  reset: edit.input(ByName).mutation(({ ctx, input }) => memories.resetCounter(input.name, ctx.actor)),
  remove: edit.input(ByName).mutation(({ ctx, input }) => memories.removeCounter(input.name, ctx.actor)),
});

export const seenRouter = router({
  list: view.input(Search).query(({ input }) => memories.listSeen(input)),
  forget: edit
    .input(z.strictObject({ list: SharedName, value: JsonValue.optional() }))
    .mutation(({ ctx, input }) => memories.forgetSeen(input, ctx.actor)),
});
