import { z } from 'zod';
import { ById, Id } from '#server/inputs.ts';
import * as listen from '#server/services/listen.ts';
import { router, withRight } from '#server/trpc.ts';

const Place = z.strictObject({ flowId: Id, nodeId: Id });

export const listenRouter = router({
  list: withRight('view')
    .input(ById)
    .query(({ input }) => listen.listens(input.id)),
  start: withRight('edit')
    .input(Place)
    .mutation(({ ctx, input }) => listen.listen(input, ctx.actor)),
  stop: withRight('edit')
    .input(Place)
    .mutation(({ input }) => listen.stopListening(input)),
});
