import { z } from 'zod';
import { RunStatusName } from '#server/inputs.ts';
import { Created } from '#server/api/outputs.ts';
import { route } from '#server/api/route.ts';
import { ChatFilter, ChatStretch, ChatTitle, NewChat, NewChatMessage } from '#server/chat-inputs.ts';
import { chatPage } from '#server/services/chat-answers.ts';
import * as chats from '#server/services/chat-list.ts';
import { sendChatMessage } from '#server/services/chat-send.ts';

const Time = z.iso.datetime();
const ChatListed = z.object({
  id: z.string(),
  flowId: z.string(),
  flowName: z.string(),
  title: z.string(),
  createdAt: Time,
  lastAt: Time,
  open: z.boolean(),
});
const ChatShown = ChatListed.extend({
  greeting: z.string(),
  entries: z.array(
    z.object({
      id: z.string(),
      seq: z.number(),
      role: z.enum(['person', 'flow']),
      text: z.string(),
      files: z.array(z.object({ ref: z.string(), name: z.string(), size: z.number(), contentType: z.string() })),
      createdAt: Time,
      runId: z.string(),
    }),
  ),
  runs: z.array(
    z.object({ id: z.string(), status: RunStatusName, error: z.string().nullable(), rehearsed: z.boolean() }),
  ),
  before: z.number().nullable(),
});

export const chatRoutes = [
  route({
    method: 'GET',
    path: '/chats',
    right: 'view',
    summary: 'Your own chats, the last used first; text is looked for in titles and messages',
    query: ChatFilter,
    output: z.object({ items: z.array(ChatListed) }),
    handle: ({ query, actor }) => chats.listChats(query, actor),
  }),
  route({
    method: 'POST',
    path: '/chats',
    right: 'run',
    summary: 'Begin a chat with a published flow that starts with the chat page',
    status: 201,
    body: NewChat,
    output: Created,
    handle: ({ body, actor }) => chats.createChat(body.flowId, actor),
  }),
  route({
    method: 'GET',
    path: '/chats/:id',
    right: 'view',
    summary: 'A chat with its last messages and what became of them',
    query: ChatStretch,
    output: ChatShown,
    handle: ({ params, query, actor }) => chatPage({ ...query, id: params.id }, actor),
  }),
  route({
    method: 'POST',
    path: '/chats/:id/messages',
    right: 'run',
    summary: 'Write to the flow; the same clientId again is the same message',
    status: 202,
    body: NewChatMessage,
    output: z.object({ runId: z.string(), duplicate: z.boolean() }),
    handle: ({ params, body, actor }) => sendChatMessage({ ...body, id: params.id }, actor),
  }),
  route({
    method: 'PATCH',
    path: '/chats/:id',
    right: 'run',
    summary: 'Name a chat',
    body: ChatTitle,
    output: Created,
    handle: ({ params, body, actor }) => chats.renameChat({ ...body, id: params.id }, actor),
  }),
  route({
    method: 'DELETE',
    path: '/chats/:id',
    right: 'run',
    summary: 'Delete a chat; the runs stay',
    output: z.object({ removed: z.literal(true) }),
    handle: ({ params, actor }) => chats.removeChat(params.id, actor),
  }),
];
