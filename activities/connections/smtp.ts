import { isIP, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { NodemailerError } from 'nodemailer';
import { Invalid, OutcomeUnknown, Refused, Unreachable } from '#lib/errors.ts';
import type { OpenConnection } from '#platform/connections.ts';
import { egressConnect } from '#platform/egress-socket.ts';

export type SmtpDeps = { connection: OpenConnection; signal: AbortSignal };

export type Envelope = { from: string; to: string[] };
export type Taken = { accepted: string[]; refused: { address: string; reason: string }[]; answer: string };

/** Every method throws `Refused` (surely not sent), `Unreachable` (not sent, try again) or `OutcomeUnknown`. */
export type SmtpServer = {
  /** Signs in and out again. */
  check: () => Promise<string>;
  /** `onHandOver` is awaited before the first byte of the mail leaves. */
  send: (mail: { envelope: Envelope; raw: Buffer; onHandOver: () => Promise<void> }) => Promise<Taken>;
};

const CONNECT_MS = 20_000;
const SILENCE_MS = 60_000;

type Server = { host: string; port: number; security: string; user: string; certificate: string | undefined };

/** A mail server through nodemailer, which is loaded on first use. */
export function openSmtp(deps: SmtpDeps): SmtpServer {
  const server = serverOf(deps.connection);
  const told = (error: unknown) => {
    if (deps.signal.aborted) return deps.signal.reason as Error;
    return isTold(error) ? error : judged(error, server);
  };
  return {
    check: async () => {
      try {
        await session(deps, server, () => Promise.resolve());
      } catch (error) {
        throw told(error);
      }
      return server.user === '' ? `${server.host} answers.` : `Signed in as ${server.user}.`;
    },
    send: async ({ envelope, raw, onHandOver }) => {
      let handed = false;
      // It is read only once the server has said that it will take the mail.
      const message = Readable.from(
        (async function* () {
          await onHandOver();
          handed = true;
          yield raw;
        })(),
      );
      try {
        const size = raw.length;
        return takenBy(await session(deps, server, (smtp) => sent(smtp, { envelope, size, message })));
      } catch (error) {
        throw handed && !deps.signal.aborted && !isAnswer(error) ? unknown(error, server) : told(error);
      }
    },
  };
}

function serverOf({ config }: OpenConnection): Server {
  const { host, port, security, user, certificate } = config;
  return {
    host: String(host),
    port: Number(port),
    security: String(security),
    user: typeof user === 'string' ? user : '',
    certificate: typeof certificate === 'string' && certificate !== '' ? certificate : undefined,
  };
}

/** Connects, signs in, works, and leaves; whatever breaks in between comes out as it is. */
async function session<T>(
  { connection, signal }: SmtpDeps,
  server: Server,
  work: (smtp: SMTPConnection) => Promise<T>,
): Promise<T> {
  const { default: Connection } = await import('nodemailer/lib/smtp-connection');
  const { host, port, security } = server;
  const loopbackOnly = security === 'none';
  const place = { host, port, connectionHosts: connection.hosts, loopbackOnly, signal, timeoutMs: CONNECT_MS };
  const smtp = new Connection(optionsOf(server, await egressConnect(place)));
  const broken = new Promise<never>((_resolve, reject) => {
    smtp.on('error', reject);
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  broken.catch(() => {});
  try {
    await Promise.race([broken, called((done) => smtp.connect(done))]);
    await Promise.race([broken, signIn(smtp, { connection, server })]);
    const result = await Promise.race([broken, work(smtp)]);
    smtp.quit();
    return result;
  } catch (error) {
    smtp.close();
    throw error;
  }
}

function optionsOf({ host, port, security, certificate }: Server, connection: Socket) {
  const name = host.replace(/^\[|\]$/g, '');
  return {
    connection,
    host: name,
    port,
    secure: security === 'tls',
    requireTLS: security === 'starttls',
    ignoreTLS: security === 'none',
    // The name of this machine is nobody's business.
    name: '[127.0.0.1]',
    tls: {
      minVersion: 'TLSv1.2' as const,
      ...(isIP(name) ? {} : { servername: name }),
      ...(certificate === undefined ? {} : { ca: certificate }),
    },
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    logger: false,
  };
}

async function signIn(smtp: SMTPConnection, of: { connection: OpenConnection; server: Server }): Promise<void> {
  const { user } = of.server;
  if (user === '') return;
  const pass = of.connection.secrets['password'];
  if (pass === undefined) throw new Invalid(`The connection "${of.connection.name}" has no password. Set it again.`);
  await called((done) => smtp.login({ user, credentials: { user, pass } }, done));
}

type Sent = Awaited<ReturnType<typeof sent>>;

function sent(smtp: SMTPConnection, mail: { envelope: Envelope; size: number; message: Readable }) {
  const { envelope, size, message } = mail;
  return new Promise<Parameters<Parameters<SMTPConnection['send']>[2]>[1]>((resolve, reject) => {
    smtp.send({ ...envelope, size }, message, (error, info) => (error ? reject(error) : resolve(info)));
  });
}

function takenBy({ accepted, rejectedErrors = [], response }: Sent): Taken {
  const refused = rejectedErrors.map((error) => ({ address: String(error.recipient ?? ''), reason: saidBy(error) }));
  return { accepted: accepted.map(String), refused, answer: response.slice(0, 500) };
}

function called(call: (done: (error?: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => call((error) => (error ? reject(error) : resolve())));
}

function isTold(error: unknown): boolean {
  return error instanceof Refused || error instanceof Unreachable || error instanceof Invalid;
}

/** The server's own word about a mail that it has: that is clear. Anything else is not. */
function isAnswer(error: unknown): boolean {
  const { code, responseCode } = error as NodemailerError;
  return code === 'EMESSAGE' && responseCode !== undefined;
}

function unknown(error: unknown, { host }: Server): OutcomeUnknown {
  return new OutcomeUnknown(`${host} had the mail and did not answer. It may or may not be sent.`, { cause: error });
}

function judged(error: unknown, { host, user }: Server): Error {
  const { code, responseCode } = error as NodemailerError;
  const said = saidBy(error);
  if (code === 'EAUTH' || code === 'ENOAUTH') {
    return new Refused(`${host} did not accept the user "${user}" or the password (${said}). Check the connection.`);
  }
  if (code === 'ETLS') {
    return new Refused(`No safe connection to ${host} (${said}). Check the port, the encryption and the certificate.`);
  }
  if (responseCode !== undefined && responseCode >= 500) return new Refused(`${host} refused the mail: ${said}`);
  if (responseCode !== undefined) return new Unreachable(`${host} asks to try again later: ${said}`);
  return new Unreachable(`${host} broke off (${said}). Nothing was sent.`, { cause: error });
}

function saidBy(error: unknown): string {
  const { response, message } = error as NodemailerError;
  return (typeof response === 'string' && response !== '' ? response : message).replace(/\s+/g, ' ').slice(0, 300);
}
