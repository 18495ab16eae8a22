/** What flows answered in chats: taken from the output of the runs that have ended, and kept beside the messages. */
import { randomUUID } from 'node:crypto';
import type { RunStatus } from '#lib/run-event.ts';
import type { ChatEntry, ChatFile, ChatPage, ChatRun } from '#lib/views-chat.ts';
import type { Json } from '#lib/value.ts';
import { loadValue } from '#platform/blobs.ts';
import { sql, sqlTime, db } from '#prisma/client.ts';
import type { ChatMessage } from '#prisma/generated/client.ts';
import type { Actor } from '#server/actor.ts';
import { chatCards, chatFlows, ownChat } from '#server/services/chat-list.ts';
import { endOfRun } from '#server/services/run-views.ts';

const LONGEST = 200_000;

/** A stretch of a chat of the caller's, the last one without `before`. */
export async function chatPage(
  { id, before, limit = 60 }: { id: string; before?: number | undefined; limit?: number | undefined },
  actor: Actor,
): Promise<ChatPage> {
  const chat = await ownChat(id, actor);
  await keepAnswers(id);
  const rows = await db().chatMessage.findMany({
    where: { chatId: id, ...(before === undefined ? {} : { seq: { lt: before } }) },
    orderBy: { seq: 'desc' },
    take: limit + 1,
  });
  const shown = rows.slice(0, limit).reverse();
  const [[card], flows, runs] = await Promise.all([chatCards([chat]), chatFlows(), runsOf(shown)]);
  const greeting = flows.find(({ flowId }) => flowId === chat.flowId)?.greeting ?? '';
  const further = rows.length > limit ? (shown[0]?.seq ?? null) : null;
  return { ...(card as ChatPage), greeting, entries: shown.map(entryOf), runs, before: further };
}

function entryOf({ id, seq, role, text, files, createdAt, runId }: ChatMessage): ChatEntry {
  const kept = JSON.parse(files) as ChatFile[];
  return {
    ...{ id, seq, text, runId, createdAt: createdAt.toISOString() },
    role: role as ChatEntry['role'],
    files: kept.map(({ ref, name, size, contentType }) => ({ ref, name, size, contentType })),
  };
}

async function runsOf(messages: readonly ChatMessage[]): Promise<ChatRun[]> {
  const ids = [...new Set(messages.map(({ runId }) => runId))];
  const [runs, rehearsed] = await Promise.all([
    db().run.findMany({ where: { id: { in: ids } }, select: { id: true, status: true, error: true } }),
    db().modelCall.findMany({
      where: { rootRunId: { in: ids }, provider: 'rehearsal' },
      select: { rootRunId: true },
      distinct: ['rootRunId'],
    }),
  ]);
  const made = new Set(rehearsed.map(({ rootRunId }) => rootRunId));
  return runs.map(({ id, status, error }) => ({ id, status: status as RunStatus, error, rehearsed: made.has(id) }));
}

/** Keeps the answers of runs that have ended since the chat was last looked at. */
export async function keepAnswers(chatId: string): Promise<void> {
  const done = await sql().all<{ runId: string }>(
    `SELECT DISTINCT m."runId" FROM "ChatMessage" m JOIN "Run" r ON r."id" = m."runId"
     WHERE m."chatId" = ? AND r."status" = 'done' AND NOT EXISTS
       (SELECT 1 FROM "ChatMessage" a WHERE a."chatId" = m."chatId" AND a."clientId" = 'answer:' || m."runId")
     ORDER BY m."seq"`,
    [chatId],
  );
  for (const { runId } of done) await keepAnswer(chatId, runId);
}

async function keepAnswer(chatId: string, runId: string): Promise<void> {
  const { output } = await endOfRun(runId);
  const text = answerText(output ? await loadValue(output) : null);
  const at = sqlTime(Date.now());
  // Two who look at once keep one answer.
  await sql().run(
    `INSERT INTO "ChatMessage" ("id", "chatId", "seq", "role", "text", "files", "runId", "createdAt", "clientId")
     SELECT ?, ?, COALESCE(MAX("seq"), 0) + 1, 'flow', ?, '[]', ?, ?, ? FROM "ChatMessage" WHERE "chatId" = ?
     ON CONFLICT ("chatId", "clientId") DO NOTHING`,
    [randomUUID(), chatId, text, runId, at, `answer:${runId}`, chatId],
  );
}

/** What of a value is the answer: a text, or the field that holds one; else all of it as JSON. */
export function answerText(value: Json): string {
  const text = wordsIn(value) ?? (value === null ? '' : JSON.stringify(value, null, 2));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)} …` : text;
}

function wordsIn(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return [value['text'], value['answer']].find((one) => typeof one === 'string');
}
