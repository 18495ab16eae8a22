import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionOf, egressOf } from './hand-made-context.ts';
import { TelegramServer, TOKEN } from '#test/fakes/telegram-server.ts';
import { openTelegram } from '#activities/connections/telegram.ts';
import { tryConnection } from '#activities/connections/try-connection.ts';
import { neverSent } from '#activities/map-errors.ts';
import { Refused, Unreachable } from '#lib/errors.ts';

let server: TelegramServer;

beforeAll(async () => {
  server = await TelegramServer.start();
});

afterAll(() => server.stop());

function wiring(given: { token?: string; url?: string; hosts?: string[] } = {}) {
  const { token = TOKEN, url = server.url, hosts = [server.host] } = given;
  const connection = connectionOf({ type: 'telegram', config: { baseUrl: url }, secrets: { botToken: token }, hosts });
  const { signal } = new AbortController();
  return { connection, signal, fetch: egressOf({ connection, signal }) };
}

/** What sending one message throws. */
async function failure(given: Parameters<typeof wiring>[0] = {}): Promise<Error> {
  const bot = await openTelegram(wiring(given));
  return bot.send({ chat_id: '1', text: 'x' }).then(
    () => new Error('It was sent.'),
    (error: unknown) => error as Error,
  );
}

describe('a telegram connection', () => {
  it('says who it signed in as', async () => {
    expect(await tryConnection(wiring())).toEqual({ ok: true, message: 'Signed in as @hearth_test_bot.' });
  });

  it('names a token that is wrong, and no word of it', async () => {
    const token = '123456789:AAEwrongwrongwrongwrongwrongwrongwr';
    const { ok, message } = await tryConnection(wiring({ token }));
    expect(ok).toBe(false);
    expect(message).toContain('@BotFather');
    expect(message).not.toContain('AAEwrong');
  });

  it('is used with its own hosts only', async () => {
    const error = await failure({ hosts: ['api.telegram.org'] });
    expect(error).toBeInstanceOf(Refused);
    expect(error.message).toContain('may not be used with');
  });
});

describe('what became of a message', () => {
  it('is certain where Telegram says no', async () => {
    server.fail('sendMessage', { kind: 'error', code: 400, description: 'Bad Request: chat not found' });
    expect(await failure()).toBeInstanceOf(Refused);
  });

  it('is certain where Telegram asks to slow down', async () => {
    server.fail('sendMessage', { kind: 'error', code: 429, description: 'Too Many Requests', retryAfter: 3 });
    expect(await failure()).toMatchObject({ name: 'Refused', seconds: 3 });
  });

  it('is certain where nobody answered the door', async () => {
    const gone = await TelegramServer.start();
    const { url, host } = gone;
    await gone.stop();
    const error = await failure({ url, hosts: [host] });
    expect(error).toBeInstanceOf(Unreachable);
    expect(neverSent(error)).toBe(true);
  });

  it('is unknown where the connection breaks or the service has trouble', async () => {
    const broken = { kind: 'error', code: 500, description: 'Internal Server Error' } as const;
    for (const mishap of [{ kind: 'cut' } as const, { kind: 'lost' } as const, broken]) {
      server.fail('sendMessage', mishap);
      const error = await failure();
      expect(error).toBeInstanceOf(Unreachable);
      expect(neverSent(error)).toBe(false);
      expect(error.message).not.toContain('AAEfake');
    }
  });
});
