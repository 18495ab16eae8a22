import { z } from 'zod';
import { Id, ById, Reason, Retry, RetryMany, RetryPreview, RunFilter } from '#server/inputs.ts';
import * as runs from '#server/services/runs.ts';
import { previewRetry, retryRun } from '#server/services/retry.ts';
import { retryMany } from '#server/services/retry-many.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const run = withRight('run');

export const runsRouter = router({
  list: view.input(RunFilter).query(({ input }) => runs.listRuns(input)),
  get: view.input(ById).query(({ input }) => runs.getRun(input.id)),
  events: view
    .input(z.strictObject({ id: Id, after: z.number().int().min(0) }))
    .query(({ input }) => runs.eventsOfRun(input.id, input.after)),
  value: view.input(z.strictObject({ ref: Id })).query(({ input }) => runs.valueOf(input.ref)),
  cancel: run
    .input(z.strictObject({ id: Id, reason: Reason.optional() }))
    .mutation(({ ctx, input }) => runs.cancelRun({ ...input, actor: ctx.actor })),
  retryPreview: run.input(RetryPreview.extend({ id: Id })).query(({ input }) => previewRetry(input)),
  retry: run.input(Retry.extend({ id: Id })).mutation(({ ctx, input }) => retryRun({ ...input, actor: ctx.actor })),
  retryMany: run.input(RetryMany).mutation(({ ctx, input }) => retryMany({ ...input, actor: ctx.actor })),
});
