import type { ChildProcess } from 'node:child_process';
import { ReadBuffer, serializeMessage } from '@modelcontextprotocol/sdk/shared/stdio.js';
import type { Transport } from '@modelcontextprotocol/sdk/shared/transport.js';
import type { JSONRPCMessage } from '@modelcontextprotocol/sdk/types.js';
import { startConfined, type Confined } from '#activities/connections/sandbox.ts';
import { Unreachable } from '#lib/errors.ts';

/** How much of what it says on the side is kept, to tell why it ended. */
const KEPT_WORDS = 2000;

/** Speaks with a program in the sandbox over its standard input and output. */
export class ConfinedTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: (message: JSONRPCMessage) => void;
  private readonly program: Confined;
  private readonly buffer: ReadBuffer;
  private child: ChildProcess | undefined;
  private words = '';

  constructor(program: Confined, { maxBytes }: { maxBytes: number }) {
    this.program = program;
    this.buffer = new ReadBuffer({ maxBufferSize: maxBytes });
  }

  async start(): Promise<void> {
    const child = await startConfined(this.program);
    this.child = child;
    child.on('error', (error) => this.onerror?.(error));
    child.on('close', () => this.onclose?.());
    child.stdin?.on('error', () => {});
    child.stderr?.on('data', (piece: Buffer) => (this.words = `${this.words}${piece.toString()}`.slice(-KEPT_WORDS)));
    child.stdout?.on('data', (piece: Buffer) => this.take(piece));
  }

  send(message: JSONRPCMessage): Promise<void> {
    const input = this.child?.stdin;
    if (!input?.writable) return Promise.reject(new Unreachable('The program has ended.'));
    return new Promise((resolve, reject) =>
      input.write(serializeMessage(message), (error) => (error ? reject(error) : resolve())),
    );
  }

  close(): Promise<void> {
    // It has no say in it: all that it started ends with it.
    this.child?.kill('SIGKILL');
    this.buffer.clear();
    return Promise.resolve();
  }

  /** The last words of the program beside its answers. */
  lastWords(): string {
    return this.words.trim().split('\n').slice(-3).join(' ').slice(-300);
  }

  private take(piece: Buffer): void {
    try {
      this.buffer.append(piece);
    } catch (error) {
      this.onerror?.(error as Error);
      return void this.close();
    }
    while (this.takeOne());
  }

  /** A line that is no message is left out: many programs also print other things. */
  private takeOne(): boolean {
    try {
      const message = this.buffer.readMessage();
      if (message !== null) this.onmessage?.(message);
      return message !== null;
    } catch (error) {
      this.onerror?.(error as Error);
      return true;
    }
  }
}
