import { removeOrphanBlobs } from '#platform/blobs.ts';
import { logger } from '#platform/log.ts';
import { removeExpiredNotes } from '#platform/memory-notes.ts';
import { removeResumes } from '#platform/resume.ts';
import { removeOldPauses } from '#platform/stop.ts';

const DAY_MS = 24 * 3600_000;

/** Removes what nobody refers to any more: files of values that a crash left without a row, snapshots of runs that ended, notes whose time is over. */
export async function tidy(): Promise<void> {
  const log = logger('tidy');
  try {
    const [files, snapshots] = [await removeOrphanBlobs(), await removeResumes()];
    await removeOldPauses();
    await removeExpiredNotes();
    if (files > 0) log.info({ files, snapshots }, 'Files that a crash had left behind were removed.');
  } catch (error) {
    log.warn({ err: error }, 'Tidying up failed; it is tried again tomorrow.');
  }
}

/** Tidies now and once a day, until the returned function is called. */
export function startTidying(): () => Promise<void> {
  let current = tidy();
  const timer = setInterval(() => {
    current = tidy();
  }, DAY_MS);
  return async () => {
    clearInterval(timer);
    await current;
  };
}
