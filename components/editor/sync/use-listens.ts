'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '#components/live/trpc.tsx';

const LOOK_EVERY_MS = 1000;

/** Which triggers of the flow wait for an event, and what came; looked at again while one waits. */
export function useListens(flowId: string) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.listen.list.queryOptions({ id: flowId }),
    refetchInterval: ({ state }) => (state.data?.some(({ status }) => status === 'waiting') ? LOOK_EVERY_MS : false),
  });
}
