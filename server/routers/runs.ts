import { z } from 'zod';
import {
  CancelMany,
  Id,
  ById,
  NewSavedFilter,
  Reason,
  Retry,
  RetryMany,
  RetryPreview,
  RunFilter,
} from '#server/inputs.ts';
import {
  AnswerPart,
  AnswerTaking,
  ConversationPart,
  Iteration,
  Rounds,
  RunEvents,
  Telling,
} from '#server/run-inputs.ts';
import * as agents from '#server/services/agents.ts';
import { answerToTake, takeAnswer } from '#server/services/rehearsal-answers.ts';
import { eventsOfRun, openRun, roundsOfRun, stepOfRun } from '#server/services/run-views.ts';
import * as runs from '#server/services/runs.ts';
import { previewRetry, retryRun } from '#server/services/retry.ts';
import { cancelMany } from '#server/services/cancel-many.ts';
import * as own from '#server/services/own-lists.ts';
import { retryMany } from '#server/services/retry-many.ts';
import { ownProcedure, router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const run = withRight('run');

export const runsRouter = router({
  list: view.input(RunFilter).query(({ input }) => runs.listRuns(input)),
  count: view.input(RunFilter.omit({ limit: true, cursor: true })).query(({ input }) => runs.countRunsOf(input)),
  get: view.input(ById).query(({ input }) => openRun(input.id)),
  step: view.input(z.strictObject({ id: Id, node: Id, iteration: Iteration })).query(({ input }) => stepOfRun(input)),
  rounds: view.input(Rounds).query(({ input }) => roundsOfRun(input)),
  events: view.input(RunEvents).query(({ input }) => eventsOfRun(input)),
  cancel: run
    .input(z.strictObject({ id: Id, reason: Reason.optional() }))
    .mutation(({ ctx, input }) => runs.cancelRun({ ...input, actor: ctx.actor })),
  pause: run.input(ById).mutation(({ ctx, input }) => agents.pauseRun({ ...input, actor: ctx.actor })),
  resume: run.input(ById).mutation(({ ctx, input }) => agents.resumeRun({ ...input, actor: ctx.actor })),
  tell: run
    .input(Telling.extend({ id: Id }))
    .mutation(({ ctx, input }) => agents.tellAgent({ ...input, actor: ctx.actor })),
  conversation: view.input(ConversationPart.extend({ id: Id })).query(({ input }) => agents.conversationOf(input)),
  answerPreview: view.input(AnswerPart.extend({ id: Id })).query(({ input }) => answerToTake(input)),
  takeAnswer: withRight('admin')
    .input(AnswerTaking.extend({ id: Id }))
    .mutation(({ ctx, input }) => takeAnswer({ ...input, actor: ctx.actor })),
  cancelMany: run.input(CancelMany).mutation(({ ctx, input }) => cancelMany({ ...input, actor: ctx.actor })),
  /** Failures since the caller last looked. */
  newFailures: view.query(({ ctx }) => own.newFailures(ctx.actor)),
  sawFailures: ownProcedure.mutation(({ ctx }) => own.sawFailures(ctx.actor)),
  retryPreview: run.input(RetryPreview.extend({ id: Id })).query(({ input }) => previewRetry(input)),
  retry: run.input(Retry.extend({ id: Id })).mutation(({ ctx, input }) => retryRun({ ...input, actor: ctx.actor })),
  retryMany: run.input(RetryMany).mutation(({ ctx, input }) => retryMany({ ...input, actor: ctx.actor })),
});

/** Filters that a person keeps for themselves. */
export const filtersRouter = router({
  list: ownProcedure
    .input(NewSavedFilter.pick({ list: true }))
    .query(({ ctx, input }) => own.savedFilters(input.list, ctx.actor)),
  save: ownProcedure.input(NewSavedFilter).mutation(({ ctx, input }) => own.saveFilter(input, ctx.actor)),
  remove: ownProcedure.input(ById).mutation(({ ctx, input }) => own.removeFilter(input.id, ctx.actor)),
});
