'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/live/trpc.tsx';

/** How many runs failed since this person last looked. Kept fresh by the live stream, with a slow poll behind it. */
export function useFailureCount(): number {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.runs.newFailures.queryOptions(undefined, { refetchInterval: 60_000 }));
  return data?.failed ?? 0;
}
