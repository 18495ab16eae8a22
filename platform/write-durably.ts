/** Files that are there whole or not at all, also after a power cut. */
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '#platform/keys.ts';

/** Writes a file of the data folder piece by piece beside its place, syncs it, and moves it there. */
export async function writeDurably(path: string, pieces: AsyncIterable<Uint8Array>): Promise<void> {
  const folder = dirname(path);
  const isNew = (await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined;
  const draft = `${path}.part`;
  const file = await open(draft, 'wx', 0o600);
  try {
    for await (const piece of pieces) await file.writeFile(piece);
    await file.sync();
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await rename(draft, path);
  syncFolder(folder);
  if (isNew) for (const parent of [dirname(folder), dirname(dirname(folder))]) syncFolder(parent);
}
