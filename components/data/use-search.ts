'use client';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useMemo, useState } from 'react';
import { textOf } from '#components/data/value-string.ts';
import type { DataSource, ViewKind } from '#components/data/view-kinds.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { hitsIn, offsetsIn, type ValueHit } from '#lib/value-search.ts';

/** The words that are searched for, and the one hit that the person is at. */
export type SearchTarget = { words: string; hit: ValueHit | null; offset: number | null };

export type Search = {
  typed: string;
  type: (words: string) => void;
  /** Forwards or backwards, round and round. */
  step: (by: 1 | -1) => void;
  /** Which hit of how many; `more`: there are more than were counted. */
  at: number;
  count: number;
  more: boolean;
  busy: boolean;
  target: SearchTarget;
};

const NOTHING = { hits: [] as ValueHit[], offsets: [] as number[], more: false };

function findHere(source: DataSource, inText: boolean, words: string) {
  if (source.where === 'server' || words === '') return NOTHING;
  if (!inText) return { ...NOTHING, ...hitsIn(source.value, words) };
  return { ...NOTHING, ...offsetsIn(textOf(source.value), words) };
}

/** Search within a value: here, or on the server where the value is. */
export function useSearch(source: DataSource, view: ViewKind): Search {
  const trpc = useTRPC();
  const [typed, setTyped] = useState('');
  const [place, setPlace] = useState({ words: '', view, index: 0 });
  const words = useDeferredValue(typed.slice(0, 200));
  const inText = view === 'text' || view === 'json';
  const remote = source.where === 'server' && words !== '';
  const asked = { ref: source.where === 'server' ? source.ref : '', words };
  const later = { staleTime: Infinity, placeholderData: <T>(old: T | undefined) => old };
  const tree = useQuery(trpc.values.find.queryOptions(asked, { ...later, enabled: remote && !inText }));
  const text = useQuery(trpc.values.findText.queryOptions({ ...asked, at: [] }, { ...later, enabled: remote && inText }));
  const here = useMemo(() => findHere(source, inText, words), [source, inText, words]);
  const hits = remote ? (inText ? [] : (tree.data?.hits ?? [])) : here.hits;
  const offsets = remote ? (inText ? (text.data?.offsets ?? []) : []) : here.offsets;
  const count = inText ? offsets.length : hits.length;
  const index = place.words === words && place.view === view && place.index < count ? place.index : 0;
  return {
    typed,
    type: setTyped,
    step: (by) => count > 0 && setPlace({ words, view, index: (index + by + count) % count }),
    at: index,
    count,
    more: remote ? ((inText ? text : tree).data?.more ?? false) : here.more,
    busy: remote && (tree.isFetching || text.isFetching),
    target: { words, hit: hits[index] ?? null, offset: offsets[index] ?? null },
  };
}
