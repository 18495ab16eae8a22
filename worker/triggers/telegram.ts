/** Telegram by long polling: nothing has to be reachable from outside. An update is forgotten there once it is kept here. */
import { openTelegram, type TelegramBot } from '#activities/connections/telegram.ts';
import { redactor, secretTexts } from '#activities/redact.ts';
import { enterChannel, moveCursor, noteChecked, noteTrouble, type ChannelState } from '#platform/channels.ts';
import { openConnection } from '#platform/connections.ts';
import { egressFetch } from '#platform/egress.ts';
import { logger } from '#platform/log.ts';
import { findPairedChat, type PairedChat } from '#platform/paired-chats.ts';
import { redeemCode } from '#platform/pairing.ts';
import { answerCommand } from '#worker/triggers/owner-commands.ts';
import { acceptTelegram } from '#worker/triggers/telegram-accept.ts';
import { eventIn, type TelegramEvent } from '#worker/triggers/telegram-event.ts';

const HOLD_SECONDS = 25;
/** After this much silence the service is asked whether it still knows us. */
const PROBE_AFTER_MS = 5 * 60_000;
/** After a week without updates Telegram numbers them anew: an old number would hide the next ones. */
const CURSOR_VALID_MS = 6 * 24 * 3600_000;

type At = { connectionId: string; bot: TelegramBot };

type Listening = { connectionId: string; signal: AbortSignal; probeAfterMs?: number };

const log = logger('telegram');

/** Receives for one bot until the signal. Throws when Telegram cannot be reached; the caller tries again. */
export async function listenToTelegram(listening: Listening) {
  const { connectionId, signal, probeAfterMs = PROBE_AFTER_MS } = listening;
  const connection = await openConnection(connectionId);
  const { hosts } = connection;
  const bot = await openTelegram({
    connection,
    signal,
    fetch: (url, init) => egressFetch(url, { signal, ...init, connectionHosts: hosts, allowHosts: hosts }),
  });
  try {
    const { username } = await bot.getMe();
    const state = await enterChannel({ connectionId, account: bot.account, accountName: username });
    await noteTrouble(connectionId, null);
    await receive({ connectionId, bot }, state, { signal, probeAfterMs });
  } catch (error) {
    const { text } = redactor(secretTexts(connection));
    if (error instanceof Error) error.message = text(error.message);
    throw error;
  }
}

async function receive(at: At, state: ChannelState, until: Required<Omit<Listening, 'connectionId'>>): Promise<void> {
  const { signal, probeAfterMs } = until;
  const { bot, connectionId } = at;
  let { cursor, movedAt } = state;
  let lastSeen = Date.now();
  while (!signal.aborted) {
    const fresh = cursor !== null && movedAt !== null && Date.now() - movedAt.getTime() < CURSOR_VALID_MS;
    const updates = await bot.updates({ seconds: HOLD_SECONDS, ...(fresh ? { offset: Number(cursor) + 1 } : {}) });
    for (const update of updates) {
      // What is not taken in is not acknowledged either: it comes again.
      signal.throwIfAborted();
      await take(at, update);
      cursor = String(update.update_id);
      movedAt = new Date();
      await moveCursor(connectionId, cursor);
    }
    if (updates.length > 0) lastSeen = Date.now();
    else if (Date.now() - lastSeen >= probeAfterMs) {
      await bot.getMe();
      await noteChecked(connectionId);
      lastSeen = Date.now();
    }
  }
}

/** Takes one update in. Throws only if it has to come again. */
async function take(at: At, update: { update_id: number }): Promise<void> {
  const event = eventIn(update);
  if (!event) return;
  const { userId, chatId } = event;
  const chat = await findPairedChat({ connectionId: at.connectionId, userId, chatId });
  if (await takePairing(at, event)) return;
  // A stranger hears nothing: not even that somebody is there.
  if (!chat) return;
  if (await takeCommand(at, event, chat)) return;
  await acceptTelegram({ ...at, event, chat, updateId: update.update_id });
  if (event.pressId !== null) await afterPress(at, event);
}

async function takePairing(at: At, event: TelegramEvent): Promise<boolean> {
  const { userId, chatId, content } = event;
  if (content.kind !== 'message') return false;
  const paired = await redeemCode({ connectionId: at.connectionId, userId, chatId, text: content.text });
  if (paired) await tell(at, chatId, `This chat is paired with Hearth as "${paired.name}".`);
  return paired !== null;
}

async function takeCommand(at: At, { isPrivate, content }: TelegramEvent, chat: PairedChat): Promise<boolean> {
  // In a group the answer would be everybody's.
  if (chat.role !== 'owner' || !isPrivate || content.kind !== 'message') return false;
  const answer = await answerCommand(content.text, `chat:${chat.id}`);
  if (answer !== null) await tell(at, chat.chatId, answer);
  return answer !== null;
}

/** A button is for one press: it goes, and stops looking busy. */
async function afterPress({ bot }: At, { pressId, chatId, content }: TelegramEvent): Promise<void> {
  await courteously(() => bot.answerButton(pressId ?? ''));
  await courteously(() => bot.removeButtons({ chatId, messageId: content.messageId }));
}

async function tell({ bot }: At, chatId: string, text: string): Promise<void> {
  await courteously(() => bot.send({ chat_id: chatId, text }));
}

/** What was taken in is taken in, also if saying so fails. */
async function courteously(say: () => Promise<unknown>): Promise<void> {
  await say().catch((error: unknown) => log.warn({ err: error }, 'Could not answer in a chat.'));
}
