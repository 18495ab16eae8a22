import { published } from '#test/support/flow-run.ts';
import { chain, draw } from '#test/support/draw.ts';
import { TOKEN, type TelegramServer } from '#test/fakes/telegram-server.ts';
import type { Json, Stored } from '#lib/value.ts';
import { saveConnection } from '#platform/connections.ts';
import { addPairedChat, type ChatRole, type PairedChat } from '#platform/paired-chats.ts';
import { db, transact } from '#prisma/client.ts';

export const OWNER = 1001;
export const STRANGER = 6666;

/** A connection to the stand-in. */
export async function givenBot(server: TelegramServer, name = 'Bot'): Promise<string> {
  const config = { baseUrl: server.url };
  const { id } = await saveConnection({ name, type: 'telegram', config, secrets: { botToken: TOKEN }, by: 'system' });
  return id;
}

/** A chat that was paired before. */
export function givenChat(
  connectionId: string,
  of: { user?: number; chat?: number; role?: ChatRole } = {},
): Promise<PairedChat> {
  const { user = OWNER, chat = user, role = 'owner' } = of;
  const who = { userId: String(user), chatId: String(chat), name: `Person ${user}`, role };
  return transact((tx) => addPairedChat(tx, { connectionId, ...who }));
}

/** A published flow that starts with what the bot hears. */
export async function givenListeningFlow(connectionId: string, params: Record<string, Json> = {}): Promise<string> {
  const flow = draw({
    nodes: {
      heard: ['telegram.message', { connection: connectionId, ...params }],
      end: ['set', { fields: { done: true } }],
    },
    wires: chain('heard', 'end'),
  });
  return (await published(flow)).flowId;
}

/** What the runs of a flow were started with, in order. */
export async function heardBy(flowId: string): Promise<{ value: Record<string, Json>; stored: Stored }[]> {
  const events = await db().event.findMany({ where: { flowId }, orderBy: { receivedAt: 'asc' } });
  const runs = await db().run.findMany({ where: { id: { in: events.map(({ runId }) => runId) } } });
  const inputs = new Map(runs.map((run) => [run.id, JSON.parse(run.input) as Stored]));
  return events.map(({ runId }) => {
    const stored = inputs.get(runId);
    if (stored?.kind !== 'inline') throw new Error('A message is kept inline.');
    return { stored, value: stored.value as Record<string, Json> };
  });
}

export async function textsHeardBy(flowId: string): Promise<Json[]> {
  return (await heardBy(flowId)).map(({ value }) => value.text ?? null);
}
