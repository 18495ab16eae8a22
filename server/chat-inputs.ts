import { z } from 'zod';
import { CHAT_LIMITS } from '#lib/views-chat.ts';
import { Id } from '#server/inputs.ts';

/** Inputs of the chat page that tRPC, REST and the CLI have in common. */
export const ChatFilter = z.strictObject({ text: z.string().trim().max(200).optional(), flowId: Id.optional() });
export const NewChat = z.strictObject({ flowId: Id });
export const ChatTitle = z.strictObject({ title: z.string().trim().min(1, 'Give it a name.').max(CHAT_LIMITS.title) });
export const ChatStretch = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});

// Base64 is a third longer; all of it together must fit into one request.
const LONGEST_DATA = Math.ceil(CHAT_LIMITS.bytes / 3) * 4;

export const NewChatMessage = z.strictObject({
  text: z.string().max(CHAT_LIMITS.text, 'This is too long. Attach it as a file.').default(''),
  /** Of the sender's making: sent again under the same it is the same message. */
  clientId: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/, 'Use 8 to 64 letters, digits, - or _.'),
  files: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(255),
        contentType: z.string().max(200).default(''),
        data: z.base64('This is not base64.').max(LONGEST_DATA, 'The files of a message may have 6 MB together.'),
      }),
    )
    .max(CHAT_LIMITS.files, 'Attach five files at most.')
    .default([]),
});
