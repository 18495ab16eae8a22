import {
  openTelegram,
  SlowDown,
  type Sending,
  type SendingFile,
  type TelegramBot,
} from '#activities/connections/telegram.ts';
import type { ActivityContext, Implementations } from '#activities/context.ts';
import { openFile } from '#activities/kept-files.ts';
import { pause } from '#activities/pause.ts';
import { Invalid, Refused } from '#lib/errors.ts';
import type { nodes } from '#nodes/index.ts';
import { putBlob } from '#platform/blobs.ts';
import type { KeptFile } from '#platform/kept-file.ts';
import { isPairedChat } from '#platform/paired-chats.ts';

type Telegram = Pick<Implementations<typeof nodes>, 'telegram.send' | 'telegram.download'>;
type Send = Parameters<Telegram['telegram.send']>[0];

/** Longer than this a step does not wait for Telegram's limits to pass. */
const MOST_WAITING_S = 90;

export const telegram = {
  'telegram.send': async (input, ctx) => {
    const bot = await botOf(ctx);
    const connectionId = ctx.connection?.id ?? '';
    if (!(await isPairedChat({ connectionId, chatId: input.to }))) {
      throw new Refused(`The chat ${input.to} is not paired with this bot. Pair it in Connections first.`);
    }
    const kept = input.file && (await openFile(ctx, input.file, 'file'));
    const send = () =>
      kept ? bot.sendFile(captioned(input, kept)) : bot.send({ ...aroundOf(input), text: input.text });
    const { message_id: messageId } = await sendPatiently(send, ctx.signal);
    return { messageId, chat: input.to };
  },
  'telegram.download': async ({ file }, ctx) => {
    const { bytes, contentType } = await (await botOf(ctx)).download(file);
    const kept = await putBlob({ runId: ctx.runId, bytes, contentType });
    return { file: kept, size: kept.size, contentType };
  },
} satisfies Telegram;

async function botOf({ connection, fetch, signal }: ActivityContext): Promise<TelegramBot> {
  if (!connection) throw new Invalid('Choose the bot in the editor and publish again.');
  return openTelegram({ connection, fetch, signal });
}

function captioned(input: Send, file: KeptFile): SendingFile {
  return { ...aroundOf(input), file, ...(input.text === '' ? {} : { caption: input.text }) };
}

function aroundOf({ to, buttons, replyTo, silent }: Send): Omit<Sending, 'text'> {
  const keyboard = buttons.map(({ id, title }) => [{ text: title, callback_data: id }]);
  return {
    chat_id: to,
    ...(keyboard.length > 0 ? { reply_markup: { inline_keyboard: keyboard } } : {}),
    // Without it, answering a message that was deleted meanwhile would fail.
    ...(replyTo === undefined ? {} : { reply_parameters: { message_id: replyTo, allow_sending_without_reply: true } }),
    ...(silent ? { disable_notification: true } : {}),
  };
}

/** Waits where Telegram asks to: that answer says for certain that nothing was sent, so this is no second message. */
async function sendPatiently<T>(send: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let left = MOST_WAITING_S; ;) {
    try {
      return await send();
    } catch (error) {
      if (!(error instanceof SlowDown) || error.seconds > left) throw error;
      left -= Math.max(1, error.seconds);
      await pause(error.seconds * 1000, signal);
    }
  }
}
