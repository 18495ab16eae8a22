import { ApprovalFilter, Batch, ById, Flooding, OnPage } from '#server/inputs.ts';
import * as approvals from '#server/services/approvals.ts';
import { approvalFigures } from '#server/services/approval-figures.ts';
import { decideBatch, decideWithSame } from '#server/services/approvals-together.ts';
import { denyFlood, listFloods } from '#server/services/floods.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');

export const approvalsRouter = router({
  list: view.input(ApprovalFilter).query(({ ctx, input }) => approvals.approvalCards(input, ctx.actor)),
  get: view.input(ById).query(({ ctx, input }) => approvals.getApproval(input.id, ctx.actor)),
  floods: view.query(() => listFloods()),
  denyFlood: withRight('approve')
    .input(Flooding)
    .mutation(({ ctx, input }) => denyFlood(input, ctx.actor)),
  figures: withRight('admin').query(() => approvalFigures()),
  count: view.query(() => approvals.countWaiting()),
  decide: withRight('approve')
    .input(OnPage)
    .mutation(({ ctx, input }) => decideWithSame({ ...input, actor: ctx.actor })),
  decideBatch: withRight('approve')
    .input(Batch)
    .mutation(({ ctx, input }) => decideBatch(input, ctx.actor)),
});
