import { fork, type ChildProcess } from 'node:child_process';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { TelegramServer } from '#test/fakes/telegram-server.ts';
import { temporalIsDown } from '#test/platform/given.ts';
import { until } from '#test/support/until.ts';
import { pauseFlow, resumeFlow } from '#platform/flows.ts';
import { startListening } from '#platform/listen.ts';
import { trustChat, unpairChat } from '#platform/paired-chats.ts';
import { stopFlags, releaseStop } from '#platform/stop.ts';
import { db } from '#prisma/client.ts';
import { startListeners } from '#worker/triggers/listeners.ts';
import { startsDone } from '#worker/triggers/telegram-accept.ts';
import { givenBot, givenChat, givenListeningFlow, heardBy, OWNER, STRANGER, textsHeardBy } from './bot.ts';

temporalIsDown();

const GUEST = 2002;
const PACE = { lookEveryMs: 30, firstPauseMs: 20 };

let server: TelegramServer;
let stopListening: (() => Promise<void>) | undefined;

beforeAll(async () => {
  server = await TelegramServer.start();
});

afterEach(async () => {
  await stopListening?.();
  stopListening = undefined;
  await startsDone();
  await db().connection.deleteMany();
  await db().contact.deleteMany();
  await db().flow.updateMany({ data: { paused: true } });
  server.forget();
});

afterAll(() => server.stop());

function listen(): void {
  stopListening = startListeners(PACE);
}

/** Until the bot has acknowledged everything that was sent to it. */
async function taken(): Promise<void> {
  await until(() => server.waiting.length === 0 && server.isPolled, { what: 'the bot to take everything in' });
}

