/** One supervisor per data folder. The lock file also names the children, so that a next start can end what was left over. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refused } from '#lib/errors.ts';
import { isSameProcess, markOf, type ProcessMark } from '#bin/supervisor/identity.ts';

export type LockContent = ProcessMark & { startedAt: string; children: Record<string, ProcessMark> };

export type Lock = {
  /** Processes of an earlier supervisor that was killed. */
  leftOver: ProcessMark[];
  setChild: (name: string, pid: number | undefined) => void;
  release: () => void;
};

/** Where the lock of a data folder is. */
export function lockFile(dataDir: string): string {
  return join(dataDir, 'hearth.lock');
}

/** Takes the data folder; refuses when a living supervisor has it. */
export function lockDataFolder(dataDir: string): Lock {
  const file = lockFile(dataDir);
  const self = markOf(process.pid);
  if (self === null) throw new Error('This process cannot be found in the list of processes.');
  const content: LockContent = { ...self, startedAt: new Date().toISOString(), children: {} };
  const leftOver: ProcessMark[] = [];
  while (!create(file, content)) {
    const holder = read(file);
    if (holder !== null && isSameProcess(holder)) throw heldBy(holder, dataDir);
    if (holder !== null) leftOver.push(...Object.values(holder.children).filter(isSameProcess));
    removeStale(file, holder);
  }
  return {
    leftOver,
    setChild: (name, pid) => {
      const child = pid === undefined ? null : markOf(pid);
      if (child === null) delete content.children[name];
      else content.children[name] = child;
      replace(file, content);
    },
    release: () => {
      if (read(file)?.mark === self.mark) rmSync(file, { force: true });
    },
  };
}

function heldBy(holder: LockContent, dataDir: string): Refused {
  return new Refused(
    `Hearth runs already on ${dataDir} (process ${holder.pid}, since ${holder.startedAt}). ` +
      `Stop it with "kill ${holder.pid}", or set HEARTH_DATA to another folder.`,
  );
}

/** A link appears whole or not at all, and never over an existing file. */
function create(file: string, content: LockContent): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
  try {
    linkSync(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

function replace(file: string, content: LockContent): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, JSON.stringify(content), { mode: 0o600 });
  renameSync(draft, file);
}

/** Takes a dead holder's file away. If another start was quicker, what it put there goes back. */
function removeStale(file: string, seen: LockContent | null): void {
  const aside = `${file}.stale.${process.pid}`;
  try {
    renameSync(file, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return;
    throw error;
  }
  const taken = read(aside);
  if (taken?.mark === seen?.mark) rmSync(aside, { force: true });
  else renameSync(aside, file);
}

function read(file: string): LockContent | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as LockContent;
  } catch {
    return null;
  }
}
