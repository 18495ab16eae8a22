/** One-time codes that make a chat known: made in the web UI, redeemed by writing them to the bot. */
import { createHmac, randomInt, randomUUID } from 'node:crypto';
import { Invalid } from '#lib/errors.ts';
import { personOf } from '#platform/actor.ts';
import { audit } from '#platform/audit.ts';
import { subkey } from '#platform/keys.ts';
import { addPairedChat, findPairedChat, type ChatRole, type PairedChat } from '#platform/paired-chats.ts';
import { db, transact, type Tx } from '#prisma/client.ts';

/** Without letters and digits that look alike. */
const ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const CODE_LENGTH = 8;
const VALID_MS = 10 * 60_000;

/** Makes the code for one chat. It replaces an earlier one that nobody used. */
export async function openPairing(pairing: {
  connectionId: string;
  name: string;
  role: ChatRole;
  by: string;
}): Promise<{ code: string; expiresAt: string }> {
  const { connectionId, role, by } = pairing;
  const name = pairing.name.trim();
  if (name === '' || name.length > 120) throw new Invalid('Give the person a name of at most 120 characters.');
  const code = Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  const expiresAt = new Date(Date.now() + VALID_MS);
  await transact(async (tx) => {
    await tx.pairing.deleteMany({ where: { connectionId, usedAt: null } });
    const data = { id: randomUUID(), connectionId, hash: hashOf(connectionId, code), name, role, expiresAt };
    await tx.pairing.create({ data: { ...data, createdById: personOf(by) } });
    const subject = `connection:${connectionId}`;
    await audit(tx, { actor: by, action: 'pairing.open', subject, detail: { name, role } });
  });
  return { code: `${code.slice(0, 4)}-${code.slice(4)}`, expiresAt: expiresAt.toISOString() };
}

/** When the open code of a connection ends, if there is one. */
export async function openPairingOf(connectionId: string): Promise<{ expiresAt: string } | null> {
  const where = { connectionId, usedAt: null, expiresAt: { gt: new Date() } };
  const open = await db().pairing.findFirst({ where, select: { expiresAt: true } });
  return open && { expiresAt: open.expiresAt.toISOString() };
}

/** Pairs the chat if its text is a code that is open. Null for everything else: the sender must not learn why. */
export async function redeemCode(message: {
  connectionId: string;
  text: string;
  userId: string;
  chatId: string;
}): Promise<PairedChat | null> {
  const { connectionId, userId, chatId } = message;
  const code = codeIn(message.text);
  if (code === null) return null;
  const hash = hashOf(connectionId, code);
  return transact(async (tx) => {
    const where = { hash, connectionId, usedAt: null, expiresAt: { gt: new Date() } };
    const { count } = await tx.pairing.updateMany({ where, data: { usedAt: new Date() } });
    // The same message once more, because its first delivery was not acknowledged: it is no message for a flow.
    if (count === 0) return usedHere(tx, { hash, connectionId, userId, chatId });
    const { name, role, createdById } = await tx.pairing.findUniqueOrThrow({ where: { hash } });
    const chat = await addPairedChat(tx, { connectionId, userId, chatId, name, role: role as ChatRole });
    const actor = createdById === null ? 'system' : `user:${createdById}`;
    await audit(tx, {
      actor,
      action: 'pairing.use',
      subject: `chat:${chat.id}`,
      detail: { userId, chatId, name, role },
    });
    return chat;
  });
}

type Here = { hash: string; connectionId: string; userId: string; chatId: string };

async function usedHere(tx: Tx, { hash, ...who }: Here): Promise<PairedChat | null> {
  const used = await tx.pairing.findUnique({ where: { hash }, select: { usedAt: true } });
  return used?.usedAt ? findPairedChat(who, tx) : null;
}

/** `ABCD-2345`, also after /start or /pair, in any case and with spaces. */
function codeIn(text: string): string | null {
  const bare = text.trim().replace(/^\/(start|pair)(@\w+)?\s+/i, '');
  const code = bare.replace(/[\s-]/g, '').toUpperCase();
  return code.length === CODE_LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) ? code : null;
}

function hashOf(connectionId: string, code: string): string {
  return createHmac('sha256', subkey('pairing')).update(`${connectionId}:${code}`).digest('hex');
}
