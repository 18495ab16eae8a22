import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { Invalid } from '#lib/errors.ts';

/** All of standard input. */
export async function readAllInput(): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Buffer));
  return Buffer.concat(chunks).toString('utf8');
}

let piped: Promise<string[]> | undefined;

/** Asks on a terminal; else takes the next line of standard input. */
export async function ask(question: string): Promise<string> {
  if (!process.stdin.isTTY) return nextPipedLine(question);
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return await new Promise<string>((resolve) => terminal.question(`${question}: `, resolve));
  } finally {
    terminal.close();
  }
}

/** Asks without showing what is typed. A password never comes from an argument: those show in process lists. */
export async function askHidden(question: string): Promise<string> {
  if (!process.stdin.isTTY) return nextPipedLine(question);
  process.stderr.write(`${question}: `);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: nowhere, terminal: true });
  try {
    return await new Promise<string>((resolve) => terminal.question('', resolve));
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}

/** A new password, typed twice on a terminal. */
export async function askNewPassword(): Promise<string> {
  const password = await askHidden('Password (at least 10 characters)');
  if (process.stdin.isTTY && (await askHidden('Again')) !== password) throw new Invalid('The two passwords differ.');
  return password;
}

async function nextPipedLine(question: string): Promise<string> {
  piped ??= readAllInput().then((text) => text.split(/\r?\n/));
  const line = (await piped).shift();
  if (!line) throw new Invalid(`${question}: missing. Type it on a terminal or send it as a line of standard input.`);
  return line;
}
