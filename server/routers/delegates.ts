import { z } from 'zod';
import { ById, Id } from '#server/inputs.ts';
import * as delegates from '#server/services/delegates.ts';
import { freshly, router, withRight } from '#server/trpc.ts';

const NewDelegate = z.strictObject({ toId: Id, from: z.iso.datetime(), until: z.iso.datetime() });

/** One's own alone: nobody says for another who stands in for him. */
export const delegatesRouter = router({
  mine: withRight('approve').query(({ ctx }) => delegates.myDelegates(ctx.actor)),
  name: withRight('approve')
    .use(freshly)
    .input(NewDelegate)
    .mutation(({ ctx, input }) => delegates.nameDelegate(input, ctx.actor)),
  end: withRight('approve')
    .input(ById)
    .mutation(({ ctx, input }) => delegates.endDelegate(input.id, ctx.actor)),
});
