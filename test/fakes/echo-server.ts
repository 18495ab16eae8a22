import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import { listen, textOf } from './http-server.ts';

export type Recorded = {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: IncomingHttpHeaders;
  body: string;
};

/** One answer. `cut`: drop the connection before the answer, or in the middle of its body. */
export type Reply = {
  status?: number;
  headers?: Record<string, string>;
  body?: string | Buffer | object;
  cut?: 'before' | 'midway';
};

type Waiter = { path: string; times: number; resolve: () => void };

/**
 * An outside HTTP service that counts. Without instructions it answers 200 with the request as JSON, credentials
 * included, so that a test sees exactly what was sent.
 */
export class EchoServer {
  readonly requests: Recorded[] = [];
  readonly #replies = new Map<string, Reply[]>();
  readonly #held = new Map<string, Promise<void>>();
  readonly #waiters: Waiter[] = [];
  readonly url: string;
  readonly host: string;
  readonly stop: () => Promise<void>;

  constructor(at: { url: string; host: string; stop: () => Promise<void> }) {
    this.url = at.url;
    this.host = at.host;
    this.stop = at.stop;
  }

  /** How often a path was called. */
  count(path: string): number {
    return this.requests.filter((request) => request.path === path).length;
  }

  /** Answers to a path in turn; the last one stays. */
  answer(path: string, ...replies: Reply[]): void {
    this.#replies.set(path, replies);
  }

  /** Lets requests to a path wait for their answer until the returned function is called. */
  hold(path: string): () => void {
    let letGo = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    this.#held.set(path, held);
    return () => {
      this.#held.delete(path);
      letGo();
    };
  }

  /** Resolves once a path has been called so many times. */
  async arrived(path: string, times = 1): Promise<void> {
    if (this.count(path) >= times) return;
    await new Promise<void>((resolve) => this.#waiters.push({ path, times, resolve }));
  }

  /** Called by the server for each request. */
  async take(recorded: Recorded, response: ServerResponse): Promise<void> {
    this.requests.push(recorded);
    for (const waiter of this.#waiters) if (this.count(waiter.path) >= waiter.times) waiter.resolve();
    await this.#held.get(recorded.path);
    const replies = this.#replies.get(recorded.path) ?? [];
    give(response, (replies.length > 1 ? replies.shift() : replies[0]) ?? { body: recorded });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function give(response: ServerResponse, reply: Reply): void {
  if (reply.cut === 'before') return void response.destroy();
  const given = reply.body ?? '';
  const raw = typeof given === 'string' || Buffer.isBuffer(given);
  const body = raw ? given : JSON.stringify(given);
  response.writeHead(reply.status ?? 200, { ...(raw ? {} : { 'content-type': 'application/json' }), ...reply.headers });
  if (reply.cut === 'midway') {
    response.write(body.slice(0, Math.ceil(body.length / 2)), () => response.destroy());
    return;
  }
  response.end(body);
}

/** Starts it on a free port: `await using echo = await startEchoServer()`. */
export async function startEchoServer(): Promise<EchoServer> {
  const box: { echo?: EchoServer } = {};
  const at = await listen((request, response) => {
    const url = new URL(request.url ?? '/', 'http://echo');
    void textOf(request).then((body) =>
      box.echo?.take(
        {
          method: request.method ?? '',
          path: url.pathname,
          query: Object.fromEntries(url.searchParams),
          headers: request.headers,
          body,
        },
        response,
      ),
    );
  });
  box.echo = new EchoServer(at);
  return box.echo;
}
