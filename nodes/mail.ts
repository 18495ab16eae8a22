import { z } from 'zod';
import { isAddressLine, MAIL_ADDRESS } from '#lib/mail.ts';
import { action } from '#nodes/define.ts';
import { FileValue } from '#nodes/file-value.ts';

const Recipients = z
  .string()
  .max(4000)
  .refine(isAddressLine, 'Use addresses such as anna@example.org, with commas between them and without names.');

/** Data often has an empty text where there is nobody. */
const Others = z
  .string()
  .max(4000)
  .refine(
    (line) => line.trim() === '' || isAddressLine(line),
    'Use addresses with commas between them, without names.',
  );

const MessageId = /^<[^<>\s@]{1,250}@[^<>\s@]{1,250}>$/;

export const mail = {
  'mail.send': action({
    title: 'Send mail',
    help: 'Sends a mail from one of your mail connections. It is written down before it is handed to the server, so nothing is sent twice by itself: if the server’s answer is lost a person is asked whether it went out.',
    icon: 'mail',
    group: 'Services',
    version: 1,
    tier: 'activity',
    risk: 'send',
    delayed: true,
    // Our own outbox tells what became of it; where it cannot, the step asks.
    repeat: 'keyed',
    timeout: '3m',
    reads: 'untrusted',
    connection: { types: ['smtp'] },
    summary: 'to {to}: {subject}',
    input: z.object({
      to: Recipients.meta({
        title: 'To',
        description: 'One or more addresses, with commas between them.',
        role: 'target',
        recipient: 'mail',
        placeholder: 'anna@example.org',
      }),
      subject: z
        .string()
        .max(500)
        .regex(/^[^\r\n\0]*$/, 'A subject is one line.')
        .meta({ title: 'Subject', description: 'One line.', role: 'content' }),
      text: z
        .string()
        .max(200_000)
        .meta({ title: 'Text', description: 'The mail as plain text.', role: 'content', widget: 'textarea' }),
      html: z.string().max(500_000).optional().meta({
        title: 'HTML',
        description: 'Shown instead of the text where HTML is read.',
        role: 'content',
        widget: 'textarea',
        advanced: true,
      }),
      attachments: z.array(FileValue).max(20).default([]).meta({
        title: 'Attachments',
        description: 'Files that other steps gave, 25 MB together at most.',
        role: 'content',
        widget: 'json',
        placeholder: '["{{ steps.get.file }}"]',
      }),
      cc: Others.optional().meta({
        title: 'Copy to',
        description: 'More addresses, seen by all.',
        role: 'target',
        recipient: 'mail',
        advanced: true,
      }),
      bcc: Others.optional().meta({
        title: 'Blind copy to',
        description: 'More addresses, seen by nobody else.',
        role: 'target',
        recipient: 'mail',
        advanced: true,
      }),
      replyTo: z.string().max(320).regex(MAIL_ADDRESS, 'Use one address such as anna@example.org.').optional().meta({
        title: 'Answers go to',
        description: 'Another address for answers than the one it is sent from.',
        role: 'control',
        advanced: true,
      }),
      inReplyTo: z.string().max(510).regex(MessageId, 'A message id looks like <id@example.org>.').optional().meta({
        title: 'In reply to',
        description: 'Message id of the mail that is answered.',
        role: 'content',
        advanced: true,
      }),
      references: z.array(z.string().max(510).regex(MessageId)).max(50).default([]).meta({
        title: 'References',
        description: 'Message ids of the conversation.',
        role: 'content',
        widget: 'json',
        advanced: true,
      }),
    }),
    output: z.object({
      messageId: z.string().meta({ title: 'Message id' }),
      accepted: z.array(z.string()).meta({ title: 'Taken for' }),
      refused: z
        .array(z.object({ address: z.string(), reason: z.string() }))
        .meta({ title: 'Refused', description: 'Recipients that the server did not take, and why.' }),
      answer: z.string().meta({ title: 'The server’s answer' }),
    }),
  }),
};
