/** What is in a jail. Links, devices and our own drafts are left out. */
import { lstat, readdir } from 'node:fs/promises';
import { pathParts } from '#lib/relative-path.ts';
import type { Folder, Jail } from '#platform/jail.ts';

export type Entry = { name: string; path: string; kind: 'file' | 'folder'; size: number; changedAt: string };

const DEEPEST = 20;

/** Files and folders in order of their names, folder by folder. */
export async function listFolder(
  jail: Jail,
  ask: { path: string; deep: boolean; ending: string; limit: number },
): Promise<{ entries: Entry[]; more: boolean }> {
  const entries: Entry[] = [];
  const ending = ask.ending.toLowerCase();
  async function walk(folder: Folder, path: string, depth: number): Promise<boolean> {
    for (const name of (await readdir(folder.at)).sort()) {
      if (pathParts(name) === null) continue;
      const stat = await lstat(`${folder.at}/${name}`).catch(() => null);
      if (!stat || !(stat.isFile() || stat.isDirectory())) continue;
      const inner = path === '' ? name : `${path}/${name}`;
      const kind = stat.isFile() ? ('file' as const) : ('folder' as const);
      if (ending === '' || (kind === 'file' && name.toLowerCase().endsWith(ending))) {
        if (entries.length >= ask.limit) return true;
        const size = kind === 'file' ? stat.size : 0;
        entries.push({ name, path: inner, kind, size, changedAt: stat.mtime.toISOString() });
      }
      if (!ask.deep || kind === 'file' || depth >= DEEPEST) continue;
      const next = await jail.enter(folder, name, false);
      const full = await walk(next, inner, depth + 1).finally(() => jail.leave(next));
      if (full) return true;
    }
    return false;
  }
  const more = await walk(await jail.folder(ask.path), ask.path, 0);
  return { entries, more };
}
