import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { migrate } from '#bin/migrate.mjs';
import { lockDataFolder } from '#bin/supervisor/lock.ts';
import { Invalid } from '#lib/errors.ts';
import { env } from '#platform/env.ts';
import { Conflict } from '#platform/errors.ts';
import { settleKeys } from '#platform/settle-keys.ts';
import { appendRunEvents } from '#platform/run-events.ts';
import { db } from '#prisma/client.ts';

/** Everything of a data folder that belongs to its past. The key stays: the restored rows were sealed with it. */
const PAST = ['app.db', 'app.db-wal', 'app.db-shm', 'blobs', 'temporal.db', 'temporal.db-wal', 'temporal.db-shm'];

const Manifest = z.object({
  format: z.literal('hearth.backup/1'),
  version: z.string(),
  at: z.string(),
  signed: z.boolean().default(false),
});

export type Restored = { at: string; setAside: string | null; stopped: number };

/**
 * Puts a backup in the place of the data folder's database and stored values. What was there is set aside, not deleted.
 * Runs that were open are stopped: what they did after the backup is not known, so they must not go on by themselves.
 * Throws `Conflict` while Hearth runs, or when the folder holds data and `replace` is not set.
 */
export async function restore(folder: string, { replace }: { replace: boolean }): Promise<Restored> {
  const { at, signed } = await manifestOf(folder);
  const { dataDir } = env();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockDataFolder(dataDir);
  try {
    const setAside = await clear(dataDir, replace);
    await cp(join(folder, 'app.db'), join(dataDir, 'app.db'));
    if (existsSync(join(folder, 'blobs'))) await cp(join(folder, 'blobs'), join(dataDir, 'blobs'), { recursive: true });
    await migrate(join(dataDir, 'app.db'));
    await settleKeys({ trust: !signed });
    return { at, setAside, stopped: await stopOpenRuns(at) };
  } finally {
    lock.release();
  }
}

async function manifestOf(folder: string): Promise<z.infer<typeof Manifest>> {
  const text = await readFile(join(folder, 'backup.json'), 'utf8').catch(() => '');
  const read = Manifest.safeParse(text === '' ? null : JSON.parse(text));
  if (read.success && existsSync(join(folder, 'app.db'))) return read.data;
  throw new Invalid(
    `${folder} is not a backup of Hearth: it needs backup.json and app.db, as "hearth backup" writes them.`,
  );
}

async function clear(dataDir: string, replace: boolean): Promise<string | null> {
  const there = PAST.filter((name) => existsSync(join(dataDir, name)));
  if (there.length === 0) return null;
  if (!replace) {
    throw new Conflict(`${dataDir} holds data already. Add --replace to set it aside, or name another HEARTH_DATA.`);
  }
  const aside = join(dataDir, `before-restore-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`);
  await mkdir(aside, { mode: 0o700 });
  for (const name of there) await rename(join(dataDir, name), join(aside, name));
  return aside;
}

async function stopOpenRuns(at: string): Promise<number> {
  const open = await db().run.findMany({
    where: { status: { in: ['queued', 'running', 'waiting'] } },
    select: { id: true },
  });
  const reason = `Hearth was restored from a backup of ${at}. Start it again if its work is still wanted.`;
  const body = { type: 'run.stopped', reason } as const;
  for (const { id } of open) {
    await appendRunEvents(id, [{ key: 'run.stopped', stepId: '', iteration: '', at: Date.now(), body }]);
  }
  // What waited then may have run since.
  await db().heldEvent.deleteMany({ where: { releasedAt: null } });
  await db().approval.updateMany({ where: { status: 'waiting' }, data: { status: 'cancelled' } });
  return open.length;
}
