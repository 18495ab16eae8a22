/** Which folders of this machine may be given to flows at all. */
import { realpath, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, relative, sep } from 'node:path';
import { Invalid } from '#lib/errors.ts';
import { env } from '#platform/env.ts';

/** The system's own: nothing in them is anybody's documents. */
const SYSTEM = [
  ...['/etc', '/proc', '/sys', '/dev', '/boot', '/run', '/var/run', '/bin', '/sbin', '/lib', '/lib32', '/lib64'],
  ...['/usr', '/var/lib', '/var/spool', '/System', '/Library', '/private/etc', '/private/var/db'],
];

/** The folder as it really is. Throws `Invalid` if flows may not have it. */
export async function checkedFolder(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null);
  if (real === null || !(await stat(real)).isDirectory()) {
    throw new Invalid(`There is no folder ${path}. Make it first, so that nothing is written to the wrong place.`);
  }
  await refuseFolder(real);
  return real;
}

/** Throws `Invalid` for a real path that flows may not have. */
export async function refuseFolder(real: string): Promise<void> {
  const home = await realOf(homedir());
  if (contains(real, home)) throw refused(real, 'it holds whole home folders. Choose a folder in it');
  const fromHome = relative(home, real);
  if (!fromHome.startsWith('..') && fromHome.split(sep).some((part) => part.startsWith('.'))) {
    throw refused(real, 'hidden folders of your home hold keys and settings');
  }
  for (const system of SYSTEM) {
    if (contains(system, real) || contains(real, system)) throw refused(real, 'it belongs to the system');
  }
  const { dataDir, keyFile } = env();
  for (const own of [dataDir, dirname(keyFile), process.cwd()]) {
    const place = await realOf(own);
    if (contains(place, real) || contains(real, place))
      throw refused(real, 'Hearth itself, its data or its key is there');
  }
}

function refused(path: string, why: string): Invalid {
  return new Invalid(`Flows cannot have ${path}: ${why}.`);
}

/** Whether `outer` is `inner` or holds it. */
function contains(outer: string, inner: string): boolean {
  const way = relative(outer, inner);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`));
}

async function realOf(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}
