/** The chats of a person in the chat page. Whose a chat is, is asked in each statement: another's is one that is not there. */
import { randomUUID } from 'node:crypto';
import type { ChatCard, ChatFlow } from '#lib/views-chat.ts';
import type { Json } from '#lib/value.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { db } from '#prisma/client.ts';
import type { Chat } from '#prisma/generated/client.ts';
import type { Actor } from '#server/actor.ts';
import { namesOf } from '#server/services/runs.ts';

export const CHAT_TRIGGER = 'chat.message';
const MOST_LISTED = 200;
const MOST_CHATS = 5000;

/** Published flows that can be written to, by name. */
export async function chatFlows(): Promise<ChatFlow[]> {
  const triggers = await db().trigger.findMany({
    where: {
      type: CHAT_TRIGGER,
      active: true,
      flow: { deletedAt: null, paused: false, publishedId: { not: null } },
    },
    select: { config: true, flow: { select: { id: true, name: true } } },
    orderBy: { flow: { name: 'asc' } },
  });
  const flows = triggers.map(({ config, flow }) => ({
    flowId: flow.id,
    name: flow.name,
    greeting: greetingOf(config),
  }));
  return flows.filter(({ flowId }, index) => flows.findIndex((other) => other.flowId === flowId) === index);
}

function greetingOf(config: string): string {
  const { greeting } = JSON.parse(config) as Record<string, Json>;
  return typeof greeting === 'string' ? greeting : '';
}

/** The caller's chats, the last used first; `text` is looked for in titles and messages. */
export async function listChats(
  { text, flowId }: { text?: string | undefined; flowId?: string | undefined },
  { userId }: Actor,
): Promise<{ items: ChatCard[] }> {
  const rows = await db().chat.findMany({
    where: {
      personId: userId,
      ...(flowId === undefined ? {} : { flowId }),
      ...(text ? { OR: [{ title: { contains: text } }, { messages: { some: { text: { contains: text } } } }] } : {}),
    },
    orderBy: [{ lastAt: 'desc' }, { id: 'desc' }],
    take: MOST_LISTED,
  });
  return { items: await chatCards(rows) };
}

/** Chats as lists show them. */
export async function chatCards(rows: Chat[]): Promise<ChatCard[]> {
  const [names, flows] = await Promise.all([namesOf(rows.map(({ flowId }) => flowId)), chatFlows()]);
  const open = new Set(flows.map(({ flowId }) => flowId));
  return rows.map(({ id, flowId, title, createdAt, lastAt }) => ({
    ...{ id, flowId, title },
    flowName: names.get(flowId) ?? 'Deleted flow',
    createdAt: createdAt.toISOString(),
    lastAt: lastAt.toISOString(),
    open: open.has(flowId),
  }));
}

/** Begins a chat with a published flow; one that nothing was said in yet is taken up. */
export async function createChat(flowId: string, { userId }: Actor): Promise<{ id: string }> {
  if (!(await chatFlows()).some((flow) => flow.flowId === flowId))
    throw new NotFound('There is no published flow of this id that begins with the chat page.');
  const empty = await db().chat.findFirst({
    where: { flowId, personId: userId, title: '', messages: { none: {} } },
    select: { id: true },
  });
  if (empty) return empty;
  if ((await db().chat.count({ where: { personId: userId } })) >= MOST_CHATS)
    throw new Conflict(`You keep ${MOST_CHATS} chats already. Delete some first.`);
  const id = randomUUID();
  await db().chat.create({ data: { id, flowId, personId: userId, title: '', lastAt: new Date() } });
  return { id };
}

/** A chat of the caller's. */
export async function ownChat(id: string, { userId }: Actor): Promise<Chat> {
  const chat = await db().chat.findFirst({ where: { id, personId: userId } });
  if (!chat) throw new NotFound('You have no such chat.');
  return chat;
}

/** Gives a chat a name. */
export async function renameChat({ id, title }: { id: string; title: string }, actor: Actor): Promise<{ id: string }> {
  await ownChat(id, actor);
  await db().chat.updateMany({ where: { id, personId: actor.userId }, data: { title } });
  return { id };
}

/** Deletes a chat with its messages. The runs that it started stay, like all runs. */
export async function removeChat(id: string, { userId }: Actor): Promise<{ removed: true }> {
  const { count } = await db().chat.deleteMany({ where: { id, personId: userId } });
  if (count === 0) throw new NotFound('You have no such chat.');
  return { removed: true };
}
