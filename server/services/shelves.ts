/** Folders and tags: how people find their flows. Nothing of it is in a flow file or in what runs. */
import { randomUUID } from 'node:crypto';
import { Invalid } from '#lib/errors.ts';
import type { FolderView, ShelvesView, TagTone, TagView } from '#lib/views-flows.ts';
import { Conflict, NotFound } from '#platform/errors.ts';
import { db, transact, type Tx } from '#prisma/client.ts';

const folderRow = { id: true, name: true, parentId: true } as const;
const tagRow = { id: true, name: true, tone: true } as const;
const MOST_FOLDERS = 500;
const MOST_TAGS = 200;

/** All folders and tags, by name. */
export async function shelves(): Promise<ShelvesView> {
  const [folders, tags] = await Promise.all([
    db().folder.findMany({ select: folderRow }),
    db().tag.findMany({ select: tagRow }),
  ]);
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);
  return { folders: folders.sort(byName), tags: tags.map(tagView).sort(byName) };
}

function tagView(tag: { id: string; name: string; tone: string }): TagView {
  return { ...tag, tone: tag.tone as TagTone };
}

type NewFolder = { name: string; parentId?: string | null };

/** Makes a folder, at the top or in one that is at the top. */
export async function addFolder({ name, parentId = null }: NewFolder): Promise<FolderView> {
  return transact(async (tx) => {
    if ((await tx.folder.count()) >= MOST_FOLDERS) {
      throw new Invalid(`There are ${MOST_FOLDERS} folders already. Remove some first.`);
    }
    await checkPlace(tx, { name, parentId });
    return tx.folder.create({ data: { id: randomUUID(), name, parentId }, select: folderRow });
  });
}

/** Renames a folder, or puts it somewhere else. */
export async function changeFolder(change: {
  id: string;
  name?: string;
  parentId?: string | null;
}): Promise<FolderView> {
  return transact(async (tx) => {
    const old = await tx.folder.findUnique({ where: { id: change.id }, select: folderRow });
    if (!old) throw noFolder();
    const next = {
      name: change.name ?? old.name,
      parentId: change.parentId === undefined ? old.parentId : change.parentId,
    };
    await checkPlace(tx, { ...next, id: old.id });
    return tx.folder.update({ where: { id: old.id }, data: next, select: folderRow });
  });
}

/** Takes a folder away; what was in it moves one up. */
export async function removeFolder(id: string): Promise<{ removed: true }> {
  await transact(async (tx) => {
    const folder = await tx.folder.findUnique({ where: { id }, select: folderRow });
    if (!folder) throw noFolder();
    await tx.folder.updateMany({ where: { parentId: id }, data: { parentId: null } });
    await tx.sql.run('UPDATE "Flow" SET "folderId" = ? WHERE "folderId" = ?', [folder.parentId, id]);
    await tx.folder.delete({ where: { id } });
  });
  return { removed: true };
}

function noFolder(): NotFound {
  return new NotFound('There is no such folder (any more).');
}

async function checkPlace(tx: Tx, folder: { id?: string; name: string; parentId: string | null }): Promise<void> {
  const { id, name, parentId } = folder;
  if (parentId !== null) {
    const parent = await tx.folder.findUnique({ where: { id: parentId }, select: folderRow });
    if (!parent) throw noFolder();
    const hasOwn = id !== undefined && (await tx.folder.count({ where: { parentId: id } })) > 0;
    if (parent.parentId !== null || parentId === id || hasOwn) {
      throw new Invalid('Folders go one level deep: a folder in a folder holds flows only.');
    }
  }
  const others = await tx.folder.findMany({ where: { parentId }, select: folderRow });
  if (others.some((other) => other.id !== id && other.name.toLowerCase() === name.toLowerCase())) {
    throw new Conflict(`There is a folder "${name}" here already.`);
  }
}

/** Puts flows into a folder, or into none. That is no change of the flow. */
export async function moveFlows({
  ids,
  folderId,
}: {
  ids: string[];
  folderId: string | null;
}): Promise<{ moved: number }> {
  return transact(async (tx) => {
    if (folderId !== null && !(await tx.folder.findUnique({ where: { id: folderId } }))) throw noFolder();
    const marks = ids.map(() => '?').join(', ');
    const moved = await tx.sql.run(
      `UPDATE "Flow" SET "folderId" = ? WHERE "deletedAt" IS NULL AND "id" IN (${marks})`,
      [folderId, ...ids],
    );
    return { moved };
  });
}

/** Makes a tag; one of that name that is there already is the one. */
export async function addTag({ name, tone = 'plain' }: { name: string; tone?: TagTone }): Promise<TagView> {
  return transact(async (tx) => {
    const same = await tagNamed(tx, name);
    if (same) return tagView(same);
    if ((await tx.tag.count()) >= MOST_TAGS)
      throw new Invalid(`There are ${MOST_TAGS} tags already. Remove some first.`);
    return tagView(await tx.tag.create({ data: { id: randomUUID(), name, tone }, select: tagRow }));
  });
}

async function tagNamed(tx: Tx, name: string) {
  const tags = await tx.tag.findMany({ select: tagRow });
  return tags.find((tag) => tag.name.toLowerCase() === name.toLowerCase());
}

/** Renames or colours a tag. */
export async function changeTag({ id, ...change }: { id: string; name?: string; tone?: TagTone }): Promise<TagView> {
  return transact(async (tx) => {
    if (!(await tx.tag.findUnique({ where: { id } }))) throw new NotFound('There is no such tag (any more).');
    const same = change.name === undefined ? undefined : await tagNamed(tx, change.name);
    if (same && same.id !== id) throw new Conflict(`There is a tag "${same.name}" already.`);
    return tagView(await tx.tag.update({ where: { id }, data: change, select: tagRow }));
  });
}

/** Takes a tag away from everywhere. */
export async function removeTag(id: string): Promise<{ removed: true }> {
  await db().tag.deleteMany({ where: { id } });
  return { removed: true };
}

/** Puts tags on flows and takes others off. */
export async function tagFlows(change: {
  ids: string[];
  add?: string[];
  remove?: string[];
}): Promise<{ tagged: number }> {
  const { ids, add = [], remove = [] } = change;
  return transact(async (tx) => {
    const flows = await tx.flow.findMany({ where: { id: { in: ids }, deletedAt: null }, select: { id: true } });
    const tags = await tx.tag.findMany({ where: { id: { in: add } }, select: { id: true } });
    if (tags.length < new Set(add).size) throw new NotFound('There is no such tag (any more).');
    await tx.flowTag.deleteMany({ where: { flowId: { in: ids }, tagId: { in: remove } } });
    for (const { id: flowId } of flows) {
      for (const { id: tagId } of tags) {
        await tx.sql.run('INSERT OR IGNORE INTO "FlowTag" ("flowId", "tagId") VALUES (?, ?)', [flowId, tagId]);
      }
    }
    return { tagged: flows.length };
  });
}

/** A copy of a flow goes where the flow is, with its tags. */
export async function shelveLike({ from, to }: { from: string; to: string }): Promise<void> {
  await transact(async (tx) => {
    await tx.sql.run('UPDATE "Flow" SET "folderId" = (SELECT "folderId" FROM "Flow" WHERE "id" = ?) WHERE "id" = ?', [
      from,
      to,
    ]);
    await tx.sql.run(
      'INSERT OR IGNORE INTO "FlowTag" ("flowId", "tagId") SELECT ?, "tagId" FROM "FlowTag" WHERE "flowId" = ?',
      [to, from],
    );
  });
}
