import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { db } from '#prisma/client.ts';
import { until } from './until.ts';

export type Received = { method: string; path: string; body: string; headers: IncomingMessage['headers'] };
type Answer = (request: Received, response: ServerResponse) => void | Promise<void>;

/** A service on this machine that counts what reaches it. */
export class CountingServer {
  readonly received: Received[] = [];
  private readonly held: ServerResponse[] = [];
  private readonly server = createServer((request, response) => void this.take(request, response));
  /** What it says; holds every answer back while `null`. */
  answer: Answer | null = (_request, response) => void response.end('{"ok":true}');

  get url(): string {
    return `http://${this.host}`;
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Starts it, and puts it on the owner's list of hosts unless asked not to. */
  static async start(options: { listed?: boolean } = {}): Promise<CountingServer> {
    const one = new CountingServer();
    await new Promise<void>((resolve) => one.server.listen(0, '127.0.0.1', resolve));
    if (options.listed !== false) {
      await db().contact.create({ data: { id: randomUUID(), name: 'test', kind: 'host', address: one.host } });
    }
    return one;
  }

  count(path?: string): number {
    return this.received.filter((one) => path === undefined || one.path === path).length;
  }

  /** As soon as that many requests (to that path) have come. */
  async receives(count: number, path?: string): Promise<void> {
    await until(() => this.count(path) >= count, { what: `${count} requests${path ? ` to ${path}` : ''}` });
  }

  /** As soon as a caller whose answer was held back has gone away. */
  async hungUp(): Promise<void> {
    await until(() => this.held.some((response) => response.destroyed || response.closed), {
      what: 'a caller to hang up',
    });
  }

  /** Keeps the caller waiting until `release`. */
  hold(response: ServerResponse): void {
    this.held.push(response);
  }

  /** Answers all that was held back, and all that comes. */
  release(): void {
    this.answer = (_request, response) => void response.end('{"ok":true}');
    for (const response of this.held.splice(0)) response.end('{"ok":true}');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '', headers } = request;
    const received = { method, path, headers, body: Buffer.concat(chunks).toString() };
    this.received.push(received);
    response.setHeader('content-type', 'application/json');
    if (this.answer) await this.answer(received, response);
    else this.hold(response);
  }
}
