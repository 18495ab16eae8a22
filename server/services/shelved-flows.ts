import { NotFound } from '#platform/errors.ts';
import type { FlowCard, FolderView } from '#lib/views-flows.ts';
import { flowCards } from '#server/services/flow-cards.ts';
import { shelves } from '#server/services/shelves.ts';

export type ShelvedFlow = Omit<FlowCard, 'folderId' | 'tags'> & { folder: string | null; tags: string[] };

function pathOf(folder: FolderView, folders: ReadonlyMap<string, FolderView>): string {
  const parent = folder.parentId === null ? undefined : folders.get(folder.parentId);
  return parent ? `${parent.name}/${folder.name}` : folder.name;
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Flows with the names of their folder and tags; of one folder (and those in it) or tag only, where asked. */
export async function shelvedFlows(filter: { folder?: string; tag?: string }): Promise<ShelvedFlow[]> {
  const [cards, known] = await Promise.all([flowCards(), shelves()]);
  const folders = new Map(known.folders.map((folder) => [folder.id, folder]));
  const tags = new Map(known.tags.map((tag) => [tag.id, tag.name]));
  const wanted = filter.folder === undefined ? null : within(filter.folder, known.folders, folders);
  return cards.flatMap(({ folderId, tags: tagIds, ...card }) => {
    const folder = folders.get(folderId ?? '');
    const names = tagIds.flatMap((id) => tags.get(id) ?? []);
    if (wanted && !wanted.has(folderId ?? '')) return [];
    if (filter.tag !== undefined && !names.some((name) => same(name, filter.tag ?? ''))) return [];
    return [{ ...card, folder: folder ? pathOf(folder, folders) : null, tags: names }];
  });
}

function within(name: string, list: readonly FolderView[], folders: ReadonlyMap<string, FolderView>): Set<string> {
  const found = list.filter((folder) => same(pathOf(folder, folders), name) || same(folder.id, name));
  if (found.length === 0) throw new NotFound(`There is no folder "${name}".`);
  const ids = new Set(found.map(({ id }) => id));
  return new Set(list.filter(({ id, parentId }) => ids.has(id) || ids.has(parentId ?? '')).map(({ id }) => id));
}
