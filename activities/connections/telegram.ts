import type { Api, GrammyError } from 'grammy';
import { secretOf } from '#activities/connections/model-client.ts';
import type { ActivityContext } from '#activities/context.ts';
import { Refused, Unreachable } from '#lib/errors.ts';
import { TELEGRAM_URL } from '#nodes/connections.ts';
import type { OpenConnection } from '#platform/connections.ts';
import type { KeptFile } from '#platform/kept-file.ts';

export type TelegramDeps = {
  connection: OpenConnection;
  /** The egress bound to the connection. */
  fetch: ActivityContext['fetch'];
  signal: AbortSignal;
};

/** Telegram counts this much as one file that bots may fetch. */
const MAX_FILE_BYTES = 20 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
const UPLOAD_MS = 120_000;
/** Shown in the chat itself; larger and other ones are sent as documents. */
const PHOTOS = ['image/jpeg', 'image/png', 'image/webp'];
const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
/** On top of the time that Telegram may hold a long poll open. */
const POLL_MARGIN_MS = 10_000;

type Raw = Api['raw'];
export type Sending = Parameters<Raw['sendMessage']>[0];
/** A file with what may stand beside it; `caption` instead of a text. */
export type SendingFile = Omit<Sending, 'text' | 'link_preview_options' | 'entities'> & {
  file: KeptFile;
  caption?: string;
};

/** A signed-in bot. Every method throws `Refused` (Telegram said no) or `Unreachable` (it may or may not have heard us). */
export type TelegramBot = {
  /** The number before the colon of its token: the bot's own id. */
  account: string;
  getMe: () => Promise<{ id: number; username: string }>;
  /** Everything from `offset` on; what is before it is forgotten by Telegram. Holds on for `seconds`. */
  updates: (ask: { offset?: number; seconds: number }) => Promise<{ update_id: number }[]>;
  send: (message: Sending) => Promise<{ message_id: number }>;
  sendFile: (message: SendingFile) => Promise<{ message_id: number }>;
  answerButton: (id: string) => Promise<void>;
  removeButtons: (message: { chatId: string; messageId: number }) => Promise<void>;
  download: (fileId: string) => Promise<{ bytes: Uint8Array; contentType: string }>;
};

/** Telegram asked us to wait; nothing was done. */
export class SlowDown extends Refused {
  readonly seconds: number;
  constructor(seconds: number) {
    super(`Telegram asks to wait ${seconds} s. Nothing was sent; try again later.`);
    this.seconds = seconds;
  }
}

