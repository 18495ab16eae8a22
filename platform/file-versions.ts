/** What steps replaced or deleted in folders, to be looked at and put back by a person. */
import { createHash, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Refused } from '#lib/errors.ts';
import { audit } from '#platform/audit.ts';
import { NotFound } from '#platform/errors.ts';
import { beginChange, hashOf, sealOf, versionPath } from '#platform/file-changes.ts';
import { checkedFolder } from '#platform/folder-rules.ts';
import { isThere, putFile, statOf } from '#platform/jail-files.ts';
import { inJail, type Jail } from '#platform/jail.ts';
import { unsealBytes } from '#platform/seal.ts';
import { db, transact } from '#prisma/client.ts';

type Version = { id: string; runId: string; stepId: string; folder: string; path: string; before: string | null };

/** The content that was there before a change. Throws `NotFound` where it is not kept (any more). */
export async function versionBytes(id: string): Promise<{ version: Version; bytes: Buffer }> {
  const select = { id: true, runId: true, stepId: true, folder: true, path: true, before: true };
  const version = await db().fileChange.findFirst({ where: { id, kept: true }, select });
  const sealed = version && (await readFile(versionPath(id)).catch(missing));
  if (!version || !sealed) throw new NotFound('This version is not kept any more. Versions are kept for 30 days.');
  return { version, bytes: unsealBytes(sealOf(id), sealed) };
}

/** What is there now; null: nothing. Throws `Refused` where no connection leads to the folder any more. */
export async function presentBytes({ folder, path }: Pick<Version, 'folder' | 'path'>): Promise<Buffer | null> {
  await requireFolder(folder, 'read');
  return within(folder, async (jail) => {
    const stat = await statOf(jail, path);
    return stat?.isFile() ? (await jail.open(await jail.place(path))).readFile() : null;
  });
}

/** Puts a version back. What is there now is kept in its turn, so that this can be undone too. */
export async function restoreVersion(id: string, by: string): Promise<{ path: string }> {
  const { version, bytes } = await versionBytes(id);
  const { folder, path, runId, stepId } = version;
  await requireFolder(folder, 'write');
  const after = createHash('sha256').update(bytes).digest('hex');
  await within(folder, async (jail) => {
    const place = await jail.place(path, { make: true });
    const handle = (await isThere(place)) ? await jail.open(place) : null;
    const before = handle && (await hashOf(handle));
    if (before === after) return;
    // First on record, then done: what cannot be recorded does not happen.
    const detail = { path, version: id, before, after };
    await transact((tx) => audit(tx, { actor: by, action: 'file.restore', subject: `run:${runId}`, detail }));
    const effectKey = `restore:${randomUUID()}`;
    await beginChange({ effectKey, runId, stepId, folder, path, kind: 'restore', before, after }, handle);
    await putFile(place, bytes);
  });
  return { path };
}

/** The owner may have closed the folder since, or let steps only read in it. */
async function requireFolder(folder: string, access: 'read' | 'write'): Promise<void> {
  const rows = await db().connection.findMany({ where: { type: 'folder' }, select: { config: true } });
  for (const { config } of rows) {
    const { path, access: allowed } = JSON.parse(config) as { path: string; access?: string };
    const real = await checkedFolder(path).catch(() => null);
    if (real === folder && (access === 'read' || allowed === 'write')) return;
  }
  throw new Refused(
    'No connection lets steps write in this folder any more. Change that in Connections if it is right.',
  );
}

function within<T>(folder: string, work: (jail: Jail) => Promise<T>): Promise<T> {
  return inJail(folder, (jail) => {
    if (jail.path !== folder) throw new Refused('The folder was exchanged meanwhile.');
    return work(jail);
  });
}

function missing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
