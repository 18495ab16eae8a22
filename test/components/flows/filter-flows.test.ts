import { describe, expect, it } from 'vitest';
import {
  ALL_FLOWS,
  filterFlows,
  folderTree,
  pick,
  readFilter,
  writeFilter,
  type FlowFilter,
} from '#components/flows/filter-flows.ts';
import type { FlowCard } from '#lib/views-flows.ts';

const card = (id: string, more: Partial<FlowCard> = {}): FlowCard => ({
  id,
  name: id,
  paused: false,
  publishedNumber: 1,
  unpublishedChanges: false,
  updatedAt: '2026-01-01T00:00:00.000Z',
  triggers: [],
  lastRun: null,
  failedRuns: 0,
  folderId: null,
  tags: [],
  ...more,
});
const folders = [
  { id: 'home', name: 'Home', parentId: null },
  { id: 'garden', name: 'Garden', parentId: 'home' },
  { id: 'work', name: 'Work', parentId: null },
];
const cards = [
  card('Water plants 10', { folderId: 'garden', tags: ['daily'], updatedAt: '2026-03-01T00:00:00.000Z' }),
  card('Water plants 9', { folderId: 'home', tags: ['daily', 'wet'], failedRuns: 2 }),
  card('Invoices', { folderId: 'work', paused: true, publishedNumber: 3, unpublishedChanges: true }),
  card('Idea', { publishedNumber: null, unpublishedChanges: true, folderId: 'folder-that-is-gone' }),
];
const found = (filter: Partial<FlowFilter>) =>
  filterFlows(cards, { filter: { ...ALL_FLOWS, ...filter }, folders }).map(({ id }) => id);

describe('the list of flows', () => {
  it('is narrowed by words, folder (with those in it), tags and state', () => {
    expect(found({ query: 'PLANTS water' })).toHaveLength(2);
    expect(found({ folder: 'home' })).toEqual(['Water plants 10', 'Water plants 9']);
    expect(found({ folder: 'garden' })).toEqual(['Water plants 10']);
    expect(found({ folder: 'none' })).toEqual(['Idea']);
    expect(found({ tags: ['daily', 'wet'] })).toEqual(['Water plants 9']);
    expect(found({ state: 'live' })).toEqual(['Water plants 10', 'Water plants 9']);
    expect(found({ state: 'paused' })).toEqual(['Invoices']);
    expect(found({ state: 'changed' })).toEqual(['Invoices']);
    expect(found({ state: 'draft' })).toEqual(['Idea']);
    expect(found({ state: 'failed' })).toEqual(['Water plants 9']);
  });

  it('is sorted by change, by name as people count, by last run and by failures', () => {
    expect(found({})[0]).toBe('Water plants 10');
    expect(found({ sort: 'name' })).toEqual(['Idea', 'Invoices', 'Water plants 9', 'Water plants 10']);
    expect(found({ sort: 'failed' })[0]).toBe('Water plants 9');
  });

  it('stands in the address, and what the address does not say is as always', () => {
    const filter: FlowFilter = {
      query: 'a b',
      folder: 'home',
      tags: ['x', 'y'],
      state: 'failed',
      sort: 'name',
      bin: false,
    };
    expect(readFilter(new URLSearchParams(writeFilter(filter)))).toEqual(filter);
    expect(writeFilter(ALL_FLOWS)).toBe('');
    expect(readFilter(new URLSearchParams('sort=nonsense&state=odd'))).toEqual(ALL_FLOWS);
  });

  it('counts what is in a folder and below it', () => {
    expect(folderTree(folders, cards).map(({ id, depth, count }) => [id, depth, count])).toEqual([
      ['home', 0, 2],
      ['garden', 1, 1],
      ['work', 0, 1],
    ]);
  });

  it('is selected one by one and in a row', () => {
    const shown = ['a', 'b', 'c', 'd'];
    const one = pick(new Set(), { id: 'b', shown, from: null });
    expect([...one]).toEqual(['b']);
    expect([...pick(one, { id: 'd', shown, from: 'b' })]).toEqual(['b', 'c', 'd']);
    expect([...pick(one, { id: 'b', shown, from: null })]).toEqual([]);
  });
});
