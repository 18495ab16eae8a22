/** Where the command line keeps its short token: a file of the person, never of the data. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { Invalid } from '#lib/errors.ts';
import { configFolder } from '#platform/config-folder.ts';
import { refuseLoose } from '#platform/key-file.ts';
import type { Io } from '#bin/cli/io.ts';

const Login = z.object({ url: z.url(), email: z.string(), id: z.string(), token: z.string(), expiresAt: z.string() });
export type Login = z.infer<typeof Login>;

/** The file of this person. */
export function loginFile({ env }: Io): string {
  return join(configFolder(env), 'login.json');
}

/** Who is signed in on this machine, if anybody. One that others can read is refused: they have the token. */
export function readLogin(io: Io): Login | null {
  const file = loginFile(io);
  if (!existsSync(file)) return null;
  refuseLoose(file, { what: 'The sign-in of the command line', mode: '600' });
  try {
    return Login.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new Invalid(`${file} cannot be read. Remove it and sign in again: hearth login`);
  }
}

/** Keeps it, for this person's eyes only, whole or not at all. */
export function writeLogin(io: Io, login: Login): void {
  const file = loginFile(io);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${JSON.stringify(login)}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, file);
}

/** Forgets it. */
export function removeLogin(io: Io): void {
  rmSync(loginFile(io), { force: true });
}
