import { readFileSync } from 'node:fs';
import type { AddressInfo, Server, Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** Of `localhost` and 127.0.0.1, signed by itself; it secures nothing but tests. */
export const CERTIFICATE = readFileSync(new URL('./localhost-certificate.pem', import.meta.url), 'utf8');
const KEY = readFileSync(new URL('./localhost-key.pem', import.meta.url), 'utf8');

export const USER = { user: 'ada', password: 'app-password-123' };

export type Received = { from: string; to: string[]; raw: string; user: string; secure: boolean };
/** `lost`: the mail is taken, but the answer never arrives. A number is the server's answer to the mail. */
export type Mishap = 'lost' | 451 | 554;

/** `greeted`: its TLS handshake, if there is one, is over, or it has left. */
type Guest = { socket: Socket; greeted: Promise<void>; greet: () => void };
type Options = { security?: 'tls' | 'starttls' | 'none' };

/** A real mail server that keeps what it takes. */
export class SmtpFake {
  readonly received: Received[] = [];
  /** Addresses it does not take, with its answer. */
  readonly strangers = new Map<string, number>();
  readonly mishaps: Mishap[] = [];
  port = 0;
  readonly #server: SMTPServer;
  readonly #guests = new Map<number, Guest>();

  private constructor({ security = 'tls' }: Options) {
    const given: SMTPServerOptions = {
      secure: security === 'tls',
      cert: CERTIFICATE,
      key: KEY,
      disabledCommands: security === 'starttls' ? [] : ['STARTTLS'],
      authOptional: true,
      logger: false,
      onConnect: ({ remotePort }, done) => {
        this.#guests.get(remotePort)?.greet();
        done();
      },
      onAuth: ({ username, password }, _session, done) =>
        username === USER.user && password === USER.password
          ? done(null, { user: username })
          : done(new Error('Wrong user or password')),
      onRcptTo: ({ address }, _session, done) => done(problem(this.strangers.get(address), 'No such mailbox')),
      onData: (stream, session, done) => {
        const pieces: Buffer[] = [];
        stream.on('data', (piece: Buffer) => pieces.push(piece));
        stream.on('end', () => {
          const mishap = this.mishaps.shift();
          if (typeof mishap === 'number') return done(problem(mishap, 'Not now'));
          const { mailFrom, rcptTo } = session.envelope;
          this.received.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            raw: Buffer.concat(pieces).toString('utf8'),
            user: typeof session.user === 'string' ? session.user : '',
            secure: session.secure,
          });
          if (mishap === 'lost') this.#guests.get(session.remotePort)?.socket.destroy();
          else done(null, `OK queued as ${this.received.length}`);
        });
      },
    };
    this.#server = new SMTPServer(given);
    this.#server.on('error', () => {});
  }

  static async start(options: Options = {}): Promise<SmtpFake> {
    const fake = new SmtpFake(options);
    const server: Server = await new Promise((resolve) => {
      const listening: Server = fake.#server.listen(0, '127.0.0.1', () => resolve(listening));
    });
    server.on('connection', (socket: Socket) => {
      const { remotePort = 0 } = socket;
      let greet = (): void => {};
      const greeted = new Promise<void>((resolve) => (greet = resolve));
      fake.#guests.set(remotePort, { socket, greeted, greet });
      socket.on('close', () => {
        fake.#guests.delete(remotePort);
        greet();
      });
    });
    fake.port = (server.address() as AddressInfo).port;
    return fake;
  }

  /** The settings of a connection to it. */
  settings(more: Record<string, unknown> = {}): Record<string, unknown> {
    const server = { host: 'localhost', port: this.port, security: 'tls', certificate: CERTIFICATE };
    return { ...server, from: 'me@example.org', fromName: 'Ada', user: USER.user, ...more };
  }

  forget(): void {
    this.received.length = 0;
    this.mishaps.length = 0;
    this.strangers.clear();
  }

  async stop(): Promise<void> {
    // The library asks a socket that is destroyed in its handshake for its protocol, and Node 20 does not survive that.
    await Promise.all([...this.#guests.values()].map(({ greeted }) => greeted));
    for (const { socket } of this.#guests.values()) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}

function problem(responseCode: number | undefined, message: string): Error | null {
  return responseCode === undefined ? null : Object.assign(new Error(message), { responseCode });
}
