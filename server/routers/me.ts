import { z } from 'zod';
import { TOUR_STEPS } from '#lib/tour.ts';
import { clearSessions, meOf } from '#server/services/accounts.ts';
import { confirmSession } from '#server/step-up.ts';
import { keepTour } from '#server/services/tour.ts';
import { ownProcedure, publicProcedure, router } from '#server/trpc.ts';

export const meRouter = router({
  get: publicProcedure.query(({ ctx }) => meOf(ctx.actor)),
  keepTour: ownProcedure
    .input(z.strictObject({ at: z.enum([...TOUR_STEPS, 'over']) }))
    .mutation(({ ctx, input }) => keepTour(ctx.actor, input.at)),
  /** The password again, before what is consequential. */
  confirm: ownProcedure
    .input(z.strictObject({ password: z.string().min(1).max(128) }))
    .mutation(({ ctx, input }) => confirmSession(ctx.actor, input.password)),
  signOutEverywhere: ownProcedure.mutation(({ ctx }) => clearSessions(ctx.actor)),
});
