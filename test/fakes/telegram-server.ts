import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen, type Listening } from './http-server.ts';

type Fields = Record<string, unknown>;
export type TelegramCall = { method: string; fields: Fields };
/** What to do with the next call of a method instead of answering it. */
export type Mishap =
  | { kind: 'error'; code: number; description: string; retryAfter?: number }
  /** The connection is cut before anything is done. */
  | { kind: 'cut' }
  /** It is done, but the answer never arrives. */
  | { kind: 'lost' };

export const TOKEN = '123456789:AAEfakefakefakefakefakefakefakefake';

/** Telegram's Bot API over HTTP, as far as Hearth uses it: what is not acknowledged is delivered again. */
export class TelegramServer {
  readonly calls: TelegramCall[] = [];
  /** What arrived in chats. */
  readonly sent: (Fields & { message_id: number })[] = [];
  readonly files = new Map<string, { bytes: Buffer; contentType: string }>();
  /** Sees every call before it is acted on; `cut` drops it. */
  onCall: ((call: TelegramCall) => 'cut' | undefined | void) | undefined;
  readonly #listening: Listening;
  #updates: (Fields & { update_id: number })[] = [];
  #polls = new Set<() => void>();
  #mishaps = new Map<string, Mishap[]>();
  #nextUpdate = 700;
  #nextMessage = 1;

  private constructor(listening: Listening) {
    this.#listening = listening;
  }

  static async start(): Promise<TelegramServer> {
    const found: { server?: TelegramServer } = {};
    const listening = await listen((request, response) => {
      found.server?.answer(request, response).catch(() => response.destroy());
    });
    found.server = new TelegramServer(listening);
    return found.server;
  }

  get url(): string {
    return this.#listening.url;
  }

  get host(): string {
    return this.#listening.host;
  }

