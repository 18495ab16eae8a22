'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { inputOf, type RunListFilter } from '#components/runs/run-query.ts';

const PAGE = 100;

/** Runs, newest first, page by page; the live stream asks for them again when one changes. */
export function useRunList(filter: RunListFilter) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = inputOf(filter);
  const query = useInfiniteQuery({
    queryKey: [...trpc.runs.list.pathKey(), 'pages', input],
    queryFn: ({ pageParam, signal }) =>
      client.runs.list.query({ ...input, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  return { ...query, runs: query.data?.pages.flatMap((page) => page.items) };
}
