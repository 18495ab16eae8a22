import type { FlowCard, FolderView } from '#lib/views-flows.ts';

export const FLOW_SORTS = ['changed', 'name', 'ran', 'failed'] as const;
export type FlowSort = (typeof FLOW_SORTS)[number];
export const FLOW_STATES = ['live', 'paused', 'draft', 'changed', 'failed'] as const;
export type FlowState = (typeof FLOW_STATES)[number];

/** Flows that are in no folder. */
export const NO_FOLDER = 'none';

/** What the list shows; all of it stands in the address. */
export type FlowFilter = {
  query: string;
  /** Id of a folder, `none`, or null for all. */
  folder: string | null;
  /** Ids: a flow must have all of them. */
  tags: readonly string[];
  state: FlowState | null;
  sort: FlowSort;
  /** Show what was deleted instead. */
  bin: boolean;
};

export const ALL_FLOWS: FlowFilter = { query: '', folder: null, tags: [], state: null, sort: 'changed', bin: false };

function oneOf<T extends string>(known: readonly T[], value: string | null): T | null {
  return known.find((one) => one === value) ?? null;
}

/** Reads the filter from an address; what it does not know is left out. */
export function readFilter(search: URLSearchParams): FlowFilter {
  return {
    query: (search.get('q') ?? '').slice(0, 200),
    folder: search.get('folder'),
    tags: search.getAll('tag').slice(0, 20),
    state: oneOf(FLOW_STATES, search.get('state')),
    sort: oneOf(FLOW_SORTS, search.get('sort')) ?? ALL_FLOWS.sort,
    bin: search.get('view') === 'bin',
  };
}

/** The filter as a query of an address, short: what is as always is left out. */
export function writeFilter(filter: FlowFilter): string {
  const search = new URLSearchParams();
  if (filter.bin) search.set('view', 'bin');
  if (filter.folder !== null) search.set('folder', filter.folder);
  for (const tag of filter.tags) search.append('tag', tag);
  if (filter.state !== null) search.set('state', filter.state);
  if (filter.query !== '') search.set('q', filter.query);
  if (filter.sort !== ALL_FLOWS.sort) search.set('sort', filter.sort);
  return search.toString();
}

/** Whether the filter narrows the list at all. */
export function isNarrow({ query, folder, tags, state }: FlowFilter): boolean {
  return query !== '' || folder !== null || tags.length > 0 || state !== null;
}

function isIn(card: FlowCard, state: FlowState): boolean {
  if (state === 'failed') return card.failedRuns > 0;
  if (state === 'draft') return card.publishedNumber === null;
  if (card.publishedNumber === null) return false;
  if (state === 'changed') return card.unpublishedChanges;
  return state === 'paused' ? card.paused : !card.paused;
}

function byText(a: string | null | undefined, b: string | null | undefined): number {
  return (b ?? '') < (a ?? '') ? -1 : (b ?? '') > (a ?? '') ? 1 : 0;
}

const ORDER: Record<FlowSort, (a: FlowCard, b: FlowCard) => number> = {
  changed: (a, b) => byText(a.updatedAt, b.updatedAt),
  name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true, sensitivity: 'base' }),
  ran: (a, b) => byText(a.lastRun?.createdAt, b.lastRun?.createdAt),
  failed: (a, b) => b.failedRuns - a.failedRuns || byText(a.lastRun?.createdAt, b.lastRun?.createdAt),
};

/** The flows that fit, in the order that is asked for. A folder shows what is in its own folders too. */
export function filterFlows(
  cards: readonly FlowCard[],
  asked: { filter: FlowFilter; folders: readonly FolderView[] },
): FlowCard[] {
  const { filter, folders } = asked;
  const words = filter.query.toLowerCase().split(/\s+/).filter(Boolean);
  const inside = new Set(
    folders.filter(({ id, parentId }) => id === filter.folder || parentId === filter.folder).map(({ id }) => id),
  );
  const known = new Set(folders.map(({ id }) => id));
  const isHere = (folderId: string | null) => {
    if (filter.folder === null) return true;
    if (filter.folder === NO_FOLDER) return folderId === null || !known.has(folderId);
    return folderId !== null && inside.has(folderId);
  };
  return cards
    .filter(
      (card) =>
        isHere(card.folderId) &&
        filter.tags.every((tag) => card.tags.includes(tag)) &&
        (filter.state === null || isIn(card, filter.state)) &&
        words.every((word) => card.name.toLowerCase().includes(word)),
    )
    .sort(ORDER[filter.sort]);
}

/** A folder and those in it, each with how many flows are in it (and below). */
export type FolderCount = FolderView & { count: number; depth: number };

/** Folders in the order of the page: each followed by those in it. */
export function folderTree(folders: readonly FolderView[], cards: readonly FlowCard[]): FolderCount[] {
  const own = new Map<string, number>();
  for (const { folderId } of cards) if (folderId !== null) own.set(folderId, (own.get(folderId) ?? 0) + 1);
  const count = (id: string) => own.get(id) ?? 0;
  return folders
    .filter(({ parentId }) => parentId === null)
    .flatMap((folder) => {
      const children = folders.filter(({ parentId }) => parentId === folder.id);
      const below = children.reduce((sum, { id }) => sum + count(id), 0);
      return [
        { ...folder, depth: 0, count: count(folder.id) + below },
        ...children.map((child) => ({ ...child, depth: 1, count: count(child.id) })),
      ];
    });
}

/** The selection after a click on a row: one more, one less, or with Shift all from the last one on. */
export function pick(
  selected: ReadonlySet<string>,
  click: { id: string; shown: readonly string[]; from: string | null },
): Set<string> {
  const next = new Set(selected);
  const [a, b] = [click.shown.indexOf(click.from ?? ''), click.shown.indexOf(click.id)];
  if (click.from !== null && a >= 0 && b >= 0) {
    for (const id of click.shown.slice(Math.min(a, b), Math.max(a, b) + 1)) next.add(id);
  } else if (!next.delete(click.id)) next.add(click.id);
  return next;
}
