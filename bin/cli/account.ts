import type { Command } from 'commander';
import { Invalid } from '#lib/errors.ts';
import type { TokenView } from '#lib/views.ts';
import { Duration, durationMs } from '#lib/flow.ts';
import { Conflict } from '#platform/errors.ts';
import { NewToken } from '#server/inputs.ts';
import { createOwner, hasOwner, resetPassword } from '#server/setup-code.ts';
import { act, actOnData, actOutside } from '#bin/cli/act.ts';
import { at, withPassword } from '#bin/cli/api.ts';
import type { Io } from '#bin/cli/io.ts';
import { shortTime, table } from '#bin/cli/output.ts';
import { ask, askNewPassword } from '#bin/cli/prompt.ts';

/** `hearth setup`, `hearth user reset`, `hearth token …` */
export function addAccountCommands(program: Command, io: Io): void {
  const setup = program.command('setup').description('create the owner here in the terminal');
  setup.option('--name <name>').option('--email <email>');
  actOnData<{ name?: string; email?: string }, []>(io, setup, async (given) => {
    if (await hasOwner()) throw new Conflict('This Hearth has an owner already. A lost password: hearth user reset');
    const name = given.name ?? (await ask(io, 'Your name'));
    const email = given.email ?? (await ask(io, 'Email'));
    const data = await createOwner({ name, email, password: await askNewPassword(io) });
    return { data, lines: ['The owner is created. Start Hearth with npm start and sign in.'] };
  });

  const user = program.command('user').description('accounts');
  const reset = user.command('reset').description('set a new password and end all sessions').option('--email <email>');
  reset.option('--passkeys', 'forget its passkeys and recovery codes too, where all are lost');
  actOnData<{ email?: string; passkeys?: boolean }, []>(io, reset, async ({ passkeys, ...given }) => {
    const email = given.email ?? (await ask(io, 'Email'));
    const data = await resetPassword({ email, password: await askNewPassword(io), passkeys });
    return { data, lines: ['The password is set. All sessions of this account have ended.'] };
  });

  addTokenCommands(program, io);
}

function addTokenCommands(program: Command, io: Io): void {
  const token = program.command('token').description('tokens for the API');
  const create = token.command('create').description('make a token; asks for your password, and shows it this once');
  create
    .requiredOption('--scopes <rights>', 'view, edit, run, approve, admin; separated by commas')
    .option('--name <name>', 'what it is for', 'command line')
    .option('--expires <duration>', 'for example 90d');
  actOutside<{ scopes: string; name: string; expires?: string }, []>(io, create, async ({ scopes, name, expires }) => {
    const wanted = scopes.split(',').map((scope) => scope.trim());
    const input = NewToken.parse({ name, scopes: wanted, ...(expires ? { expiresAt: expiryOf(expires) } : {}) });
    const data = await withPassword(io, (own) => own.send<{ id: string; token: string }>('POST /tokens', input));
    return { data, lines: [data.token] };
  });

  act(io, token.command('list').description('all tokens'), async ({ api }) => {
    const { items: views } = await api.get<{ items: TokenView[] }>('/tokens');
    const rows = views.map((view) => [
      view.id,
      view.name,
      view.scopes.join(','),
      shortTime(view.lastUsedAt),
      view.revokedAt ? 'revoked' : shortTime(view.expiresAt),
    ]);
    return { data: views, lines: table([['ID', 'NAME', 'RIGHTS', 'LAST USED', 'EXPIRES'], ...rows]) };
  });

  act<object, [string]>(io, token.command('revoke <id>').description('make a token useless'), async ({ api }, id) => {
    return { data: await api.send(`DELETE ${at`/tokens/${id}`}`), lines: ['Revoked'] };
  });
}

function expiryOf(text: string): string {
  if (!Duration.safeParse(text).success) throw new Invalid('Say how long it is valid, for example 12h or 90d.');
  return new Date(Date.now() + durationMs(text)).toISOString();
}
