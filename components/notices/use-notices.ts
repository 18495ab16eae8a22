'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';

/** How many notices are unread. Kept fresh by the live stream, with a slow poll behind it. */
export function useUnreadCount(): number {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.notices.count.queryOptions(undefined, { refetchInterval: 60_000 }));
  return data?.unread ?? 0;
}

/** The newest notices, asked for while they are looked at. */
export function useNotices() {
  const trpc = useTRPC();
  return useQuery(trpc.notices.list.queryOptions());
}

/** Marks one notice as read, or all without an id. */
export function useMarkRead() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  return useMutation(
    trpc.notices.read.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.notices.pathKey() }),
      onError: (error: unknown) => void toast.error(messageOf(error)),
    }),
  );
}
