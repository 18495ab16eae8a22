'use client';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/live/trpc.tsx';
import type { DataSource } from '#components/data/view-kinds.ts';
import {
  entriesOf,
  PAGE_SIZE,
  rowsAt,
  valueAt,
  type Place,
  type RowPage,
  type ValueEntry,
} from '#lib/value-page.ts';

// What a run has kept does not change.
const FOR_EVER = { staleTime: Infinity };

/** The entry at a place; undefined while it is fetched. `failed`: some of what was asked for did not come. */
export type Entries = { entryAt: (at: Place) => ValueEntry | undefined; failed: Error | null };

function pageOf(at: Place): { at: number[]; from: number } {
  const index = at.at(-1) ?? 0;
  return { at: at.slice(0, -1), from: index - (index % PAGE_SIZE) };
}

/** The entries of a value that are on the screen: of a value at hand at once, of one on the server page by page. */
export function useEntries(source: DataSource, wanted: readonly Place[]): Entries {
  const trpc = useTRPC();
  const pages = new Map(source.where === 'here' ? [] : wanted.map((at) => [JSON.stringify(pageOf(at)), pageOf(at)]));
  const ref = source.where === 'server' ? source.ref : '';
  const results = useQueries({
    queries: [...pages.values()].map((page) => trpc.values.page.queryOptions({ ref, ...page }, FOR_EVER)),
  });
  if (source.where === 'here') {
    const { value } = source;
    return { entryAt: (at) => entriesOf(valueAt(value, at.slice(0, -1)) ?? null, at.at(-1) ?? 0, 1)[0], failed: null };
  }
  const known = new Map([...pages.keys()].map((key, index) => [key, results[index]?.data?.entries]));
  return {
    entryAt: (at) => known.get(JSON.stringify(pageOf(at)))?.[(at.at(-1) ?? 0) % PAGE_SIZE],
    failed: results.find(({ error }) => error)?.error as Error | null,
  };
}

/** The pages of a table that are on the screen. */
export function useRowPages(source: DataSource, rows: readonly number[]): { pageAt: (row: number) => RowPage | undefined } {
  const trpc = useTRPC();
  const starts = [...new Set([0, ...rows.map((row) => row - (row % PAGE_SIZE))])];
  const remote = source.where === 'server' ? starts : [];
  const ref = source.where === 'server' ? source.ref : '';
  const results = useQueries({
    queries: remote.map((from) => trpc.values.rows.queryOptions({ ref, at: [], from }, FOR_EVER)),
  });
  const { value } = source.where === 'here' ? source : { value: null };
  const pages = new Map(
    starts.map((from, index) => [from, source.where === 'here' ? rowsAt(value, [], from) : results[index]?.data]),
  );
  return { pageAt: (row) => pages.get(row - (row % PAGE_SIZE)) };
}

/** One piece of a text on the server. */
export function usePiece(asked: { ref: string; at: Place; from: number }): string | undefined {
  const trpc = useTRPC();
  return useQuery(trpc.values.text.queryOptions({ ...asked, at: [...asked.at] }, FOR_EVER)).data?.text;
}
