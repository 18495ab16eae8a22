import { hostname } from 'node:os';
import type { Command } from 'commander';
import { z } from 'zod';
import { Invalid } from '#lib/errors.ts';
import type { Right } from '#lib/views.ts';
import { NewToken } from '#server/inputs.ts';
import { actOutside } from '#bin/cli/act.ts';
import { at, connect, givenAddress, signedIn, type Api } from '#bin/cli/api.ts';
import { ApiError } from '#bin/cli/api-error.ts';
import type { Io } from '#bin/cli/io.ts';
import { readLogin, removeLogin, writeLogin, loginFile } from '#bin/cli/login-file.ts';
import { shortTime } from '#bin/cli/output.ts';
import { ask, askHidden } from '#bin/cli/prompt.ts';

const HOUR_MS = 60 * 60 * 1000;
/** Who may do everything asks for that by name. */
const USUAL: Right[] = ['view', 'edit', 'run', 'approve'];
const Hours = z.coerce.number().int().min(1).max(12, 'A sign-in of the command line lasts 12 hours at most.');

type Options = { url?: string; email?: string; scopes?: string; hours: string };

/** `hearth login`, `hearth logout` */
export function addLoginCommands(program: Command, io: Io): void {
  const login = program.command('login').description('sign in at a running Hearth; asks for the password');
  login
    .option('--url <address>', 'where it is; without it HEARTH_URL, or this machine')
    .option('--email <email>')
    .option('--scopes <rights>', 'view, edit, run, approve, admin; without it all that you have but admin')
    .option('--hours <number>', 'how long, at most 12', '8');
  actOutside<Options, []>(io, login, (options) => signInHere(io, options));

  const logout = program.command('logout').description('make the token of this machine useless and forget it');
  actOutside<object, []>(io, logout, async () => {
    const known = readLogin(io);
    if (!known) return { data: { signedOut: false }, lines: ['Nobody is signed in here.'] };
    await revoked(io);
    removeLogin(io);
    return { data: { signedOut: true }, lines: ['Signed out.'] };
  });
}

async function signInHere(io: Io, options: Options) {
  const url = givenAddress(io, options.url);
  const hours = Hours.parse(options.hours);
  const email = options.email ?? (await ask(io, 'Email'));
  const password = await askHidden(io, 'Password');
  const expiresAt = new Date(Date.now() + hours * HOUR_MS).toISOString();
  const made = await signedIn({ url, email, password }, async (api) => {
    const scopes = await scopesFor(api, options.scopes);
    const input = NewToken.parse({ name: `Command line on ${hostname()}`.slice(0, 120), scopes, expiresAt });
    return { ...(await api.send<{ id: string; token: string }>('POST /tokens', input)), scopes };
  });
  // The one before it is of no more use; a server that is gone keeps nobody from signing in elsewhere.
  if (!io.env['HEARTH_TOKEN']) await revoked(io).catch(() => undefined);
  writeLogin(io, { url, email, id: made.id, token: made.token, expiresAt });
  return {
    data: { url, email, scopes: made.scopes, expiresAt, file: loginFile(io) },
    lines: [`Signed in at ${url} until ${shortTime(expiresAt)} (UTC), with: ${made.scopes.join(', ')}`],
  };
}

async function scopesFor(api: Api, given: string | undefined): Promise<string[]> {
  if (given !== undefined) return given.split(',').map((scope) => scope.trim());
  const { rights } = await api.get<{ rights: Right[] }>('/me');
  const usual = USUAL.filter((right) => rights.includes(right));
  if (usual.length === 0) throw new Invalid('Your account has no rights that a token could have.');
  return usual;
}

/** A token that is void already is as good as revoked. */
async function revoked(io: Io): Promise<void> {
  const known = readLogin(io);
  if (!known) return;
  const own: Io = { ...io, env: { ...io.env, HEARTH_TOKEN: undefined, HEARTH_URL: undefined } };
  await connect(own)
    .send(`DELETE ${at`/tokens/${known.id}`}`)
    .catch((error: unknown) => {
      if (!(error instanceof ApiError) || ![401, 404].includes(error.status)) throw error;
    });
}
