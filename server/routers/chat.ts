import { z } from 'zod';
import { ChatFilter, ChatStretch, ChatTitle, NewChat, NewChatMessage } from '#server/chat-inputs.ts';
import { ById, Id } from '#server/inputs.ts';
import { chatPage } from '#server/services/chat-answers.ts';
import * as chats from '#server/services/chat-list.ts';
import { sendChatMessage } from '#server/services/chat-send.ts';
import { chatWork } from '#server/services/chat-work.ts';
import { router, withRight } from '#server/trpc.ts';

const view = withRight('view');
const run = withRight('run');

/** The chat page: each person with their own chats. (`chats` are those of messengers.) */
export const chatRouter = router({
  flows: view.query(() => chats.chatFlows()),
  list: view.input(ChatFilter).query(({ ctx, input }) => chats.listChats(input, ctx.actor)),
  get: view.input(ChatStretch.extend({ id: Id })).query(({ ctx, input }) => chatPage(input, ctx.actor)),
  work: view.input(z.strictObject({ runId: Id })).query(({ ctx, input }) => chatWork(input.runId, ctx.actor)),
  create: run.input(NewChat).mutation(({ ctx, input }) => chats.createChat(input.flowId, ctx.actor)),
  send: run.input(NewChatMessage.extend({ id: Id })).mutation(({ ctx, input }) => sendChatMessage(input, ctx.actor)),
  rename: run.input(ChatTitle.extend({ id: Id })).mutation(({ ctx, input }) => chats.renameChat(input, ctx.actor)),
  remove: run.input(ById).mutation(({ ctx, input }) => chats.removeChat(input.id, ctx.actor)),
});
