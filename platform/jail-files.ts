/** Changing files in a jail: whole or not at all, never through a link. */
import { randomBytes } from 'node:crypto';
import type { Stats } from 'node:fs';
import { constants, link, lstat, open, rename, rm, unlink } from 'node:fs/promises';
import { Refused } from '#lib/errors.ts';
import { OWN_PREFIX } from '#lib/relative-path.ts';
import { refuseClash, type Jail, type Place } from '#platform/jail.ts';

const NEW = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
const USUAL_MODE = 0o640;

/** What is at that path: a file, a folder, or nothing. Links and devices are nothing. */
export async function statOf(jail: Jail, path: string): Promise<Stats | null> {
  try {
    const stat = await lstat((await jail.place(path)).at);
    return stat.isFile() || stat.isDirectory() ? stat : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Whether something is at that place; refuses what is no ordinary file. */
export async function isThere(place: Place): Promise<boolean> {
  const stat = await lstat(place.at).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (stat && !stat.isFile()) throw new Refused(`"${place.name}" is no ordinary file.`);
  return stat !== null;
}

/** Writes beside the place, syncs, and moves it there. */
export async function putFile(place: Place, bytes: Uint8Array): Promise<void> {
  const exists = await isThere(place);
  if (!exists) await refuseClash(place.folder, place.name);
  const mode = exists ? (await lstat(place.at)).mode & 0o777 : USUAL_MODE;
  const draft = `${place.folder.at}/${OWN_PREFIX}${randomBytes(8).toString('hex')}.part`;
  try {
    const handle = await open(draft, NEW, mode);
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, place.at);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await place.folder.handle.sync();
}

/** Moves a file to a place where nothing is. */
export async function moveFile(from: Place, to: Place): Promise<void> {
  await refuseClash(to.folder, to.name);
  try {
    // Unlike a rename, a second name never takes the place of a file that came meanwhile.
    await link(from.at, to.at);
    await unlink(from.at);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST' && (await isOne(from, to))) return removeFile(from);
    if (code === 'EEXIST') throw new Refused(`There is "${to.name}" already. Nothing was moved.`);
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP') throw error;
    if (await isThere(to)) throw new Refused(`There is "${to.name}" already. Nothing was moved.`);
    await rename(from.at, to.at);
  }
  await Promise.all([from.folder.handle.sync(), to.folder.handle.sync()]);
}

/** Both names of one file: a move that was interrupted half-way. */
async function isOne(from: Place, to: Place): Promise<boolean> {
  const [one, other] = await Promise.all([lstat(from.at), lstat(to.at)]);
  return one.isFile() && one.ino === other.ino && one.dev === other.dev;
}

/** Takes a file away. */
export async function removeFile(place: Place): Promise<void> {
  await unlink(place.at);
  await place.folder.handle.sync();
}
