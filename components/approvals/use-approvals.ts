'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { isCalm, type InboxFilter } from '#components/approvals/inbox-query.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';

const PAGE = 50;

/** Requests, newest first, page by page. */
export function useApprovals(asked: InboxFilter) {
  const { view, flowId, mine } = asked;
  const trpc = useTRPC();
  const client = useTRPCClient();
  const filter = {
    ...(view === 'all' ? {} : { status: view }),
    ...(flowId === undefined ? {} : { flowId }),
    ...(mine ? { mine } : {}),
    ...(view === 'waiting' ? { joined: true } : {}),
    ...(isCalm(asked) ? { calm: true } : {}),
  };
  const query = useInfiniteQuery({
    queryKey: [...trpc.approvals.list.pathKey(), 'pages', filter],
    queryFn: ({ pageParam, signal }) =>
      client.approvals.list.query({ ...filter, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  return { ...query, items: query.data?.pages.flatMap((page) => page.items) };
}
