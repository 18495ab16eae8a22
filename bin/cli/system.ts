import type { Command } from 'commander';
import { Invalid } from '#lib/errors.ts';
import { act, actOnData, actOutside } from '#bin/cli/act.ts';
import { withPassword, type Api } from '#bin/cli/api.ts';
import { orOnThePage } from '#bin/cli/api-error.ts';
import type { Io } from '#bin/cli/io.ts';
import { backup } from '#bin/cli/backup.ts';
import { findFlowId, placeOf } from '#bin/cli/data.ts';
import { examine } from '#bin/cli/doctor.ts';
import { restore } from '#bin/cli/restore.ts';
import { EXIT } from '#bin/cli/output.ts';

/** `hearth stop`, `doctor`, `backup`, `restore` */
export function addSystemCommands(program: Command, io: Io): void {
  addStopCommands(program, io);

  actOnData(io, program.command('doctor').description('check this Hearth'), async () => {
    const checks = await examine();
    const healthy = checks.every((check) => check.ok);
    const lines = checks.map((check) => `${check.ok ? 'ok  ' : 'BAD '} ${check.name}: ${check.message}`);
    return { data: { ok: healthy, checks }, lines, exitCode: healthy ? EXIT.ok : EXIT.failed };
  });

  actOnData<object, [string]>(
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

type Where = { flow?: string; tool?: string };
type Stopping = Where & { reason?: string; cancel?: boolean };

function addStopCommands(program: Command, io: Io): void {
  const stop = program
    .command('stop')
    .description('the kill switch')
    .argument('[scope]', 'global, flow:<id> or tool:<type>');
  aimed(stop).option('--reason <text>').option('--cancel', 'end the runs there are, instead of letting them wait');
  act<Stopping, [string | undefined]>(io, stop, async ({ api, reason, cancel, ...where }, given) => {
    const scope = await scopeOf(api, where, given);
    const data = await api.send('POST /stop', { scope, reason, mode: cancel ? 'cancel' : 'park' });
    return { data, lines: [`Stopped: ${scope}. Let it go on with: hearth stop release ${scope}`] };
  });
  const release = stop.command('release').description('let it go on; asks for your password').argument('[scope]');
  act<Where, [string | undefined]>(io, aimed(release), async ({ api, ...where }, given) => {
    const scope = await scopeOf(api, where, given);
    const data = await withPassword(io, (own) => own.send('POST /stop/release', { scope })).catch((error: unknown) =>
      orOnThePage(error, `${api.url}/settings`),
    );
    return { data, lines: [`Released: ${scope}`] };
  });
}

function aimed(command: Command): Command {
  return command.option('--flow <flow>', 'one flow').option('--tool <type>', 'one kind of step');
}

async function scopeOf(api: Api, { flow, tool }: Where, given: string | undefined): Promise<string> {
  if ([flow, tool, given].filter((one) => one !== undefined).length > 1)
    throw new Invalid('Name one thing: a flow, a kind of step, or everything.');
  if (flow !== undefined) return `flow:${await findFlowId(api, flow)}`;
  return tool === undefined ? (given ?? 'global') : `tool:${tool}`;
}
