/** What of Telegram's updates matters to Hearth. */
import { z } from 'zod';
import type { telegram } from '#nodes/telegram.ts';

const Person = z.object({ id: z.number().int(), is_bot: z.boolean() });
const Chat = z.object({ id: z.number().int(), type: z.string() });
const Attachment = z.object({
  file_id: z.string(),
  file_name: z.string().optional(),
  mime_type: z.string().optional(),
  file_size: z.number().int().optional(),
});

const Message = z.object({
  message_id: z.number().int(),
  date: z.number().int(),
  chat: Chat,
  from: Person.optional(),
  /** Set for what was written in the name of a group or channel: its `from` is the same for everybody. */
  sender_chat: z.unknown().optional(),
  text: z.string().optional(),
  caption: z.string().optional(),
  reply_to_message: z.object({ message_id: z.number().int() }).optional(),
  document: Attachment.optional(),
  photo: z.array(Attachment).optional(),
  voice: Attachment.optional(),
  audio: Attachment.optional(),
  video: Attachment.optional(),
});

const Update = z.object({
  message: Message.optional(),
  callback_query: z
    .object({ id: z.string(), from: Person, data: z.string().max(64).optional(), message: Message.optional() })
    .optional(),
});

type Output = z.output<(typeof telegram)['telegram.message']['output']>;

/** One thing that somebody did, told by ids. */
export type TelegramEvent = {
  userId: string;
  chatId: string;
  isPrivate: boolean;
  /** To be answered, so that the button does not look busy for ever. */
  pressId: string | null;
  content: Omit<Output, 'from' | 'chat'>;
};

/** The event in an update; null for all that starts nothing, whoever sent it. */
export function eventIn(update: unknown): TelegramEvent | null {
  const parsed = Update.safeParse(update);
  if (!parsed.success) return null;
  const { message, callback_query: press } = parsed.data;
  if (press?.message) return event({ message: press.message, from: press.from, press });
  if (!message?.from || message.sender_chat !== undefined) return null;
  return event({ message, from: message.from });
}

type Found = {
  message: z.output<typeof Message>;
  from: z.output<typeof Person>;
  press?: { id: string; data?: string | undefined };
};

function event({ message, from, press }: Found): TelegramEvent | null {
  if (from.is_bot) return null;
  const { chat } = message;
  return {
    userId: String(from.id),
    chatId: String(chat.id),
    isPrivate: chat.type === 'private',
    pressId: press?.id ?? null,
    content: {
      kind: press ? 'button' : 'message',
      text: message.text ?? message.caption ?? '',
      button: press?.data ?? null,
      messageId: message.message_id,
      replyTo: message.reply_to_message?.message_id ?? null,
      file: fileIn(message),
      sentAt: new Date(message.date * 1000).toISOString(),
    },
  };
}

function fileIn(message: z.output<typeof Message>): Output['file'] {
  const { document, voice, audio, video, photo } = message;
  // Telegram sends a photo in several sizes, the largest last.
  const file = document ?? video ?? audio ?? voice ?? photo?.at(-1);
  if (!file) return null;
  const contentType = file.mime_type ?? (photo && !document ? 'image/jpeg' : 'application/octet-stream');
  return { id: file.file_id, name: file.file_name ?? '', contentType, size: file.file_size ?? null };
}
