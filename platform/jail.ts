/**
 * A folder that cannot be left. Every name of a path is opened in the folder before it, by its handle and without
 * following links: whatever others move or link meanwhile, nothing outside is reached.
 */
import { existsSync } from 'node:fs';
import { constants, lstat, mkdir, open, readdir, readlink, realpath, type FileHandle } from 'node:fs/promises';
import { Invalid, Refused, Unreachable } from '#lib/errors.ts';
import { foldedName, pathParts } from '#lib/relative-path.ts';
import { checkedFolder, refuseFolder } from '#platform/folder-rules.ts';

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW;
// A pipe would be waited for.
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const BY_HANDLE = '/proc/self/fd';

/** An open folder within a jail. `at` reaches it by its handle where the system can, whatever it is called by now. */
export type Folder = { handle: FileHandle; at: string };

/** A place in a jail: a name in an open folder. */
export type Place = { folder: Folder; name: string; at: string };

/** Opens the root, works, and closes every handle. */
export async function inJail<T>(path: string, work: (jail: Jail) => Promise<T>): Promise<T> {
  const real = await checkedFolder(path);
  const open: FileHandle[] = [];
  try {
    const root = await openFolder(real, open);
    // The folder may have been exchanged for another one between the two.
    const now = root.at.startsWith(BY_HANDLE) ? await readlink(root.at) : await realpath(real);
    if (now !== real) await refuseFolder(now);
    return await work(new Jail(now, root, open));
  } catch (error) {
    throw explained(error);
  } finally {
    await Promise.all(open.map((handle) => handle.close()));
  }
}

export class Jail {
  /** The real path of the folder. */
  readonly path: string;
  readonly root: Folder;
  readonly #open: FileHandle[];

  constructor(path: string, root: Folder, open: FileHandle[]) {
    this.path = path;
    this.root = root;
    this.#open = open;
  }

  /** The place of a path. `make` makes the folders that lead to it. */
  async place(path: string, { make = false } = {}): Promise<Place> {
    const parts = pathParts(path);
    if (!parts) throw new Invalid(`"${path.slice(0, 200)}" is no path within the folder.`);
    const names = [...parts];
    const last = names.pop() ?? '';
    let folder = this.root;
    for (const name of names) folder = await this.enter(folder, name, make);
    const name = await spelled(folder, last);
    return { folder, name, at: `${folder.at}/${name}` };
  }

  /** The folder of that path; the root for none. */
  async folder(path: string): Promise<Folder> {
    if (path === '') return this.root;
    const { folder, name } = await this.place(path);
    return this.enter(folder, name, false);
  }

  async enter(folder: Folder, given: string, make: boolean): Promise<Folder> {
    const name = await spelled(folder, given);
    const at = `${folder.at}/${name}`;
    if (make && !(await lstat(at).catch(() => null))) {
      await refuseClash(folder, name);
      await mkdir(at).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      });
    }
    return openFolder(at, this.#open);
  }

  /** Gives a folder's handle back early: a walk through many would run out of them. */
  async leave({ handle }: Folder): Promise<void> {
    this.#open.splice(this.#open.indexOf(handle), 1);
    await handle.close();
  }

  /** Opens an ordinary file for reading. */
  async open(place: Place): Promise<FileHandle> {
    const handle = await open(place.at, READ);
    this.#open.push(handle);
    if (!(await handle.stat()).isFile()) throw new Refused(`"${place.name}" is no ordinary file.`);
    return handle;
  }
}

async function openFolder(at: string, opened: FileHandle[]): Promise<Folder> {
  const handle = await open(at, FOLDER);
  opened.push(handle);
  if (existsSync(BY_HANDLE)) return { handle, at: `${BY_HANDLE}/${handle.fd}` };
  // Without handles as paths: what was opened must be what the path names, through no link.
  const [is, named] = await Promise.all([handle.stat(), lstat(at)]);
  if (is.ino !== named.ino || is.dev !== named.dev) throw new Refused('The folder was exchanged meanwhile.');
  return { handle, at };
}

/** The name as the folder spells it: some systems store letters with accents in two pieces. */
async function spelled(folder: Folder, name: string): Promise<string> {
  if (await lstat(`${folder.at}/${name}`).catch(() => null)) return name;
  return (await readdir(folder.at)).find((one) => one.normalize('NFC') === name) ?? name;
}

/** Refuses a new name that some systems would take for one that is there. */
export async function refuseClash(folder: Folder, name: string): Promise<void> {
  const other = (await readdir(folder.at)).find((one) => one !== name && foldedName(one) === foldedName(name));
  if (other !== undefined) throw new Refused(`There is "${other}" already, which some systems take for "${name}".`);
}

/** What the system said, in words. */
function explained(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return new Refused('There is no such file or folder.');
    case 'ELOOP':
    case 'ENOTDIR':
      return new Refused(
        'The path leads through a link or through something that is no folder. Links are not followed.',
      );
    case 'ENXIO':
      return new Refused('This is no ordinary file.');
    case 'EISDIR':
      return new Refused('This is a folder, not a file.');
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Refused('The system does not allow it. Who runs Hearth needs the right to this folder.');
    case 'ENAMETOOLONG':
      return new Invalid('The name is too long.');
    case 'ENOSPC':
    case 'EDQUOT':
      return new Unreachable('The disk is full.');
    default:
      return error;
  }
}
