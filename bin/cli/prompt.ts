import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Invalid } from '#lib/errors.ts';
import type { Io } from '#bin/cli/io.ts';

/** All of standard input. */
export async function readAllInput(io: Io): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of io.stdin) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString('utf8');
}

const piped = new WeakMap<Io, Promise<string[]>>();

/** Asks on a terminal; else takes the next line of standard input. */
export async function ask(io: Io, question: string): Promise<string> {
  if (!io.stdin.isTTY) return nextPipedLine(io, question);
  const terminal = createInterface({ input: io.stdin, output: io.stderr });
  try {
    return await new Promise<string>((resolve) => terminal.question(`${question}: `, resolve));
  } finally {
    terminal.close();
  }
}

/** Asks without showing what is typed. A password never comes from an argument: those show in process lists. */
export async function askHidden(io: Io, question: string): Promise<string> {
  if (!io.stdin.isTTY) return nextPipedLine(io, question);
  io.stderr.write(`${question}: `);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: io.stdin, output: nowhere, terminal: true });
  try {
    return await new Promise<string>((resolve) => terminal.question('', resolve));
  } finally {
    terminal.close();
    io.stderr.write('\n');
  }
}

/** A new password, typed twice on a terminal. */
export async function askNewPassword(io: Io): Promise<string> {
  const password = await askHidden(io, 'Password (at least 10 characters)');
  if (io.stdin.isTTY && (await askHidden(io, 'Again')) !== password) throw new Invalid('The two passwords differ.');
  return password;
}

async function nextPipedLine(io: Io, question: string): Promise<string> {
  const lines = piped.get(io) ?? readAllInput(io).then((text) => text.split(/\r?\n/));
  piped.set(io, lines);
  const line = (await lines).shift();
  if (!line) throw new Invalid(`${question}: missing. Type it on a terminal or send it as a line of standard input.`);
  return line;
}
