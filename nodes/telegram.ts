import { z } from 'zod';
import { action, trigger } from '#nodes/define.ts';
import { FileValue } from '#nodes/file-value.ts';
import { distinctIds, PortId } from '#nodes/logic.ts';

const TYPES = ['telegram'] as const;
const MAX_CAPTION = 1024;

const Button = z.strictObject({
  id: PortId.meta({ title: 'Id', description: 'What a flow that listens gets as trigger.button.' }),
  title: z.string().min(1).max(60).meta({ title: 'Title', description: 'What the button says.' }),
  style: z
    .enum(['primary', 'neutral', 'danger'])
    .default('neutral')
    .meta({ title: 'Style', description: 'How much it stands out.' }),
});

const File = z.object({
  id: z.string().meta({ title: 'File', description: 'For "Get a file from Telegram".' }),
  name: z.string(),
  contentType: z.string(),
  size: z.number().int().nullable(),
});

export const telegram = {
  'telegram.message': trigger({
    title: 'Telegram message',
    help: 'Starts the flow when a paired chat writes to the bot or presses one of its buttons. Everybody else gets no answer and starts nothing. Messages are untrusted unless the chat is marked as trusted in Connections.',
    icon: 'message-square',
    group: 'Start',
    version: 1,
    reads: 'untrusted',
    sender: { kind: 'telegram', path: ['chat', 'id'] },
    summary: 'from {from}',
    input: z.object({
      connection: z.string().min(1, 'Choose the bot to listen to.').max(60).meta({
        title: 'Bot',
        description: 'Pair your chat with it in Connections.',
        role: 'control',
        widget: 'connection',
        connectionTypes: TYPES,
      }),
      from: z
        .enum(['paired', 'owner'])
        .default('paired')
        .meta({
          title: 'Written by',
          description: 'Other paired chats start nothing when only the owner may.',
          role: 'control',
          options: { paired: 'anybody who is paired', owner: 'the owner only' },
        }),
      listen: z
        .enum(['all', 'messages', 'buttons'])
        .default('all')
        .meta({
          title: 'Start with',
          description: 'Messages, pressed buttons, or both.',
          role: 'control',
          options: { all: 'Messages and buttons', messages: 'Messages only', buttons: 'Buttons only' },
        }),
    }),
    output: z.object({
      kind: z.enum(['message', 'button']),
      text: z
        .string()
        .meta({ title: 'Text', description: 'Of the message, of a file’s caption, or above the button.' }),
      button: z.string().nullable().meta({ title: 'Id of the button pressed' }),
      chat: z.object({
        id: z.string().meta({ title: 'Chat', description: 'Answer here.' }),
        isGroup: z.boolean(),
      }),
      from: z.object({
        id: z.string(),
        name: z.string().meta({ title: 'Name', description: 'As it was given when the chat was paired.' }),
        role: z.enum(['owner', 'guest']),
      }),
      messageId: z.number().int(),
      replyTo: z.number().int().nullable(),
      file: File.nullable(),
      sentAt: z.iso.datetime(),
    }),
  }),

  'telegram.send': action({
    title: 'Send to Telegram',
    help: 'Writes to a paired chat, with buttons or a file if you like. Telegram cannot tell a repeated message from a new one: if an answer is lost a person is asked whether it arrived, and nothing is sent twice by itself.',
    icon: 'send',
    group: 'Services',
    version: 1,
    tier: 'activity',
    risk: 'send',
    delayed: true,
    repeat: 'never',
    timeout: '3m',
    reads: 'untrusted',
    connection: { types: TYPES },
    summary: 'to {to}: {text}',
    input: z
      .object({
        to: z
          .string()
          .regex(/^-?\d{1,20}$/, 'Use the number of a paired chat; Connections shows it.')
          .meta({
            title: 'Chat',
            description: 'The number of a paired chat, as Connections shows it.',
            role: 'target',
            recipient: 'telegram',
            placeholder: '{{ trigger.chat.id }}',
          }),
        text: z.string().max(4096, 'Telegram takes at most 4096 characters.').default('').meta({
          title: 'Text',
          description: 'Sent as plain text; under a file if there is one.',
          role: 'content',
          widget: 'textarea',
        }),
        file: FileValue.optional().meta({
          title: 'File',
          description: 'A file that another step gave. Pictures are shown in the chat, other files can be fetched.',
          role: 'content',
          widget: 'json',
          placeholder: '{{ steps.get.file }}',
        }),
        buttons: z.array(Button).max(8).refine(distinctIds, 'Two buttons have the same id.').default([]).meta({
          title: 'Buttons',
          description: 'Shown under the message. Pressing one starts flows that listen to buttons.',
          role: 'control',
          widget: 'buttons',
        }),
        replyTo: z.number().int().positive().optional().meta({
          title: 'In reply to',
          description: 'Number of the message that is answered.',
          role: 'content',
          placeholder: '{{ trigger.messageId }}',
          advanced: true,
        }),
        silent: z.boolean().default(false).meta({
          title: 'Without a sound',
          description: 'The phone shows it but does not ring.',
          role: 'control',
          advanced: true,
        }),
      })
      .refine(({ text, file }) => text !== '' || file !== undefined, {
        path: ['text'],
        message: 'Write something, or give a file.',
      })
      .refine(({ text, file }) => file === undefined || text.length <= MAX_CAPTION, {
        path: ['text'],
        message: `Under a file Telegram takes at most ${MAX_CAPTION} characters.`,
      }),
    output: z.object({ messageId: z.number().int(), chat: z.string() }),
  }),

  'telegram.download': action({
    title: 'Get a file from Telegram',
    help: 'Fetches a file that came with a message and keeps it with the run. Telegram hands out files of up to 20 MB. Running it twice keeps two copies.',
    icon: 'file-text',
    group: 'Services',
    version: 1,
    tier: 'activity',
    risk: 'read',
    repeat: 'safe',
    timeout: '3m',
    reads: 'untrusted',
    connection: { types: TYPES },
    summary: '{file}',
    input: z.object({
      file: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,300}$/, 'Use the id of a file that came with a message.')
        .meta({
          title: 'File',
          description: 'The id of a file that came with a message.',
          role: 'target',
          placeholder: '{{ trigger.file.id }}',
        }),
    }),
    output: z.object({
      file: z.object({ ref: z.string(), size: z.number().int(), contentType: z.string(), preview: z.string() }),
      size: z.number().int(),
      contentType: z.string(),
    }),
  }),
};
