import { z } from 'zod';
import { page } from '#server/api/outputs.ts';
import {
  CancelledRuns,
  RetriedRuns,
  RetryPreviewed,
  RunListed,
  RunShown,
  RunStarted,
} from '#server/api/run-outputs.ts';
import { shownRun } from '#server/api/run-shape.ts';
import { route } from '#server/api/route.ts';
import { CancelMany, Reason, Retry, RetryMany, RetryPreview, RunFilter } from '#server/inputs.ts';
import { StepPage } from '#server/run-inputs.ts';
import { getRun, runWithSteps } from '#server/services/run-views.ts';
import { cancelRun, listRuns } from '#server/services/runs.ts';
import { cancelMany } from '#server/services/cancel-many.ts';
import { retryMany } from '#server/services/retry-many.ts';
import { previewRetry, retryRun } from '#server/services/retry.ts';

export const runRoutes = [
  route({
    method: 'GET',
    path: '/runs',
    right: 'view',
    summary: 'Runs, newest first; text is looked for in the flow, the error and the id',
    query: RunFilter,
    output: page(RunListed),
    handle: ({ query }) => listRuns(query),
  }),
  route({
    method: 'GET',
    path: '/runs/:id',
    right: 'view',
    summary: 'One run with its steps; with `stepLimit` some of them at a time',
    query: StepPage,
    output: RunShown,
    handle: async ({ params, query }) => {
      const { stepLimit: limit, stepCursor: from } = query;
      if (limit === undefined) return shownRun(await getRun(params.id));
      const { nextStep, ...run } = await runWithSteps(params.id, { limit, from });
      return { ...(await shownRun(run)), nextStep };
    },
  }),
  route({
    method: 'POST',
    path: '/runs/:id/cancel',
    right: 'run',
    summary: 'Stop a run',
    status: 202,
    body: z.strictObject({ reason: Reason.optional() }).prefault({}),
    output: z.object({ id: z.string() }),
    handle: ({ params, body, actor }) => cancelRun({ id: params.id, reason: body.reason, actor }),
  }),
  route({
    method: 'POST',
    path: '/runs/:id/retry',
    right: 'run',
    summary: 'Run again: from what failed, from a step or from the start, reusing what holds',
    status: 202,
    body: Retry.prefault({}),
    output: RunStarted,
    handle: ({ params, body, actor }) => retryRun({ ...body, id: params.id, actor }),
  }),
  route({
    method: 'POST',
    path: '/runs/:id/retry/preview',
    right: 'run',
    summary: 'What running again would reuse, do again, and do to the world once more; does nothing',
    body: RetryPreview.prefault({}),
    output: RetryPreviewed,
    handle: ({ params, body }) => previewRetry({ ...body, id: params.id }),
  }),
  route({
    method: 'POST',
    path: '/runs/retry',
    right: 'run',
    summary: 'Run many failed runs again, at most 100 at a time; `dryRun` only says which',
    status: 202,
    body: RetryMany.prefault({}),
    output: RetriedRuns,
    handle: ({ body, actor }) => retryMany({ ...body, actor }),
  }),
  route({
    method: 'POST',
    path: '/runs/cancel',
    right: 'run',
    summary: 'Stop many runs, at most 100 at a time; `dryRun` only says how many',
    status: 202,
    body: CancelMany.prefault({}),
    output: CancelledRuns,
    handle: ({ body, actor }) => cancelMany({ ...body, actor }),
  }),
];
