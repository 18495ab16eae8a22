/** Programs that nobody vouches for run locked in: an own view of the machine with next to nothing in it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { Refused } from '#lib/errors.ts';

/** A program and all that it may see and do. `folders`: real paths. */
export type Confined = {
  command: string;
  args: readonly string[];
  folders: readonly string[];
  mayWrite: boolean;
  network: boolean;
  env: Readonly<Record<string, string>>;
};

const BWRAP = '/usr/bin/bwrap';
const ARGUMENTS_FD = 3;
/** Of the system; nothing in them is a secret. */
const SYSTEM = ['/usr'];
const LINKED = ['bin', 'sbin', 'lib', 'lib64'];
const FOR_NETWORK = ['/etc/resolv.conf', '/etc/ssl', '/etc/hosts', '/etc/nsswitch.conf'];
const NOTHING: NodeJS.ProcessEnv = Object.create(null) as NodeJS.ProcessEnv;
const TRY_AGAIN_MS = 60_000;

let proven: { at: number; problem: Promise<string | null> } | undefined;

/** Starts a program in the sandbox. Throws `Refused` where there is none: nothing ever runs outside of it. */
export async function startConfined(program: Confined): Promise<ChildProcess> {
  const problem = await sandboxProblem();
  if (problem !== null) throw new Refused(problem);
  return launch(program);
}

/** Why nothing can be locked in on this machine; null if it can. Tried with a real program. */
export function sandboxProblem(): Promise<string | null> {
  // What failed may have been installed since.
  if (proven === undefined || Date.now() - proven.at > TRY_AGAIN_MS) proven = { at: Date.now(), problem: selfTest() };
  return proven.problem;
}

async function selfTest(): Promise<string | null> {
  if (process.platform !== 'linux') return 'Programs can be locked in on Linux only, so MCP programs are switched off.';
  if (!existsSync(BWRAP))
    return 'Programs are locked in with bubblewrap, which is not installed here, so MCP programs are switched off. Install the package "bubblewrap".';
  const nothing = { args: [], folders: [], mayWrite: false, network: false, env: {} };
  const child = launch({ command: '/usr/bin/true', ...nothing });
  let said = '';
  child.stderr?.on('data', (piece: Buffer) => (said = `${said}${piece.toString()}`.slice(0, 300)));
  const code = await new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null));
    child.on('close', resolve);
  });
  if (code === 0) return null;
  return `Bubblewrap cannot lock programs in on this machine, so MCP programs are switched off: ${said.trim() || 'it does not start'}. On Ubuntu an AppArmor profile for bwrap is needed.`;
}

function launch(program: Confined): ChildProcess {
  // Nothing of our own environment: bwrap itself must not be steered by it either.
  const child: ChildProcess = spawn(BWRAP, ['--args', String(ARGUMENTS_FD), '--', program.command, ...program.args], {
    cwd: '/',
    env: NOTHING,
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  const given = child.stdio[ARGUMENTS_FD] as Writable;
  given.on('error', () => {});
  // Over a pipe: every user of the machine can read the arguments of a process, and secrets are among these.
  given.end(
    confinement(program)
      .map((word) => `${word}\0`)
      .join(''),
  );
  return child;
}

/** What bubblewrap is told. */
export function confinement({ folders, mayWrite, network, env }: Omit<Confined, 'command' | 'args'>): string[] {
  return [
    ...['--unshare-all', ...(network ? ['--share-net'] : [])],
    ...['--clearenv', '--die-with-parent', '--new-session', '--cap-drop', 'ALL'],
    ...SYSTEM.flatMap((path) => ['--ro-bind', path, path]),
    ...LINKED.flatMap((name) => ['--symlink', `usr/${name}`, `/${name}`]),
    ...['--proc', '/proc', '--dev', '/dev', '--tmpfs', '/tmp'],
    ...['/etc/alternatives', '/etc/ld.so.cache'].flatMap((path) => ['--ro-bind-try', path, path]),
    ...(network ? FOR_NETWORK.flatMap((path) => ['--ro-bind-try', path, path]) : []),
    ...folders.flatMap((path) => [mayWrite ? '--bind' : '--ro-bind', path, path]),
    ...['--setenv', 'PATH', '/usr/local/bin:/usr/bin:/bin', '--setenv', 'HOME', '/tmp', '--setenv', 'LANG', 'C.UTF-8'],
    ...Object.entries(env).flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--chdir', '/tmp'],
  ];
}