describe('a telegram message', () => {
  it('is shown to whoever listens in the editor, though the flow is not published and starts nothing', async () => {
    const bot = await givenBot(server);
    await givenChat(bot, { user: GUEST, role: 'guest' });
    const config = { connection: bot, from: 'paired', listen: 'messages' };
    const place = { flowId: 'drawn', nodeId: 'heard', type: 'telegram.message', by: 'tester', hasAddress: false };
    await startListening({ ...place, config });
    listen();
    server.writes({ from: STRANGER, text: 'Not me' });
    server.writes({ from: GUEST, text: 'Hello' });
    // Then nobody listens any more: it was for one message.
    const look = () => db().listen.findUnique({ where: { id: 'drawn:heard', status: 'captured' } });
    const row = await until(look, { what: 'the message to be captured' });
    expect(JSON.parse(row.sample ?? '')).toMatchObject({
      value: { kind: 'message', text: 'Hello', from: { name: 'Person 2002', role: 'guest' } },
      labels: { rest: { integrity: 'untrusted' } },
    });
    expect(await db().run.count({ where: { flowId: 'drawn' } })).toBe(0);
  });

  it('starts the flow with what was written, where and by whom', async () => {
    const bot = await givenBot(server);
    await givenChat(bot);
    const flowId = await givenListeningFlow(bot);
    listen();
    server.writes({ from: OWNER, text: 'Hello' });
    await taken();
    const [heard] = await heardBy(flowId);
    expect(heard?.value).toMatchObject({
      kind: 'message',
      text: 'Hello',
      chat: { id: '1001', isGroup: false },
      from: { id: '1001', name: 'Person 1001', role: 'owner' },
      button: null,
      file: null,
    });
    expect(heard?.stored.labels.rest.integrity).toBe('untrusted');
    expect(heard?.stored.labels.fields?.['chat']?.integrity).toBe('trusted');
  });

  it('is trusted only from a chat that the owner marked so', async () => {
    const bot = await givenBot(server);
    const chat = await givenChat(bot);
    const guest = await givenChat(bot, { user: GUEST, role: 'guest' });
    await trustChat({ id: chat.id, trusted: true, by: 'user:tester' });
    await expect(trustChat({ id: guest.id, trusted: true, by: 'user:tester' })).rejects.toThrow(
      'Only the private chat',
    );
    const flowId = await givenListeningFlow(bot);
    listen();
    server.writes({ from: OWNER, text: 'mine' });
    server.writes({ from: GUEST, text: 'theirs' });
    await taken();
    const labels = (await heardBy(flowId)).map(({ value, stored }) => [value.text, stored.labels.rest.integrity]);
    expect(labels).toEqual([
      ['mine', 'trusted'],
      ['theirs', 'untrusted'],
    ]);
  });

  it('keeps the order in which messages were written', async () => {
    const bot = await givenBot(server);
    await givenChat(bot);
    const flowId = await givenListeningFlow(bot);
    const texts = Array.from({ length: 12 }, (_, index) => `message ${index}`);
    for (const text of texts) server.writes({ from: OWNER, text });
    listen();
    await taken();
    expect(await textsHeardBy(flowId)).toEqual(texts);
  });

  it('from strangers, bots, groups that nobody paired and anonymous admins starts nothing and gets no answer', async () => {
    const bot = await givenBot(server);
    await givenChat(bot);
    const flowId = await givenListeningFlow(bot);
    listen();
    server.writes({ from: STRANGER, text: 'Hello, I am Person 1001' });
    server.writes({ from: STRANGER, text: '/status' });
    server.writes({ from: OWNER, chat: -500, text: 'in a group' });
    server.writes({
      from: OWNER,
      text: 'in the name of a channel',
      more: { sender_chat: { id: -500, type: 'channel' } },
    });
    server.presses({ from: STRANGER, button: 'yes', messageId: 1 });
    await taken();
    expect(await textsHeardBy(flowId)).toEqual([]);
    expect(server.sent).toEqual([]);
    expect(server.callsOf('answerCallbackQuery')).toEqual([]);
  });

  it('comes in from a group for whom it was paired, and from nobody else there', async () => {
    const bot = await givenBot(server);
    await givenChat(bot, { chat: -500 });
    const flowId = await givenListeningFlow(bot);
    listen();
    server.writes({ from: STRANGER, chat: -500, text: 'theirs' });
    server.writes({ from: OWNER, chat: -500, text: 'mine' });
    await taken();
    expect(await textsHeardBy(flowId)).toEqual(['mine']);
  });

  it('may be a button, whose keyboard then goes', async () => {
    const bot = await givenBot(server);
    await givenChat(bot);
    const flowId = await givenListeningFlow(bot, { listen: 'buttons' });
    listen();
    server.writes({ from: OWNER, text: 'just words' });
    server.presses({ from: OWNER, button: 'yes', messageId: 41 });
    await taken();
    const heard = await heardBy(flowId);
    expect(heard.map(({ value }) => value)).toMatchObject([{ kind: 'button', button: 'yes', messageId: 41 }]);
    expect(server.callsOf('answerCallbackQuery')).toHaveLength(1);
    expect(server.callsOf('editMessageReplyMarkup')[0]?.fields).toMatchObject({ chat_id: '1001', message_id: 41 });
  });

  it('names the file that came with it', async () => {
    const bot = await givenBot(server);
    await givenChat(bot);
    const flowId = await givenListeningFlow(bot);
    listen();
    const document = { file_id: 'DOC1', file_name: 'bill.pdf', mime_type: 'application/pdf', file_size: 9 };
    server.writes({ from: OWNER, more: { document, caption: 'the bill' } });
    await taken();
    expect((await heardBy(flowId))[0]?.value).toMatchObject({
      text: 'the bill',
      file: { id: 'DOC1', name: 'bill.pdf', contentType: 'application/pdf', size: 9 },
    });
  });
});

