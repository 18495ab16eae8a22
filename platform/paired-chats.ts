/** Chats that were paired: who may start flows, and whom flows may write to. By ids that never change, never by a name. */
import { randomUUID } from 'node:crypto';
import { Invalid } from '#lib/errors.ts';
import { audit } from '#platform/audit.ts';
import { NotFound } from '#platform/errors.ts';
import { db, transact, type Tx } from '#prisma/client.ts';

export type ChatRole = 'owner' | 'guest';

export type PairedChat = {
  id: string;
  connectionId: string;
  name: string;
  userId: string;
  chatId: string;
  role: ChatRole;
  trusted: boolean;
};

const chatRow = {
  id: true,
  connectionId: true,
  name: true,
  userId: true,
  chatId: true,
  role: true,
  trusted: true,
} as const;

/** Who this is, if he was paired in this very chat with this connection. */
export async function findPairedChat(
  who: { connectionId: string; chatId: string; userId: string },
  tx: Pick<Tx, 'pairedChat'> = db(),
): Promise<PairedChat | null> {
  const row = await tx.pairedChat.findUnique({ where: { connectionId_chatId_userId: who }, select: chatRow });
  return row && { ...row, role: row.role as ChatRole };
}

/** May flows write to this chat through this connection? */
export async function isPairedChat(where: { connectionId: string; chatId: string }): Promise<boolean> {
  return (await db().pairedChat.count({ where })) > 0;
}

/** The private chats of the owner that he trusts: where he is told things himself. */
export async function ownerChats(): Promise<PairedChat[]> {
  const rows = await db().pairedChat.findMany({ where: { role: 'owner', trusted: true }, select: chatRow });
  return rows.filter(({ chatId, userId }) => chatId === userId).map((row) => ({ ...row, role: 'owner' }));
}

/** All that are paired with a connection. */
export async function pairedChats(connectionId: string): Promise<PairedChat[]> {
  const orderBy = [{ createdAt: 'asc' as const }, { id: 'asc' as const }];
  const rows = await db().pairedChat.findMany({ where: { connectionId }, orderBy, select: chatRow });
  return rows.map((row) => ({ ...row, role: row.role as ChatRole }));
}

/** Lists the chat as a contact of its connection's kind, and remembers who writes there. Pairing again renews it. */
export async function addPairedChat(tx: Tx, chat: Omit<PairedChat, 'id' | 'trusted'>): Promise<PairedChat> {
  const { connectionId, chatId, userId, name, role } = chat;
  const { type: kind } = await tx.connection.findUniqueOrThrow({ where: { id: connectionId }, select: { type: true } });
  const contact = await tx.contact.upsert({
    where: { kind_address: { kind, address: chatId } },
    create: { id: randomUUID(), kind, address: chatId, name },
    update: {},
    select: { id: true },
  });
  const row = await tx.pairedChat.upsert({
    where: { connectionId_chatId_userId: { connectionId, chatId, userId } },
    create: { id: randomUUID(), contactId: contact.id, ...chat },
    // Whoever pairs a chat anew says anew whether to trust it.
    update: { name, role, trusted: false },
    select: chatRow,
  });
  return { ...row, role: row.role as ChatRole };
}

/** Says whether what is written in a chat counts as the owner's own word. Only his own, private chat can be that. */
export async function trustChat({ id, trusted, by }: { id: string; trusted: boolean; by: string }): Promise<void> {
  await transact(async (tx) => {
    const chat = await tx.pairedChat.findUnique({ where: { id }, select: chatRow });
    if (!chat) throw missing();
    if (trusted && (chat.role !== 'owner' || chat.chatId !== chat.userId)) {
      throw new Invalid('Only the private chat of an owner can be trusted.');
    }
    await tx.pairedChat.update({ where: { id }, data: { trusted } });
    await audit(tx, { actor: by, action: 'chat.trust', subject: `chat:${id}`, detail: { trusted } });
  });
}

/** Forgets a chat: from now on it is a stranger's. */
export async function unpairChat({ id, by }: { id: string; by: string }): Promise<void> {
  await transact(async (tx) => {
    const chat = await tx.pairedChat.findUnique({ where: { id }, select: { ...chatRow, contactId: true } });
    if (!chat) throw missing();
    await tx.pairedChat.delete({ where: { id } });
    const others = await tx.pairedChat.count({ where: { contactId: chat.contactId } });
    if (others === 0) await tx.contact.delete({ where: { id: chat.contactId } });
    const { name, userId, chatId } = chat;
    await audit(tx, { actor: by, action: 'chat.remove', subject: `chat:${id}`, detail: { name, userId, chatId } });
  });
}

function missing(): NotFound {
  return new NotFound('This chat is not paired (any more).');
}
