import { ById, ChatTrust, NewPairing } from '#server/inputs.ts';
import * as chats from '#server/services/chats.ts';
import { router, withRight } from '#server/trpc.ts';

const admin = withRight('admin');

export const chatsRouter = router({
  list: withRight('view')
    .input(ById)
    .query(({ input }) => chats.chatsOf(input.id)),
  pair: admin.input(NewPairing).mutation(({ ctx, input }) => chats.pairChat(input, ctx.actor)),
  trust: admin.input(ChatTrust).mutation(({ ctx, input }) => chats.trust(input, ctx.actor)),
  remove: admin.input(ById).mutation(({ ctx, input }) => chats.dropChat(input.id, ctx.actor)),
});
