'use client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';

/** Variables that hold the words, by name, page by page. */
export function useVariables(search: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useInfiniteQuery({
    queryKey: [...trpc.variables.list.pathKey(), 'pages', search],
    queryFn: ({ pageParam, signal }) =>
      client.variables.list.query(
        { ...(search ? { search } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
        { signal },
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  return { ...query, variables: query.data?.pages.flatMap((page) => page.items) };
}

/** Change and delete what flows keep. */
export function useVariableActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const fresh = (place: { pathKey: () => readonly unknown[] }) => {
    const refresh = () => queries.invalidateQueries({ queryKey: [...place.pathKey()] });
    // What is gone by the time one acts is gone from the list too.
    return { onSettled: refresh, onError: (error: unknown) => toast.error(messageOf(error)) };
  };
  return {
    set: useMutation(trpc.variables.set.mutationOptions({ onSettled: fresh(trpc.variables).onSettled })),
    remove: useMutation(trpc.variables.remove.mutationOptions(fresh(trpc.variables))),
    resetCounter: useMutation(trpc.counters.reset.mutationOptions(fresh(trpc.counters))),
    removeCounter: useMutation(trpc.counters.remove.mutationOptions(fresh(trpc.counters))),
    forget: useMutation(trpc.seen.forget.mutationOptions({ onSettled: fresh(trpc.seen).onSettled })),
  };
}
