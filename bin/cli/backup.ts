import { chmod, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from '#platform/env.ts';
import { Conflict } from '#platform/errors.ts';
import { readMasterKeys } from '#platform/key-file.ts';
import { sql } from '#prisma/client.ts';
import packageFile from '#package.json' with { type: 'json' };

export type Backup = { folder: string; notes: string[] };

const NOTES = [
  'The key file is not in it: keep a copy of it elsewhere. Without it connections and stored values cannot be read.',
  'temporal.db is not in it: after restoring, runs that were under way do not go on by themselves.',
];

/** Copies the database in one consistent piece, then the stored values, to a folder that is new or empty. */
export async function backup(folder: string): Promise<Backup> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0) throw new Conflict('This folder is not empty. Name a new one.');
  const file = join(folder, 'app.db');
  // The database first: a value's file is on disk before its row, so every row of the copy finds its file.
  await sql().run('VACUUM INTO ?', [file]);
  await chmod(file, 0o600);
  await cp(join(env().dataDir, 'blobs'), join(folder, 'blobs'), { recursive: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    },
  );
  const manifest = {
    format: 'hearth.backup/1',
    version: packageFile.version,
    at: new Date().toISOString(),
    // What is in it has its signatures; what has none did not come from Hearth.
    signed: readMasterKeys().signed,
    notes: NOTES,
  };
  await writeFile(join(folder, 'backup.json'), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  return { folder, notes: NOTES };
}
