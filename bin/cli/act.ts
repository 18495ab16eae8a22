import type { Command } from 'commander';
import { closeNudge } from '#platform/nudge.ts';
import { stopReleasing } from '#platform/release-timer.ts';
import { stopSweeping } from '#platform/start-run.ts';
import { closeTemporal } from '#platform/temporal.ts';
import { closeDb } from '#prisma/client.ts';
import { connect, type Api } from '#bin/cli/api.ts';
import type { Io } from '#bin/cli/io.ts';
import { show, showError, type Answer } from '#bin/cli/output.ts';
import { prepareData } from '#bin/cli/data.ts';

type Work<A extends unknown[], O> = (options: O, ...args: A) => Promise<Answer>;

/** A command that asks a running Hearth, as whoever is signed in. What most commands are. */
export function act<O extends object, A extends unknown[]>(
  io: Io,
  command: Command,
  work: Work<A, O & { api: Api }>,
): Command {
  return acting<O, A>(io, command, async (options, ...args) => work({ ...options, api: connect(io) }, ...args));
}

/** A command for whoever owns this machine: it opens the data folder, which is made when there is none. */
export function actOnData<O extends object, A extends unknown[]>(io: Io, command: Command, work: Work<A, O>): Command {
  return actOutside<O, A>(io, command, async (options, ...args) => {
    await prepareData();
    return work(options, ...args);
  });
}

/** A command that sees for itself to what it needs; whatever it opened is closed behind it. */
export function actOutside<O extends object, A extends unknown[]>(io: Io, command: Command, work: Work<A, O>): Command {
  return acting<O, A>(io, command, (options, ...args) => work(options, ...args).finally(close));
}

/** Gives a command --json and one way to print. */
function acting<O extends object, A extends unknown[]>(io: Io, command: Command, work: Work<A, O>): Command {
  return command.option('--json', 'print JSON').action(async (...given: unknown[]) => {
    // Commander calls with the arguments, the options and the command itself.
    const options = command.optsWithGlobals<O & { json?: boolean }>();
    const args = given.slice(0, -2) as A;
    try {
      show(io, await work(options, ...args), options.json === true);
    } catch (error) {
      showError(io, error, options.json === true);
    }
  });
}

async function close(): Promise<void> {
  stopSweeping();
  await stopReleasing();
  closeNudge();
  await closeTemporal();
  await closeDb();
}
