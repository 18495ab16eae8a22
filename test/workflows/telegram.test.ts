import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TelegramServer } from '#test/fakes/telegram-server.ts';
import { draw } from '#test/support/draw.ts';
import { TESTER, testFlow, type FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { givenBot, givenChat, OWNER, STRANGER } from '#test/worker/triggers/bot.ts';
import type { Json } from '#lib/value.ts';
import { nodes } from '#nodes/index.ts';
import { decide } from '#platform/approvals.ts';
import { putBlob, readBlob } from '#platform/blobs.ts';
import { db } from '#prisma/client.ts';

useHearth();

let server: TelegramServer;
let bot: string;

beforeAll(async () => {
  server = await TelegramServer.start();
  bot = await givenBot(server);
  await givenChat(bot);
  await db().user.create({ data: { id: TESTER.userId, name: TESTER.name, email: 'tess@example.org' } });
});

afterAll(() => server.stop());

function sending(params: Record<string, Json>, options: { input?: Json; from?: string } = {}): Promise<FlowRun> {
  server.forget();
  const flow = draw({
    nodes: { start: ['manual'], send: ['telegram.send', params, { connection: bot }] },
    wires: ['start > send'],
  });
  return testFlow(flow, options);
}

async function answerOutcome(run: FlowRun, choice: string): Promise<void> {
  const { approvalId = '' } = await run.sees('step.waiting', 'send');
  const row = await db().approval.findUniqueOrThrow({ where: { id: approvalId } });
  expect(row.kind).toBe('outcome');
  await decide({ approvalId, choice, by: TESTER });
}

describe('sending to a telegram chat', () => {
  it('writes text and buttons to a paired chat', async () => {
    const buttons = [{ id: 'yes', title: 'Yes' }];
    await using run = await sending({ to: String(OWNER), text: 'Dinner?', buttons, replyTo: 7 });
    expect(await run.outputOf('send')).toMatchObject({ chat: '1001' });
    expect(server.sent).toMatchObject([
      {
        chat_id: '1001',
        text: 'Dinner?',
        reply_markup: { inline_keyboard: [[{ text: 'Yes', callback_data: 'yes' }]] },
        reply_parameters: { message_id: 7 },
      },
    ]);
  });

  it('answers where an untrusted message came from without asking, since that chat is listed', async () => {
    const input = { chat: { id: String(OWNER) }, text: 'Hi' };
    await using run = await sending(
      { to: '{{ trigger.chat.id }}', text: '{{ trigger.text }}' },
      { input, from: 'telegram:x' },
    );
    expect((await run.ends()).type).toBe('run.done');
    expect(server.sent).toMatchObject([{ chat_id: '1001', text: 'Hi' }]);
  });

  it('refuses a chat that is not paired, also when the author drew it', async () => {
    await using run = await sending({ to: String(STRANGER), text: 'psst' });
    const end = await run.ends();
    expect(end).toMatchObject({
      type: 'run.failed',
      error: { message: expect.stringContaining('not paired') as string },
    });
    expect(server.sent).toEqual([]);
  });

  it('asks a person when the answer was lost, and sends nothing twice', async () => {
    const started = sending({ to: String(OWNER), text: 'Only once' });
    server.fail('sendMessage', { kind: 'lost' });
    await using run = await started;
    await answerOutcome(run, 'happened');
    expect((await run.ends()).type).toBe('run.done');
    expect(server.sent).toHaveLength(1);
  });

  it('waits where Telegram asks to, and then sends', async () => {
    const started = sending({ to: String(OWNER), text: 'In a while' });
    server.fail('sendMessage', { kind: 'error', code: 429, description: 'Too Many Requests', retryAfter: 1 });
    await using run = await started;
    expect((await run.ends()).type).toBe('run.done');
    expect(server.callsOf('sendMessage')).toHaveLength(2);
    expect(server.sent).toHaveLength(1);
  });

  it('says so when it would have to wait too long: nothing was sent, and nobody is asked', async () => {
    const started = sending({ to: String(OWNER), text: 'Much later' });
    server.fail('sendMessage', { kind: 'error', code: 429, description: 'Too Many Requests', retryAfter: 600 });
    await using run = await started;
    expect(await run.ends()).toMatchObject({ type: 'run.failed', error: { type: 'Refused' } });
    expect(server.sent).toEqual([]);
  });

  it('names a bot that was blocked', async () => {
    const started = sending({ to: String(OWNER), text: 'Hello?' });
    server.fail('sendMessage', { kind: 'error', code: 403, description: 'Forbidden: bot was blocked by the user' });
    await using run = await started;
    expect(await run.ends()).toMatchObject({
      type: 'run.failed',
      error: { message: expect.stringContaining('unblock') as string },
    });
  });
});

describe('sending a file to a telegram chat', () => {
  const keptFile = async (contentType: string, name: string, text = 'bytes\r\n\u00e4') => ({
    ...(await putBlob({ runId: null, bytes: Buffer.from(text), contentType })),
    name,
  });

  it('shows pictures, and gives everything else as a document, with the text under it', async () => {
    const to = String(OWNER);
    const file = await keptFile('application/pdf', 'bill.pdf');
    await using run = await sending({ to, text: 'The bill, \u00fc', file, replyTo: 7, silent: true });
    expect(await run.outputOf('send')).toMatchObject({ chat: to });
    const document = { filename: 'bill.pdf', bytes: Buffer.from('bytes\r\n\u00e4') };
    expect(server.sent).toMatchObject([{ chat_id: to, caption: 'The bill, \u00fc', document }]);
    expect(server.callsOf('sendMessage')).toEqual([]);
    await using picture = await sending({ to, file: await keptFile('image/png', 'p.png') });
    expect((await picture.ends()).type).toBe('run.done');
    expect(server.callsOf('sendPhoto')).toHaveLength(1);
    expect(server.sent[0]).not.toHaveProperty('caption');
  });

  it('asks a person when the answer was lost, and sends nothing twice', async () => {
    const started = sending({ to: String(OWNER), file: await keptFile('text/plain', 'a.txt') });
    server.fail('sendDocument', { kind: 'lost' });
    await using run = await started;
    await answerOutcome(run, 'happened');
    expect((await run.ends()).type).toBe('run.done');
    expect(server.sent).toHaveLength(1);
  });

  it('needs a text or a file, and a short text under a file', () => {
    const { input } = nodes['telegram.send'];
    const file = { ref: 'a'.repeat(32), size: 1, contentType: 'text/plain' };
    const fits = (given: object) => input.safeParse({ to: '1', ...given }).success;
    expect([fits({}), fits({ file }), fits({ text: 'x' }), fits({ file, text: 'x'.repeat(1025) })]).toEqual([
      ...[false, true, true, false],
    ]);
  });
});

describe('a file from telegram', () => {
  it('is kept with the run', async () => {
    server.files.set('DOC1', { bytes: Buffer.from('%PDF bill'), contentType: 'application/pdf' });
    const flow = draw({
      nodes: { start: ['manual'], get: ['telegram.download', { file: 'DOC1' }, { connection: bot }] },
      wires: ['start > get'],
    });
    await using run = await testFlow(flow);
    const { file, contentType } = (await run.outputOf('get')) as { file: { ref: string }; contentType: string };
    expect(contentType).toBe('application/pdf');
    expect((await readBlob(file.ref)).toString()).toBe('%PDF bill');
  });
});
