import type { Command } from 'commander';
import { Invalid } from '#lib/errors.ts';
import { Policy } from '#lib/policy-schema.ts';
import { act } from '#bin/cli/act.ts';
import { hostActor, readJsonOption } from '#bin/cli/data.ts';
import type { Io } from '#bin/cli/io.ts';
import { shortTime, table } from '#bin/cli/output.ts';
import { askHidden } from '#bin/cli/prompt.ts';
import { getPolicy, policyAt, policyVersions, putPolicy } from '#server/services/policies.ts';
import { requirePassword } from '#server/step-up.ts';

/** `hearth policy …` */
export function addPolicyCommands(program: Command, io: Io): void {
  const policy = program.command('policy').description('rules about what may act, and who is asked');

  const show = policy.command('show').description('the rules in force, as a file').option('--version <number>');
  act<{ version?: string }, []>(io, show, async ({ version }) => {
    const view = version === undefined ? await getPolicy() : await policyAt(Number(version));
    return { data: view, lines: [JSON.stringify(view.document, null, 2)] };
  });

  act(io, policy.command('versions').description('who changed the rules, and when'), async () => {
    const items = await policyVersions();
    const rows = items.map(({ version, createdAt, createdBy }) => [
      ...[String(version), shortTime(createdAt), createdBy ?? ''],
    ]);
    return { data: items, lines: table([['VERSION', 'SAVED', 'BY'], ...rows]) };
  });

  const set = policy
    .command('set <file>')
    .description(
      'put rules in force; asks for the owner’s password. @file and - (standard input) read the rules there',
    );
  act<object, [string]>(io, set, async (_, file) => {
    const given = Policy.safeParse(await readJsonOption(io, file.startsWith('@') || file === '-' ? file : `@${file}`));
    if (!given.success)
      throw new Invalid(
        'These rules cannot be used.',
        given.error.issues.map(({ path, message }) => ({ path: path.join('.'), message })),
      );
    const actor = await hostActor();
    await requirePassword(actor, await askHidden(io, `Password of ${actor.email}`));
    const { version } = await putPolicy({ document: given.data }, actor);
    return { data: { version }, lines: [`Version ${version} is in force`] };
  });
}
