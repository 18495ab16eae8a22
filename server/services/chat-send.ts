/** A message to a flow: accepted together with the run that it starts, or not at all. */
import { randomUUID } from 'node:crypto';
import { Invalid, Refused } from '#lib/errors.ts';
import { TRUSTED, uniform, untrusted, type FieldLabels, type Label } from '#lib/label.ts';
import { CHAT_LIMITS } from '#lib/views-chat.ts';
import type { Json } from '#lib/value.ts';
import { addMessage } from '#platform/agent-messages.ts';
import { putBlob } from '#platform/blobs.ts';
import { Conflict } from '#platform/errors.ts';
import { ingest } from '#platform/ingest.ts';
import { loadPlan } from '#platform/plans.ts';
import { db, sqlTime, transactSql, type SqlTx } from '#prisma/client.ts';
import type { Chat } from '#prisma/generated/client.ts';
import type { Actor } from '#server/actor.ts';
import { keepAnswers } from '#server/services/chat-answers.ts';
import { CHAT_TRIGGER, ownChat } from '#server/services/chat-list.ts';
import { publishedOf, startSoon } from '#server/services/start-run.ts';

export type SentChatFile = { name: string; contentType: string; data: string };
export type ChatMessageSent = { id: string; text: string; clientId: string; files: SentChatFile[] };
type Sent = { runId: string; duplicate: boolean };

const TITLE_LENGTH = 60;
const BUSY = 'It is still at work on your last message. Wait for its answer, or stop it first.';

/** Sends a message; the same `clientId` again is the same message. To an agent at work it is added to what it knows. */
export async function sendChatMessage(sent: ChatMessageSent, actor: Actor): Promise<Sent> {
  const chat = await ownChat(sent.id, actor);
  const known = await db().chatMessage.findUnique({
    where: { chatId_clientId: { chatId: chat.id, clientId: sent.clientId } },
    select: { runId: true },
  });
  if (known) return { runId: known.runId, duplicate: true };
  const files = sent.files.map(bytesOf);
  if (files.reduce((sum, { bytes }) => sum + bytes.length, 0) > CHAT_LIMITS.bytes)
    throw new Invalid('The files of a message may have 6 MB together.');
  if (sent.text.trim() === '' && files.length === 0) throw new Invalid('Write something, or attach a file.');
  await keepAnswers(chat.id);
  return (await tellAgent(chat, sent, actor)) ?? start(chat, { sent, files, actor });
}

type File = { name: string; contentType: string; bytes: Buffer };

async function start(
  chat: Chat,
  { sent, files, actor }: { sent: ChatMessageSent; files: File[]; actor: Actor },
): Promise<Sent> {
  const version = await publishedOf(chat.flowId);
  const plan = await loadPlan(version.planHash);
  const trigger = Object.values(plan.triggers).find(({ type }) => type === CHAT_TRIGGER);
  if (!trigger) throw new Conflict('This flow does not begin with the chat page any more.');
  let kept: Json[] = [];
  const { runId, duplicate } = await ingest({
    ...version,
    ...{
      flowId: chat.flowId,
      triggerId: `${chat.flowId}:${trigger.id}`,
      mode: 'production',
      startedById: actor.userId,
    },
    dedupeKey: `chat:${chat.id}:${sent.clientId}`,
    labels: labelsOf(actor, { flowName: plan.name, files }),
    input: async (id) => {
      kept = await Promise.all(
        files.map(async ({ name, ...file }) => ({ ...(await putBlob({ runId: id, ...file })), name })),
      );
      const person = { id: actor.userId, name: actor.name };
      return { text: sent.text, conversation: chat.id, person, files: kept };
    },
    besides: (tx, id) => noteMessage(tx, { chat, sent, files: kept, runId: id, alone: true }),
  });
  startSoon(runId);
  return { runId, duplicate };
}

/** Typed by the person, it is their word. What they attach others have written, and a token is nobody's hand. */
function labelsOf(actor: Actor, { flowName, files }: { flowName: string; files: File[] }): FieldLabels {
  if (actor.via === 'token') return uniform(untrusted(`api:${flowName}`));
  return { rest: ownWords(actor), ...(files.length > 0 ? { fields: { files: untrusted(`chat:${flowName}`) } } : {}) };
}

function ownWords({ userId }: Actor): Label {
  return { ...TRUSTED, origins: [`person:${userId}`] };
}

/** An agent that works on the last message hears a further one in its next turn. */
async function tellAgent(chat: Chat, sent: ChatMessageSent, actor: Actor): Promise<Sent | null> {
  const last = await db().chatMessage.findFirst({
    where: { chatId: chat.id },
    orderBy: { seq: 'desc' },
    select: { runId: true },
  });
  const run = last && (await db().run.findUnique({ where: { id: last.runId }, select: { endedAt: true } }));
  if (!last || !run || run.endedAt !== null) return null;
  const inside = await db().run.findMany({ where: { rootRunId: last.runId, endedAt: null }, select: { id: true } });
  const agent = await db().agentRun.findFirst({ where: { runId: { in: inside.map(({ id }) => id) } } });
  // Only what a person types at this moment is their word, and files go in at the start alone.
  if (!agent || actor.via === 'token' || sent.files.length > 0) throw new Conflict(BUSY);
  await addMessage({ runId: agent.runId, text: sent.text, by: actor.name, label: ownWords(actor) }).catch(
    (error: unknown) => {
      throw error instanceof Refused ? new Conflict(BUSY) : error;
    },
  );
  await transactSql((tx) => noteMessage(tx, { chat, sent, files: [], runId: last.runId, alone: false }));
  return { runId: last.runId, duplicate: false };
}

type Noted = { chat: Chat; sent: ChatMessageSent; files: Json[]; runId: string; alone: boolean };

async function noteMessage(tx: SqlTx, { chat, sent, files, runId, alone }: Noted): Promise<void> {
  const at = sqlTime(Date.now());
  if (alone) {
    const open = await tx.sql.all(
      `SELECT 1 FROM "ChatMessage" m JOIN "Run" r ON r."id" = m."runId"
       WHERE m."chatId" = ? AND r."endedAt" IS NULL LIMIT 1`,
      [chat.id],
    );
    if (open.length > 0) throw new Conflict(BUSY);
  }
  await tx.sql.run(
    `INSERT INTO "ChatMessage" ("id", "chatId", "seq", "role", "text", "files", "runId", "createdAt", "clientId")
     SELECT ?, ?, COALESCE(MAX("seq"), 0) + 1, 'person', ?, ?, ?, ?, ? FROM "ChatMessage" WHERE "chatId" = ?`,
    [randomUUID(), chat.id, sent.text, JSON.stringify(files), runId, at, sent.clientId, chat.id],
  );
  const title = sent.text.trim().replace(/\s+/g, ' ').slice(0, TITLE_LENGTH) || (sent.files[0]?.name ?? '');
  await tx.sql.run(
    `UPDATE "Chat" SET "lastAt" = ?, "title" = CASE WHEN "title" = '' THEN ? ELSE "title" END WHERE "id" = ?`,
    [at, title, chat.id],
  );
}

function bytesOf({ name, contentType, data }: SentChatFile): File {
  const bytes = Buffer.from(data, 'base64');
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  return {
    // A name is one line and no path, whatever the sender calls the file.
    name: name.replace(/[\p{Cc}"\\/\u2028\u2029]/gu, '_').slice(0, 200),
    contentType: /^[a-z0-9.+-]{1,80}\/[a-z0-9.+-]{1,80}$/.test(type) ? type : 'application/octet-stream',
    bytes,
  };
}
