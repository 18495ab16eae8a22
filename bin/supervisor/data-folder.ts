import { mkdirSync } from 'node:fs';
import { Invalid, Refused } from '#lib/errors.ts';
import { refuseLoose } from '#platform/key-file.ts';

/** Makes the data folder, for its owner's eyes only. One that others can look into is refused: they may have been there. */
export function prepareDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    refuseLoose(dataDir, { what: 'The data folder', mode: '700' });
  } catch (error) {
    if (error instanceof Invalid) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refused(`The data folder ${dataDir} cannot be used: ${reason}. Set HEARTH_DATA to a folder of yours.`);
  }
}
