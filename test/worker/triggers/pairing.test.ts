import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { TelegramServer } from '#test/fakes/telegram-server.ts';
import { temporalIsDown } from '#test/platform/given.ts';
import { until } from '#test/support/until.ts';
import { pairedChats } from '#platform/paired-chats.ts';
import { openPairing, openPairingOf, redeemCode } from '#platform/pairing.ts';
import { db } from '#prisma/client.ts';
import { startListeners } from '#worker/triggers/listeners.ts';
import { givenBot, givenListeningFlow, OWNER, STRANGER, textsHeardBy } from './bot.ts';

temporalIsDown();

let server: TelegramServer;
let stopListening: (() => Promise<void>) | undefined;

beforeAll(async () => {
  server = await TelegramServer.start();
});

afterEach(async () => {
  vi.useRealTimers();
  await stopListening?.();
  stopListening = undefined;
  await db().connection.deleteMany();
  await db().contact.deleteMany();
  server.forget();
});

afterAll(() => server.stop());

function listen(): void {
  stopListening = startListeners({ lookEveryMs: 30, firstPauseMs: 20 });
}

const OPEN = { name: 'Me', role: 'owner' as const, by: 'user:tester' };

describe('pairing a chat', () => {
  it('makes who writes the code a contact, by ids, and says so to him alone', async () => {
    const bot = await givenBot(server);
    const flowId = await givenListeningFlow(bot);
    const { code } = await openPairing({ connectionId: bot, ...OPEN });
    listen();
    server.writes({ from: STRANGER, text: 'AAAA-AAAA' });
    server.writes({ from: OWNER, text: `/start ${code.toLowerCase()}` });
    await until(() => server.waiting.length === 0 && server.isPolled, { what: 'the code to be taken' });
    expect(await pairedChats(bot)).toMatchObject([
      { name: 'Me', role: 'owner', userId: '1001', chatId: '1001', trusted: false },
    ]);
    expect(await db().contact.findMany()).toMatchObject([{ kind: 'telegram', address: '1001', name: 'Me' }]);
    expect(server.sent.map(({ chat_id }) => chat_id)).toEqual(['1001']);
    expect(await textsHeardBy(flowId)).toEqual([]);
  });

  it('is listened for while no flow is published, and only as long as the code is open', async () => {
    const bot = await givenBot(server);
    await db().flow.updateMany({ data: { paused: true } });
    await openPairing({ connectionId: bot, ...OPEN });
    listen();
    await until(() => server.isPolled, { what: 'the listener' });
    await db().pairing.updateMany({ data: { expiresAt: new Date(0) } });
    await until(() => !server.isPolled, { what: 'the listener to stop' });
  });

  it('works once: who sends the same code later stays a stranger', async () => {
    const bot = await givenBot(server);
    const { code: text } = await openPairing({ connectionId: bot, ...OPEN });
    const from = (id: string) => redeemCode({ connectionId: bot, text, userId: id, chatId: id });
    expect(await from('1')).toMatchObject({ userId: '1' });
    expect(await from('2')).toBeNull();
    expect((await from('1'))?.userId).toBe('1');
    expect(await pairedChats(bot)).toHaveLength(1);
    expect(await openPairingOf(bot)).toBeNull();
  });

  it('of many who send the code at once gives the chat to one', async () => {
    const bot = await givenBot(server);
    const { code: text } = await openPairing({ connectionId: bot, ...OPEN });
    const all = await Promise.all(
      ['1', '2', '3', '4'].map((id) => redeemCode({ connectionId: bot, text, userId: id, chatId: id })),
    );
    expect(all.filter(Boolean)).toHaveLength(1);
  });

  it('refuses a code that is ten minutes old, replaced, wrong, or of another bot', async () => {
    const bot = await givenBot(server);
    const other = await givenBot(server, 'Other');
    const replaced = await openPairing({ connectionId: bot, ...OPEN });
    const { code } = await openPairing({ connectionId: bot, ...OPEN });
    const tryCode = (text: string, connectionId = bot) => redeemCode({ connectionId, text, userId: '1', chatId: '1' });
    expect(await tryCode(replaced.code)).toBeNull();
    expect(await tryCode('AAAA-AAAA')).toBeNull();
    expect(await tryCode(`${code} please`)).toBeNull();
    expect(await tryCode(code, other)).toBeNull();
    vi.useFakeTimers({ now: Date.now() + 10 * 60_000 + 1, toFake: ['Date'] });
    expect(await tryCode(code)).toBeNull();
    vi.useRealTimers();
    expect(await tryCode(code)).not.toBeNull();
  });

  it('keeps no code in the database', async () => {
    const bot = await givenBot(server);
    const { code } = await openPairing({ connectionId: bot, ...OPEN });
    const everything = JSON.stringify(
      [await db().pairing.findMany(), await db().audit.findMany()],
      (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value),
    );
    expect(everything).not.toContain(code);
    expect(everything).not.toContain(code.replace('-', ''));
  });
});
