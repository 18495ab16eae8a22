import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { TelegramServer } from '#test/fakes/telegram-server.ts';
import { temporalIsDown } from '#test/platform/given.ts';
import { until } from '#test/support/until.ts';
import { Unreachable } from '#lib/errors.ts';
import { db } from '#prisma/client.ts';
import { listenToTelegram } from '#worker/triggers/telegram.ts';
import { givenBot, givenChat } from './bot.ts';

temporalIsDown();

let server: TelegramServer;
let connectionId: string;
let stop: AbortController;
let listening: Promise<unknown>;

beforeAll(async () => {
  server = await TelegramServer.start();
});
beforeEach(async () => {
  server.forget();
  connectionId = await givenBot(server);
  await givenChat(connectionId);
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort(new Error('The test is over.'));
  await listening;
  await db().connection.deleteMany();
});
afterAll(() => server.stop());

/** Listens; the result is what it ended with. */
async function listen(probeAfterMs?: number): Promise<void> {
  const pace = probeAfterMs === undefined ? {} : { probeAfterMs };
  listening = listenToTelegram({ connectionId, signal: stop.signal, ...pace }).catch((error: unknown) => error);
  await until(() => server.isPolled, { what: 'the bot to listen' });
}

async function silence(): Promise<void> {
  const before = server.callsOf('getUpdates').length;
  server.breathe();
  await until(() => server.callsOf('getUpdates').length > before && server.isPolled, { what: 'the next poll' });
}

async function checkedAt(): Promise<number> {
  return (await db().channel.findUniqueOrThrow({ where: { connectionId } })).checkedAt?.getTime() ?? 0;
}

describe('after a long silence', () => {
  it('the service is asked whether it still knows us, and that is noted', async () => {
    await listen(0);
    const before = await checkedAt();
    await db().channel.update({ where: { connectionId }, data: { checkedAt: new Date(0) } });
    await silence();
    expect(server.callsOf('getMe')).toHaveLength(2);
    expect(await checkedAt()).toBeGreaterThanOrEqual(before);
  });

  it('of seconds only it is not', async () => {
    await listen();
    await silence();
    expect(server.callsOf('getMe')).toHaveLength(1);
  });

  it('a service that does not know us any more ends the listener with the reason', async () => {
    await listen(0);
    server.fail('getMe', { kind: 'error', code: 401, description: 'Unauthorized' });
    server.breathe();
    expect(await listening).toMatchObject({ message: expect.stringContaining('does not know the token') as string });
  });

  it('a service that is away ends it, to be tried again', async () => {
    await listen(0);
    server.fail('getMe', { kind: 'cut' });
    server.breathe();
    expect(await listening).toBeInstanceOf(Unreachable);
  });
});
