import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { Refused } from '#lib/errors.ts';

/** Makes the data folder, for its owner's eyes only. */
export function prepareDataFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    if ((statSync(dataDir).mode & 0o077) !== 0) chmodSync(dataDir, 0o700);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refused(`The data folder ${dataDir} cannot be used: ${reason}. Set HEARTH_DATA to a folder of yours.`);
  }
}