/** A bot through grammY, which is loaded on first use. */
export async function openTelegram(deps: TelegramDeps): Promise<TelegramBot> {
  const { Api, GrammyError: Said, InputFile } = await import('grammy');
  const token = secretOf(deps.connection, 'botToken');
  const { baseUrl } = deps.connection.config;
  const root = (typeof baseUrl === 'string' && baseUrl !== '' ? baseUrl : TELEGRAM_URL).replace(/\/+$/, '');

  async function speak<T>(talk: (raw: Raw) => Promise<T>, timeoutMs = TIMEOUT_MS): Promise<T> {
    // grammY wraps what goes wrong below it; the first cause says more.
    let failure: unknown;
    const fetchHere = async (url: string, init?: Given): Promise<Response> => {
      try {
        return await exchange(deps, { url, timeoutMs, ...(await whole(init)) });
      } catch (error) {
        failure = error;
        throw error;
      }
    };
    const api = new Api(token, { apiRoot: root, fetch: fetchHere });
    try {
      return await talk(api.raw);
    } catch (error) {
      if (deps.signal.aborted) throw deps.signal.reason as Error;
      if (failure !== undefined) throw failure as Error;
      if (error instanceof Said) throw judged(error, deps.connection.name);
      throw new Unreachable('Telegram broke off its answer before it was complete.', { cause: error });
    }
  }

  return {
    account: token.slice(0, token.indexOf(':')),
    getMe: () => speak((raw) => raw.getMe()),
    updates: ({ offset, seconds }) => {
      const ask = { timeout: seconds, allowed_updates: ['message', 'callback_query'] as const, limit: 100 };
      const from = offset === undefined ? {} : { offset };
      return speak((raw) => raw.getUpdates({ ...ask, ...from }), seconds * 1000 + POLL_MARGIN_MS);
    },
    send: (message) => speak((raw) => raw.sendMessage(message)),
    sendFile: ({ file, ...message }) => {
      const { name, bytes, contentType } = file;
      const upload = new InputFile(bytes, name);
      const isPhoto = PHOTOS.includes(contentType) && bytes.length <= MAX_PHOTO_BYTES;
      return speak<{ message_id: number }>(
        (raw) =>
          isPhoto ? raw.sendPhoto({ ...message, photo: upload }) : raw.sendDocument({ ...message, document: upload }),
        UPLOAD_MS,
      );
    },
    answerButton: async (id) => void (await speak((raw) => raw.answerCallbackQuery({ callback_query_id: id }))),
    removeButtons: async ({ chatId, messageId }) =>
      void (await speak((raw) => raw.editMessageReplyMarkup({ chat_id: chatId, message_id: messageId }))),
    download: async (fileId) => {
      const file = await speak((raw) => raw.getFile({ file_id: fileId }));
      if (file.file_path === undefined) throw new Refused('Telegram does not hand this file out (any more).');
      return fetchFile(deps, `${root}/file/bot${token}/${file.file_path}`);
    },
  };
}

type Given = { body?: string | AsyncIterable<Uint8Array>; headers?: Record<string, string> };
type Whole = { body: string | Buffer<ArrayBuffer> | null; contentType: string };
type Ask = Whole & { url: string; timeoutMs: number };

/** What grammY wants to send. A form with a file comes as a stream, which could not be sent to a second address. */
async function whole({ body = '', headers = {} }: Given = {}): Promise<Whole> {
  const contentType = headers['content-type'] ?? 'application/json';
  if (typeof body === 'string') return { body, contentType };
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return { body: Buffer.concat(pieces), contentType };
}

async function exchange(
  { fetch, signal }: TelegramDeps,
  { url, body, contentType, timeoutMs }: Ask,
): Promise<Response> {
  const headers = { 'content-type': contentType };
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body,
    signal,
    timeoutMs,
    redirect: 'error',
  });
  const text = await response.text();
  // A proxy's page says nothing of what became of the request.
  if (!text.startsWith('{')) throw new Unreachable(`Telegram had trouble (status ${response.status}).`);
  if (response.status >= 500) throw new Unreachable(`Telegram had trouble (status ${response.status}).`);
  return new Response(text, { status: response.status, headers: { 'content-type': 'application/json' } });
}

async function fetchFile({ fetch, signal }: TelegramDeps, url: string) {
  const response = await fetch(url, { signal, maxBytes: MAX_FILE_BYTES, redirect: 'error' });
  if (!response.ok) throw new Unreachable(`Telegram did not hand the file out (status ${response.status}).`);
  const contentType = response.headers.get('content-type') ?? 'application/octet-stream';
  return { bytes: new Uint8Array(await response.arrayBuffer()), contentType };
}

function judged({ error_code: code, description, parameters }: GrammyError, name: string): Error {
  switch (code) {
    case 401:
    case 404:
      return new Refused(`Telegram does not know the token of "${name}". Copy it again from @BotFather.`);
    case 403:
      return new Refused(`Telegram refuses (${description}). The person has to write to the bot first, or unblock it.`);
    case 409:
      return new Unreachable(
        `Somebody else receives this bot's messages (${description}). Stop the other program, or take its webhook away.`,
        { retryAfterMs: 15_000 },
      );
    case 429:
      return new SlowDown(parameters.retry_after ?? 5);
    default:
      return new Refused(`Telegram refused: ${description}`);
  }
}
