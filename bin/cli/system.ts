import type { Command } from 'commander';
import { releaseAt, stopAt } from '#server/services/stop.ts';
import { act, actOutside } from '#bin/cli/act.ts';
import type { Io } from '#bin/cli/io.ts';
import { backup } from '#bin/cli/backup.ts';
import { hostActor, placeOf } from '#bin/cli/data.ts';
import { examine } from '#bin/cli/doctor.ts';
import { restore } from '#bin/cli/restore.ts';
import { EXIT } from '#bin/cli/output.ts';

/** `hearth stop`, `doctor`, `backup`, `restore` */
export function addSystemCommands(program: Command, io: Io): void {
  const stop = program
    .command('stop')
    .description('the kill switch')
    .argument('[scope]', 'global, flow:<id> or tool:<type>', 'global');
  stop.option('--reason <text>').option('--cancel', 'end the runs there are, instead of letting them wait');
  act<{ reason?: string; cancel?: boolean }, [string]>(io, stop, async ({ reason, cancel }, scope) => {
    const mode = cancel ? 'cancel' : 'park';
    const data = await stopAt({ scope, reason, mode, actor: await hostActor() });
    return { data, lines: [`Stopped: ${scope}. Let it go on with: hearth stop release ${scope}`] };
  });
  const release = stop.command('release').description('let it go on').argument('[scope]', 'as given to stop', 'global');
  act<object, [string]>(io, release, async (_, scope) => {
    return { data: await releaseAt(scope, await hostActor()), lines: [`Released: ${scope}`] };
  });

  act(io, program.command('doctor').description('check this Hearth'), async () => {
    const checks = await examine();
    const healthy = checks.every((check) => check.ok);
    const lines = checks.map((check) => `${check.ok ? 'ok  ' : 'BAD '} ${check.name}: ${check.message}`);
    return { data: { ok: healthy, checks }, lines, exitCode: healthy ? EXIT.ok : EXIT.failed };
  });

  act<object, [string]>(
    io,
    program.command('backup <folder>').description('copy database and files to a new folder'),
    async (_, folder) => {
      const data = await backup(placeOf(io, folder));
      return { data, lines: [`Copied to ${folder}`, ...data.notes] };
    },
  );

  const restoring = program
    .command('restore <folder>')
    .description('put a backup in the place of the data folder; Hearth must not run')
    .option('--replace', 'set the data that is there aside');
  actOutside<{ replace?: boolean }, [string]>(io, restoring, async ({ replace = false }, folder) => {
    const data = await restore(placeOf(io, folder), { replace });
    const aside = data.setAside === null ? [] : [`What was there is in ${data.setAside}`];
    return { data, lines: [`Restored the backup of ${data.at}; ${data.stopped} open runs were stopped`, ...aside] };
  });
}