describe('the listener', () => {
  it('is killed between taking a message in and acknowledging it: the message comes again, and is one run', async () => {
    const bot = await givenBot(server);
    await givenChat(bot);
    const flowId = await givenListeningFlow(bot);
    server.writes({ from: OWNER, text: 'once' });
    let child: ChildProcess | undefined;
    const killed = new Promise<void>((resolve) => {
      server.onCall = ({ method, fields }) => {
        if (method !== 'getUpdates' || fields.offset === undefined) return;
        server.onCall = undefined;
        child?.once('exit', () => resolve());
        child?.kill('SIGKILL');
        return 'cut';
      };
      child = fork('test/worker/triggers/listener-process.ts', { execArgv: ['--import', 'tsx'] });
    });
    await killed;
    expect(await textsHeardBy(flowId)).toEqual(['once']);
    expect(server.waiting).toHaveLength(1);
    // As if it had died a moment earlier still, before it noted where it stands.
    await db().channel.update({ where: { connectionId: bot }, data: { cursor: null, movedAt: null } });
    listen();
    await taken();
    expect(await textsHeardBy(flowId)).toEqual(['once']);
  });

  it('goes on from where it stood after a restart', async () => {
    const bot = await givenBot(server);
    await givenChat(bot);
    const flowId = await givenListeningFlow(bot);
    listen();
    const last = server.writes({ from: OWNER, text: 'before' });
    await taken();
    await stopListening?.();
    server.calls.length = 0;
    server.writes({ from: OWNER, text: 'after' });
    listen();
    await taken();
    expect(server.callsOf('getUpdates')[0]?.fields).toMatchObject({ offset: last + 1 });
    expect(await textsHeardBy(flowId)).toEqual(['before', 'after']);
  });

  it('starts with the flow and stops when it is paused', async () => {
    const bot = await givenBot(server);
    const flowId = await givenListeningFlow(bot);
    listen();
    await until(() => server.isPolled, { what: 'the listener' });
    await pauseFlow({ id: flowId, by: 'user:tester' });
    await until(() => !server.isPolled, { what: 'the listener to stop' });
    await resumeFlow({ id: flowId, by: 'user:tester' });
    await until(() => server.isPolled, { what: 'the listener to come back' });
  });

  it('says what is wrong at the trigger, without the token, and recovers by itself', async () => {
    const bot = await givenBot(server);
    await givenChat(bot);
    const flowId = await givenListeningFlow(bot);
    const trigger = () => db().trigger.findFirstOrThrow({ where: { flowId } });
    server.fail('getUpdates', { kind: 'cut' }, { kind: 'error', code: 502, description: 'Bad Gateway' });
    let trouble: string | null = null;
    listen();
    await until(async () => (trouble ??= (await trigger()).lastError), { what: 'the trouble to show' });
    expect(trouble).not.toContain('AAEfake');
    await until(async () => (await trigger()).lastError === null, { what: 'the trouble to pass' });
    const health = await db().channel.findUniqueOrThrow({ where: { connectionId: bot } });
    expect(health).toMatchObject({ account: '123456789', accountName: 'hearth_test_bot' });
    server.writes({ from: OWNER, text: 'still there?' });
    await taken();
    expect(await textsHeardBy(flowId)).toEqual(['still there?']);
    expect((await trigger()).lastEventAt).not.toBeNull();
  });

  it('lets no flow keep a message from the others', async () => {
    const bot = await givenBot(server);
    await givenChat(bot);
    const broken = await givenListeningFlow(bot);
    const flowId = await givenListeningFlow(bot);
    const config = JSON.stringify({ connection: bot, from: 'nobody there is' });
    await db().trigger.updateMany({ where: { flowId: broken }, data: { config } });
    listen();
    server.writes({ from: OWNER, text: 'to all' });
    await taken();
    expect(await textsHeardBy(flowId)).toEqual(['to all']);
    expect(await textsHeardBy(broken)).toEqual([]);
    expect((await db().trigger.findFirstOrThrow({ where: { flowId: broken } })).lastError).toContain('Publish');
  });

  it('takes a chat that was unpaired for a stranger', async () => {
    const bot = await givenBot(server);
    const chat = await givenChat(bot);
    const flowId = await givenListeningFlow(bot);
    await unpairChat({ id: chat.id, by: 'user:tester' });
    listen();
    server.writes({ from: OWNER, text: 'me again' });
    await taken();
    expect(await textsHeardBy(flowId)).toEqual([]);
    expect(await db().contact.count({ where: { kind: 'telegram' } })).toBe(0);
  });
});

describe('commands', () => {
  it('of an owner are answered before any flow, and stop everything', async () => {
    const bot = await givenBot(server);
    await givenChat(bot);
    const flowId = await givenListeningFlow(bot);
    listen();
    for (const text of ['/status', '/runs', '/approvals', '/stop']) server.writes({ from: OWNER, text });
    await taken();
    expect(server.sent.map(({ text }) => String(text).split('\n')[0])).toEqual([
      'Hearth is running.',
      expect.stringMatching(/./),
      'Nothing waits for you.',
      expect.stringContaining('Everything is stopped'),
    ]);
    expect(await stopFlags()).toMatchObject([{ scope: 'global' }]);
    expect(await textsHeardBy(flowId)).toEqual([]);
    await releaseStop('global', 'system');
  });

  it('are words like any other from a guest, and in a group', async () => {
    const bot = await givenBot(server);
    await givenChat(bot, { user: GUEST, role: 'guest' });
    await givenChat(bot, { chat: -500 });
    const flowId = await givenListeningFlow(bot);
    listen();
    server.writes({ from: GUEST, text: '/stop' });
    server.writes({ from: OWNER, chat: -500, text: '/stop' });
    await taken();
    expect(await stopFlags()).toEqual([]);
    expect(server.sent).toEqual([]);
    expect(await textsHeardBy(flowId)).toEqual(['/stop', '/stop']);
  });
});
