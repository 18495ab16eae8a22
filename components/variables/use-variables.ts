'use client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';

/** Variables that hold the words, by name, page by page. */
export function useVariables(search: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  return useByName({
    key: [...trpc.variables.list.pathKey(), 'pages', search],
    page: (cursor, signal) => client.variables.list.query({ ...asked(search), ...cursor }, { signal }),
  });
}

/** Counters whose name has the words, by name, page by page. */
export function useCounters(search: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  return useByName({
    key: [...trpc.counters.list.pathKey(), 'pages', search],
    page: (cursor, signal) => client.counters.list.query({ ...asked(search), ...cursor }, { signal }),
  });
}

/** The lists of what was seen whose name has the words, by name, page by page. */
export function useSeen(search: string) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  return useByName({
    key: [...trpc.seen.list.pathKey(), 'pages', search],
    page: (cursor, signal) => client.seen.list.query({ ...asked(search), ...cursor }, { signal }),
  });
}

const asked = (search: string) => (search ? { search } : {});

type ByName<Item> = {
  key: unknown[];
  page: (cursor: { cursor?: string }, signal: AbortSignal) => Promise<{ items: Item[]; next: string | null }>;
};

function useByName<Item>({ key, page }: ByName<Item>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => page(pageParam ? { cursor: pageParam } : {}, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });
  return { ...query, items: query.data?.pages.flatMap(({ items }) => items) };
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
