import { ById, NewToken } from '#server/inputs.ts';
import * as tokens from '#server/services/tokens.ts';
import { freshly, ownProcedure, router } from '#server/trpc.ts';

/** Everyone makes tokens of at most their own rights; only admins see those of others. */
export const tokensRouter = router({
  list: ownProcedure.query(({ ctx }) => tokens.listTokens(ctx.actor)),
  create: ownProcedure
    .use(freshly)
    .input(NewToken)
    .mutation(({ ctx, input }) => tokens.createToken(input, ctx.actor)),
  revoke: ownProcedure.input(ById).mutation(({ ctx, input }) => tokens.revokeToken(input.id, ctx.actor)),
});
