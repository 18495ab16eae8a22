import { z } from 'zod';
import { ById, EvaluateField, Id, JsonValue, PartOfFlow } from '#server/inputs.ts';
import { draftOutputs } from '#server/services/draft-outputs.ts';
import { evaluateField } from '#server/services/evaluate.ts';
import { previewPart, runPart } from '#server/services/partial-run.ts';
import * as pins from '#server/services/pins.ts';
import { staleSteps } from '#server/services/stale-steps.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const edit = withRight('edit');
const run = withRight('run');
const Place = { flowId: Id, nodeId: Id };
const LastRun = z.strictObject({ id: Id, runId: Id });

/** Trying a draft out in the editor: pins, what its steps gave last, runs of parts of it. */
export const draftsRouter = router({
  pins: view.input(ById).query(({ input }) => pins.pins(input.id)),
  pin: edit
    .input(z.strictObject({ ...Place, runId: Id }))
    .mutation(({ ctx, input }) => pins.pinFromRun(input, ctx.actor)),
  writePin: edit
    .input(z.strictObject({ ...Place, value: JsonValue, port: z.string().max(60).optional() }))
    .mutation(({ ctx, input }) => pins.writePin(input, ctx.actor)),
  unpin: edit
    .input(z.strictObject({ flowId: Id, nodeId: Id.optional() }))
    .mutation(({ ctx, input }) => pins.unpin(input, ctx.actor)),
  restorePins: edit
    .input(z.strictObject({ flowId: Id, nodeIds: z.array(Id).min(1).max(1000) }))
    .mutation(({ ctx, input }) => pins.restorePins(input, ctx.actor)),
  outputs: view.input(LastRun).query(({ input }) => draftOutputs(input.id, input.runId)),
  stale: view.input(LastRun.extend({ state: z.string().max(2000).optional() })).query(({ input }) => staleSteps(input)),
  evaluate: edit.input(EvaluateField).query(({ input }) => evaluateField(input)),
  partPreview: run.input(PartOfFlow).query(({ ctx, input }) => previewPart({ ...input, actor: ctx.actor })),
  runPart: run
    .input(PartOfFlow.extend({ again: z.union([z.literal(true), z.array(Id).max(1000)]).optional() }))
    .mutation(({ ctx, input }) => runPart({ ...input, actor: ctx.actor })),
});
