import type { ChatsView } from '#lib/views.ts';
import { channelHealth } from '#platform/channels.ts';
import * as chats from '#platform/paired-chats.ts';
import { openPairing, openPairingOf } from '#platform/pairing.ts';
import { actorName, type Actor } from '#server/actor.ts';
import { getConnection } from '#server/services/connections.ts';

/** Who is paired with a connection, and how its listener is. */
export async function chatsOf(connectionId: string): Promise<ChatsView> {
  const [paired, pairing, health] = await Promise.all([
    chats.pairedChats(connectionId),
    openPairingOf(connectionId),
    channelHealth([connectionId]),
  ]);
  return {
    accountName: health.get(connectionId)?.accountName ?? null,
    pairing,
    chats: paired.map(({ id, name, userId, chatId, role, trusted }) => {
      const isPrivate = chatId === userId;
      return { id, name, chatId, role, trusted, isPrivate };
    }),
  };
}

/** Makes the one-time code that the person sends to the bot. */
export async function pairChat(
  pairing: { connectionId: string; name: string; role: chats.ChatRole },
  actor: Actor,
): Promise<{ code: string; expiresAt: string }> {
  await getConnection(pairing.connectionId);
  return openPairing({ ...pairing, by: actorName(actor) });
}

/** Says whether a chat's words count as the owner's own. */
export async function trust({ id, trusted }: { id: string; trusted: boolean }, actor: Actor): Promise<{ id: string }> {
  await chats.trustChat({ id, trusted, by: actorName(actor) });
  return { id };
}

/** Forgets a chat. */
export async function dropChat(id: string, actor: Actor): Promise<{ removed: true }> {
  await chats.unpairChat({ id, by: actorName(actor) });
  return { removed: true };
}
