'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';

export type InboxView = 'waiting' | 'all';

const PAGE = 50;

/** Requests, newest first, page by page. */
export function useApprovals(view: InboxView) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const filter = view === 'waiting' ? { status: 'waiting' as const } : {};
  const query = useInfiniteQuery({
    queryKey: [...trpc.approvals.list.pathKey(), 'pages', filter],
    queryFn: ({ pageParam, signal }) =>
      client.approvals.list.query({ ...filter, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  return { ...query, items: query.data?.pages.flatMap((page) => page.items) };
}
