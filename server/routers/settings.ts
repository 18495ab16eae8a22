import { z } from 'zod';
import { Stop, StopScope } from '#server/inputs.ts';
import { statusView } from '#server/services/status.ts';
import { releaseAt, stopAt, stoppable } from '#server/services/stop.ts';
import { router, withRight } from '#server/trpc.ts';

export const settingsRouter = router({ status: withRight('view').query(() => statusView()) });

export const stopRouter = router({
  set: withRight('run')
    .input(Stop)
    .mutation(({ ctx, input }) => stopAt({ ...input, actor: ctx.actor })),
  tools: withRight('run').query(() => stoppable()),
  release: withRight('admin')
    .input(z.strictObject({ scope: StopScope }))
    .mutation(({ ctx, input }) => releaseAt(input.scope, ctx.actor)),
});
