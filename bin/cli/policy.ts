import type { Command } from 'commander';
import type { z } from 'zod';
import { Invalid } from '#lib/errors.ts';
import { Policy } from '#lib/policy-schema.ts';
import { act, actOutside } from '#bin/cli/act.ts';
import { at, withPassword, type Api } from '#bin/cli/api.ts';
import { readJsonOption } from '#bin/cli/data.ts';
import type { Io } from '#bin/cli/io.ts';
import { shortTime, table } from '#bin/cli/output.ts';

/** `hearth policy …` */
export function addPolicyCommands(program: Command, io: Io): void {
  const policy = program.command('policy').description('rules about what may act, and who is asked');

  const show = policy.command('show').description('the rules in force, as a file').option('--version <number>');
  act<{ version?: string }, []>(io, show, async ({ api, version }) => {
    const view = version === undefined ? (await rulesOf(api)).current : await api.get<Shown>(at`/policies/${version}`);
    return { data: view, lines: [JSON.stringify(view.document, null, 2)] };
  });

  act(io, policy.command('versions').description('who changed the rules, and when'), async ({ api }) => {
    const { versions: items } = await rulesOf(api);
    const rows = items.map(({ version, createdAt, createdBy }) => [
      ...[String(version), shortTime(createdAt), createdBy ?? ''],
    ]);
    return { data: items, lines: table([['VERSION', 'SAVED', 'BY'], ...rows]) };
  });

  const set = policy
    .command('set <file>')
    .description('put rules in force; asks for your password. @file and - (standard input) read the rules there');
  actOutside<object, [string]>(io, set, async (_, file) => {
    const given = Policy.safeParse(await readJsonOption(io, file.startsWith('@') || file === '-' ? file : `@${file}`));
    if (!given.success)
      throw new Invalid(
        'These rules cannot be used.',
        given.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
      );
    const document = given.data;
    const { version } = await withPassword(io, (own) => own.send<Shown>('POST /policies', { document }));
    return { data: { version }, lines: [`Version ${version} is in force`] };
  });
}

type Shown = { version: number; document: z.infer<typeof Policy> };
type Version = { version: number; createdAt: string; createdBy: string | null };

function rulesOf(api: Api): Promise<{ current: Shown; versions: Version[] }> {
  return api.get('/policies');
}
