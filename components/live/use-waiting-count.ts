'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/live/trpc.tsx';

/** How many approvals wait for a person. Kept fresh by the live stream, with a slow poll behind it. */
export function useWaitingCount(): number {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.approvals.count.queryOptions(undefined, { refetchInterval: 60_000 }));
  return data?.waiting ?? 0;
}
