import type { Command } from 'commander';
import { actOutside } from '#bin/cli/act.ts';
import type { Io } from '#bin/cli/io.ts';

/** `hearth commands`: what there is, also for the reference in the app. */
export function addCommandList(program: Command, io: Io): void {
  const list = program.command('commands').description('every command with its options');
  actOutside<object, []>(io, list, () => {
    const commands = workers(program).map(described);
    return Promise.resolve({ data: commands, lines: commands.map(({ usage }) => usage) });
  });
}

/** Commands that do something, which is what `--json` tells; others only hold commands. */
function workers(command: Command): Command[] {
  return command.commands.flatMap((one) => [
    ...(one.options.some(({ long }) => long === '--json') ? [one] : []),
    ...workers(one),
  ]);
}

function pathOf(command: Command): string {
  return command.parent?.parent ? `${pathOf(command.parent)} ${command.name()}` : command.name();
}

function described(command: Command) {
  return {
    path: pathOf(command),
    usage: `${pathOf(command)} ${command.usage()}`,
    description: command.description(),
    arguments: command.registeredArguments.map((one) => ({ name: one.name(), description: one.description })),
    options: command.options.map(({ flags, description, defaultValue }) => ({
      flags,
      description,
      default: defaultValue === undefined ? null : String(defaultValue as unknown),
    })),
  };
}
