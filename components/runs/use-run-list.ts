'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/live/trpc.tsx';
import type { RunStatus } from '#lib/run-event.ts';

export type RunListFilter = { flowId?: string; status?: RunStatus };

const PAGE = 50;

/** Runs, newest first, page by page; the live stream asks for them again when one changes. */
export function useRunList(filter: RunListFilter) {
  const trpc = useTRPC();
  const query = useInfiniteQuery(
    trpc.runs.list.infiniteQueryOptions(
      { ...filter, limit: PAGE },
      { getNextPageParam: (page) => page.next, placeholderData: (before) => before },
    ),
  );
  return { ...query, runs: query.data?.pages.flatMap((page) => page.items) };
}
