import { z } from 'zod';
import { trigger } from '#nodes/define.ts';
import { FileValue } from '#nodes/file-value.ts';

export const chat = {
  'chat.message': trigger({
    title: 'Chat page',
    help: 'Starts the flow when somebody who is signed in writes to it in the chat page. What it responds, else what its last step gives, is the answer.',
    icon: 'message-square',
    group: 'Start',
    version: 1,
    reads: 'trusted',
    input: z.object({
      greeting: z.string().trim().max(2000).default('').meta({
        title: 'Greeting',
        description: 'Shown before anything was said: what one can ask for.',
        widget: 'textarea',
        placeholder: 'I look after the calendar. Ask me what is on tomorrow.',
      }),
    }),
    output: z.object({
      text: z.string().meta({ title: 'Message' }),
      conversation: z.string().meta({
        title: 'Conversation',
        description: 'The same for all messages of one chat, and for no other.',
      }),
      person: z.object({ id: z.string(), name: z.string() }).meta({ title: 'Who wrote it' }),
      files: z.array(FileValue).meta({
        title: 'Attachments',
        description: 'Whoever attaches a file has not written it: what is in it is untrusted.',
      }),
    }),
  }),
};
