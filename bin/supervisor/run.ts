/** Brings Hearth up, keeps it up, and takes it down in order. */
import { join } from 'node:path';
import { migrate } from '#bin/migrate.mjs';
import { Child, type Program } from '#bin/supervisor/child.ts';
import { prepareDataFolder } from '#bin/supervisor/data-folder.ts';
import { endLeftOver } from '#bin/supervisor/left-over.ts';
import { unlockKeys } from '#bin/supervisor/unlock.ts';
import { lockDataFolder, type Lock } from '#bin/supervisor/lock.ts';
import type { Output } from '#bin/supervisor/output.ts';
import { requireFreePort } from '#bin/supervisor/ports.ts';
import { temporalProgram, webProgram, workerProgram } from '#bin/supervisor/programs.ts';
import { watchWorkerCode } from '#bin/supervisor/watch.ts';
import type { Env } from '#platform/env.ts';
import { readMasterKeys } from '#platform/key-file.ts';
import { keyWarning } from '#platform/key-place.ts';

type Children = { temporal?: Child; worker: Child; web: Child };

const FORCED = 130;

/** Runs until a signal ends it; resolves with the exit code. */
export async function supervise(settings: Env, { output, dev }: { output: Output; dev: boolean }): Promise<number> {
  prepareDataFolder(settings.dataDir);
  const lock = lockDataFolder(settings.dataDir);
  try {
    await endLeftOver(lock.leftOver, output);
    await requirePorts(settings);
    await migrate(join(settings.dataDir, 'app.db'));
    await unlockKeys();
    if (!readMasterKeys().current) await settle();
    const exposed = keyWarning();
    if (exposed !== null) output.say(exposed, 'warn');
    return await runChildren(settings, { output, dev, lock });
  } finally {
    lock.release();
  }
}

/** Rarely needed: the client of the database stays out of this process else. */
async function settle(): Promise<void> {
  const [{ settleKeys }, { closeDb }] = await Promise.all([
    import('#platform/settle-keys.ts'),
    import('#prisma/client.ts'),
  ]);
  await settleKeys();
  await closeDb();
}

async function requirePorts({ host, port, temporalPort, temporalAddress }: Env): Promise<void> {
  await requireFreePort({ host, port, setting: 'HEARTH_PORT', use: 'its pages' });
  if (temporalAddress !== undefined) return;
  await requireFreePort({
    host: '127.0.0.1',
    port: temporalPort,
    setting: 'HEARTH_TEMPORAL_PORT',
    use: 'its Temporal server',
  });
}

async function runChildren(settings: Env, context: { output: Output; dev: boolean; lock: Lock }): Promise<number> {
  const { output, dev, lock } = context;
  const over = signalled(output);
  const create = (program: Program) =>
    new Child(program, {
      output,
      onPid: (name, pid) => lock.setChild(name, pid),
      onHopeless: (name) => over.end(`${name} cannot run with these settings.`),
    });
  const children: Children = {
    ...(settings.temporalAddress === undefined ? { temporal: create(temporalProgram(settings)) } : {}),
    worker: create(workerProgram(settings, dev)),
    web: create(webProgram(settings, dev)),
  };
  const all = [children.web, children.worker, ...(children.temporal ? [children.temporal] : [])];
  over.onForce(() => all.forEach((child) => child.kill()));
  void bringUp(children, () => {
    output.say(`Hearth is ready at ${settings.publicUrl}`);
    if (dev) watchWorkerCode(() => void children.worker.restart());
  });
  const code = await over.promise;
  // The web first: nothing new comes in. Then the worker finishes what it has begun. Temporal last: both need it.
  for (const child of all) await child.stop();
  return code;
}

async function bringUp({ temporal, worker, web }: Children, onReady: () => void): Promise<void> {
  // All at once, to be ready soon: the worker tries until the server is there, the web connects when it first needs it.
  for (const child of [temporal, worker, web]) child?.start();
  await Promise.all([temporal?.firstReady, worker.firstReady, web.firstReady]);
  onReady();
}

/** The end, as a signal or a hopeless child brings it; a second signal forces it. */
function signalled(output: Output) {
  let settle: (code: number) => void = () => undefined;
  let force: () => void = () => undefined;
  let ending = false;
  const promise = new Promise<number>((resolve) => (settle = resolve));
  const onSignal = (signal: NodeJS.Signals) => {
    if (ending) {
      force();
      process.exit(FORCED);
    }
    ending = true;
    output.say(signal === 'SIGINT' ? '\nEnding what runs. Ctrl-C again ends it at once.' : 'Ending what runs.');
    settle(0);
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  process.on('SIGHUP', onSignal);
  return {
    promise,
    onForce: (action: () => void) => void (force = action),
    end: (why: string) => {
      if (ending) return;
      ending = true;
      output.say(why, 'error');
      settle(1);
    },
  };
}
