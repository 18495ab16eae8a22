/** Where the key of a data folder lies when the environment does not say. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { Invalid } from '#lib/errors.ts';

export type KeyPlaceFacts = {
  dataDir: string;
  /** The data folder is the usual one, on a machine that keeps more than that. */
  usual: boolean;
  /** Of the person who runs Hearth, see `configFolder`. */
  configFolder: string;
};

/** The note in a data folder that says where its key is. */
export function keyNote(dataDir: string): string {
  return join(dataDir, 'hearth.key.at');
}

/**
 * Beside the data where it is already, else where the note says. A new data folder in the usual place has it among the
 * person's own settings. Who names a folder has his reasons, and a container keeps nothing else than what it is told to.
 */
export function keyFileFor({ dataDir, usual, configFolder }: KeyPlaceFacts): string {
  const beside = join(dataDir, 'hearth.key');
  const note = keyNote(dataDir);
  if (existsSync(beside)) return beside;
  if (existsSync(note)) return readNote(note);
  if (!usual || existsSync(join(dataDir, 'app.db'))) return beside;
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  return join(configFolder, 'keys', `${name}.key`);
}

function readNote(note: string): string {
  const at = readFileSync(note, 'utf8').trim();
  if (isAbsolute(at) && !/[\0\n]/.test(at)) return at;
  throw new Invalid(`${note} does not say where the key is. Write the whole path of the key file into it.`);
}

/** Whether this is a container, which forgets what lies outside of the folders it is given. */
export function isContainer(): boolean {
  return existsSync('/.dockerenv') || existsSync('/run/.containerenv');
}
