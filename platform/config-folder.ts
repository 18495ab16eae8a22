import { homedir } from 'node:os';
import { isAbsolute, join } from 'node:path';

/** Where programs keep what belongs to a person and not to the data: `hearth` in the configuration folder of XDG. */
export function configFolder(source: Record<string, string | undefined>): string {
  const { XDG_CONFIG_HOME: named = '' } = source;
  return join(isAbsolute(named) ? named : join(homedir(), '.config'), 'hearth');
}
