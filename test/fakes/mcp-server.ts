import type { IncomingMessage, ServerResponse } from 'node:http';
import { listen, textOf, type Listening } from './http-server.ts';

type Message = { id?: number | string; method: string; params?: Record<string, unknown> };

/** A tool as a server describes it: anything may stand in it. */
export type FakeTool = { name: string; description?: string; inputSchema?: unknown; annotations?: unknown };

export const TEXT_SCHEMA = {
  type: 'object',
  properties: { text: { type: 'string' } },
  required: ['text'],
  additionalProperties: false,
};

/** An MCP server over HTTP that does as it is told, also what no honest one does. */
export class FakeMcpServer {
  tools: FakeTool[] = [{ name: 'echo', description: 'Says it again.', inputSchema: TEXT_SCHEMA }];
  /** What a call answers; `hang` never does, `break` cuts the connection. */
  answer: unknown = { content: [{ type: 'text', text: 'hello' }] };
  token: string | undefined;
  readonly calls: Message[] = [];
  readonly methods: string[] = [];
  private readonly listening: Listening;

  private constructor(listening: Listening) {
    this.listening = listening;
  }

  static async start(): Promise<FakeMcpServer> {
    const made: { server?: FakeMcpServer } = {};
    const listening = await listen((request, response) => void made.server?.handle(request, response));
    return (made.server = new FakeMcpServer(listening));
  }

  get url(): string {
    return `${this.listening.url}/mcp`;
  }

  get host(): string {
    return this.listening.host;
  }

  stop(): Promise<void> {
    return this.listening.stop();
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.token !== undefined && request.headers.authorization !== `Bearer ${this.token}`)
      return void response.writeHead(401).end();
    if (request.method !== 'POST') return void response.writeHead(405).end();
    const message = JSON.parse(await textOf(request)) as Message;
    this.methods.push(message.method);
    if (message.id === undefined) return void response.writeHead(202).end();
    const result = this.resultOf(message);
    if (result === 'hang') return;
    if (result === 'break') return void request.socket.destroy();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result }));
  }

  private resultOf(message: Message): unknown {
    if (message.method === 'initialize') {
      const serverInfo = { name: 'fake', version: '1' };
      return { protocolVersion: '2025-06-18', capabilities: { tools: {} }, serverInfo };
    }
    if (message.method === 'tools/list') return { tools: this.tools };
    this.calls.push(message);
    return this.answer;
  }
}
