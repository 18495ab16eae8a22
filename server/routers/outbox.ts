import { ById } from '#server/inputs.ts';
import { cancelHeld, heldSends, sendHeld } from '#server/services/holds.ts';
import { router, withRight } from '#server/trpc.ts';

/** Messages that wait a little before they go out. */
export const outboxRouter = router({
  list: withRight('view').query(() => heldSends()),
  cancel: withRight('run')
    .input(ById)
    .mutation(({ ctx, input }) => cancelHeld(input.id, ctx.actor)),
  send: withRight('approve')
    .input(ById)
    .mutation(({ ctx, input }) => sendHeld(input.id, ctx.actor)),
});
