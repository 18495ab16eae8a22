import { clearSessions, meOf } from '#server/services/accounts.ts';
import { ownProcedure, publicProcedure, router } from '#server/trpc.ts';

export const meRouter = router({
  get: publicProcedure.query(({ ctx }) => meOf(ctx.actor)),
  signOutEverywhere: ownProcedure.mutation(({ ctx }) => clearSessions(ctx.actor)),
});