  stop(): Promise<void> {
    for (const wake of this.#polls) wake();
    return this.#listening.stop();
  }

  /** Somebody writes to the bot. */
  writes(message: { from: number; chat?: number; text?: string; more?: Fields }): number {
    const { from, chat = from, text, more = {} } = message;
    const type = chat === from ? 'private' : 'group';
    return this.#deliver({
      message: {
        message_id: this.#nextMessage++,
        date: 1_700_000_000,
        chat: { id: chat, type, first_name: 'Owner' },
        from: { id: from, is_bot: false, first_name: 'Owner' },
        ...(text === undefined ? {} : { text }),
        ...more,
      },
    });
  }

  /** Somebody presses a button under a message of the bot. */
  presses(press: { from: number; button: string; messageId: number }): number {
    const { from, button, messageId } = press;
    const message = {
      message_id: messageId,
      date: 1_700_000_000,
      chat: { id: from, type: 'private' },
      text: 'Question',
    };
    const person = { id: from, is_bot: false, first_name: 'Owner' };
    return this.#deliver({ callback_query: { id: `press${messageId}`, from: person, data: button, message } });
  }

  /** Lets the next calls of a method go wrong, in this order. */
  fail(method: string, ...mishaps: Mishap[]): void {
    this.#mishaps.set(method, [...(this.#mishaps.get(method) ?? []), ...mishaps]);
  }

  callsOf(method: string): TelegramCall[] {
    return this.calls.filter((call) => call.method === method);
  }

  /** Numbers of the updates that the bot has not acknowledged. */
  get waiting(): number[] {
    return this.#updates.map((update) => update.update_id);
  }

  /** Is somebody listening at this moment? */
  get isPolled(): boolean {
    return this.#polls.size > 0;
  }

  /** Lets every long poll end as it does when nothing happens for a while. */
  breathe(): void {
    for (const wake of this.#polls) wake();
  }

  /** Begins anew: nothing heard, nothing sent, nothing broken. */
  forget(): void {
    this.#updates = [];
    this.#mishaps.clear();
    this.onCall = undefined;
    this.calls.length = 0;
    this.sent.length = 0;
  }

  #deliver(update: Fields): number {
    const id = this.#nextUpdate++;
    this.#updates.push({ update_id: id, ...update });
    for (const wake of this.#polls) wake();
    return id;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await bytesOf(request);
    const path = new URL(request.url ?? '', 'http://telegram').pathname;
    const file = /^\/file\/bot([^/]+)\/(.+)$/.exec(path);
    if (file) return this.#hand(response, file[1] === TOKEN ? file[2] : undefined);
    const [, token, method = ''] = /^\/bot([^/]+)\/(\w+)$/.exec(path) ?? [];
    if (token !== TOKEN) return reply(response, 401, { ok: false, error_code: 401, description: 'Unauthorized' });
    const fields = fieldsOf(request.headers['content-type'] ?? '', body);
    this.calls.push({ method, fields });
    if (this.onCall?.({ method, fields }) === 'cut') return void request.socket.destroy();
    const mishap = this.#mishaps.get(method)?.shift();
    if (mishap?.kind === 'cut') return void request.socket.destroy();
    if (mishap?.kind === 'error') {
      const parameters = mishap.retryAfter === undefined ? {} : { parameters: { retry_after: mishap.retryAfter } };
      const { code, description } = mishap;
      return reply(response, code, { ok: false, error_code: code, description, ...parameters });
    }
    const result = await this.#act(method, fields, request);
    if (mishap?.kind === 'lost') return void request.socket.destroy();
    if (result === undefined) return reply(response, 404, { ok: false, error_code: 404, description: 'Not Found' });
    reply(response, 200, { ok: true, result });
  }

  #act(method: string, fields: Fields, request: IncomingMessage): unknown {
    switch (method) {
      case 'getMe':
        return { id: 123456789, is_bot: true, first_name: 'Hearth', username: 'hearth_test_bot' };
      case 'getUpdates':
        return this.#poll(fields, request);
      case 'sendMessage':
      case 'sendPhoto':
      case 'sendDocument':
        this.sent.push({ ...fields, message_id: this.#nextMessage });
        return { message_id: this.#nextMessage++, date: 1_700_000_000, chat: { id: fields.chat_id, type: 'private' } };
      case 'answerCallbackQuery':
      case 'editMessageReplyMarkup':
        return true;
      case 'getFile':
        return this.files.has(String(fields.file_id))
          ? { file_id: fields.file_id, file_unique_id: 'u', file_path: `documents/${String(fields.file_id)}` }
          : undefined;
      default:
        return undefined;
    }
  }

  /** Asking from an offset on acknowledges all before it. */
  async #poll(fields: Fields, request: IncomingMessage): Promise<unknown> {
    const offset = Number(fields.offset ?? 0);
    this.#updates = this.#updates.filter((update) => update.update_id >= offset);
    if (this.#updates.length === 0 && Number(fields.timeout ?? 0) > 0) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          this.#polls.delete(wake);
          resolve();
        };
        this.#polls.add(wake);
        request.socket.once('close', wake);
      });
    }
    return this.#updates.slice(0, Number(fields.limit ?? 100));
  }

  #hand(response: ServerResponse, path: string | undefined): void {
    const file = this.files.get(path?.replace('documents/', '') ?? '');
    if (!file) return reply(response, 404, { ok: false, error_code: 404, description: 'Not Found' });
    response.writeHead(200, { 'content-type': file.contentType }).end(file.bytes);
  }
}

function reply(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function fieldsOf(contentType: string, body: Buffer): Fields {
  if (body.length === 0) return {};
  if (!contentType.startsWith('multipart/')) return JSON.parse(body.toString('utf8')) as Fields;
  const parts = [
    ...body
      .toString('latin1')
      .matchAll(/name="?([\w-]+)"?(?:;\s*filename="?([^"\r]*)"?)?[^\r]*\r\n(?:[^\r\n]+\r\n)*\r\n([^]*?)\r\n--/g),
  ].map(([, name = '', filename, value = '']) => {
    const bytes = Buffer.from(value, 'latin1');
    return [name, filename === undefined ? bytes.toString('utf8') : { filename, bytes }] as const;
  });
  const found: Fields = Object.fromEntries(parts);
  // A file is sent as a part of its own, and named by the field it belongs to.
  for (const [name, value] of Object.entries(found)) {
    if (typeof value !== 'string' || !value.startsWith('attach://')) continue;
    const part = value.slice('attach://'.length);
    found[name] = found[part];
    delete found[part];
  }
  return found;
}
