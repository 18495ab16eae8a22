import { createHash } from 'node:crypto';
import { openSmtp, type Taken } from '#activities/connections/smtp.ts';
import type { ActivityContext, Implementations } from '#activities/context.ts';
import { openFile } from '#activities/kept-files.ts';
import { Invalid, OutcomeUnknown, Refused } from '#lib/errors.ts';
import { addressesIn } from '#lib/mail.ts';
import type { nodes } from '#nodes/index.ts';
import type { OpenConnection } from '#platform/connections.ts';
import { enqueue, handOver, settle } from '#platform/outbox.ts';

type Mail = Pick<Implementations<typeof nodes>, 'mail.send'>;
type Input = Parameters<Mail['mail.send']>[0];
type Sent = { messageId: string } & Taken;

const MAX_ATTACHED = 25 * 1024 * 1024;

export const mail = {
  'mail.send': async (input, ctx) => {
    const { connection, effectKey } = ctx;
    if (!connection) throw new Invalid('Choose a mail connection in the editor and publish again.');
    const from = String(connection.config['from']);
    const recipients = [input.to, input.cc ?? '', input.bcc ?? ''].flatMap(addressesIn);
    const messageId = messageIdOf(effectKey, from);
    const raw = await written(input, { ctx, connection, from, messageId });
    const { runId, stepId } = { runId: ctx.runId, stepId: ctx.call.stepId };
    const before = await enqueue({ effectKey, channel: 'mail', runId, stepId, messageId, recipients });
    if (before) return before.answered as Sent;
    try {
      const envelope = { from, to: [...new Set(recipients)] };
      const onHandOver = () => handOver(effectKey);
      const taken = await openSmtp({ connection, signal: ctx.signal }).send({ envelope, raw, onHandOver });
      const sent: Sent = { messageId, ...taken };
      await settle(effectKey, 'accepted', sent);
      return sent;
    } catch (error) {
      await note(error, ctx);
      throw error;
    }
  },
} satisfies Mail;

/** The same for every attempt of this effect, so that who gets it twice can tell. */
function messageIdOf(effectKey: string, from: string): string {
  const id = createHash('sha256').update(`mail:${effectKey}`).digest('hex').slice(0, 40);
  return `<${id}@${from.slice(from.lastIndexOf('@') + 1)}>`;
}

type Writing = { ctx: ActivityContext; connection: OpenConnection; from: string; messageId: string };

/** The mail as it travels. Headers are made by nodemailer from values that were checked to be one line. */
async function written(input: Input, { ctx, connection, from, messageId }: Writing): Promise<Buffer> {
  const { default: MailComposer } = await import('nodemailer/lib/mail-composer');
  const { fromName } = connection.config;
  const { subject, text, html, replyTo, inReplyTo, references } = input;
  const copies = addressesIn(input.cc ?? '');
  const composer = new MailComposer({
    from: { name: typeof fromName === 'string' ? fromName : '', address: from },
    to: addressesIn(input.to),
    ...(copies.length === 0 ? {} : { cc: copies }),
    // Blind copies are in the envelope alone.
    ...(replyTo === undefined ? {} : { replyTo }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    ...(references.length === 0 ? {} : { references }),
    ...(html === undefined ? {} : { html }),
    subject,
    text,
    messageId,
    date: ctx.now(),
    attachments: await attached(input, ctx),
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return composer.compile().build();
}

async function attached({ attachments }: Input, ctx: ActivityContext) {
  const told = attachments.reduce((sum, { size }) => sum + size, 0);
  if (told > MAX_ATTACHED) throw new Invalid('The attachments are over 25 MB together. Send fewer or smaller ones.');
  const files = [];
  let size = 0;
  for (const file of attachments) {
    const { name, bytes, contentType } = await openFile(ctx, file, 'attachments');
    size += bytes.length;
    if (size > MAX_ATTACHED) throw new Invalid('The attachments are over 25 MB together. Send fewer or smaller ones.');
    files.push({ filename: name, content: bytes, contentType });
  }
  return files;
}

/** Keeps in the outbox what became of it; where nothing can be told the row stays as it is. */
async function note(error: unknown, { effectKey, signal }: ActivityContext): Promise<void> {
  if (error instanceof OutcomeUnknown) return settle(effectKey, 'unknown', error.message);
  if (signal.aborted) return;
  if (error instanceof Refused || error instanceof Invalid) return settle(effectKey, 'refused', error.message);
  return settle(effectKey, 'queued', error instanceof Error ? error.message : null);
}
