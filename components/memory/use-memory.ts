'use client';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';

export type NoteChoice = { search: string; which: 'all' | 'waiting' | 'mine'; flowId: string | null };

/** What the server is asked for a choice of notes. */
export function askedFor({ search, which, flowId }: NoteChoice) {
  return {
    ...(search === '' ? {} : { search }),
    ...(which === 'waiting' ? { state: 'quarantined' as const } : {}),
    ...(which === 'mine' ? { mine: true } : {}),
    ...(flowId === null ? {} : { flowId }),
  };
}

/** The notes of a choice, the latest first, page by page. */
export function useNotes(choice: NoteChoice) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const query = useInfiniteQuery({
    queryKey: [...trpc.memory.list.pathKey(), 'pages', choice],
    queryFn: ({ pageParam, signal }) =>
      client.memory.list.query(
        { ...askedFor(choice), ...(pageParam === null ? {} : { cursor: pageParam }) },
        { signal },
      ),
    initialPageParam: null as number | null,
    getNextPageParam: ({ next }) => next,
    placeholderData: (before) => before,
  });
  return { ...query, items: query.data?.pages.flatMap(({ items }) => items) };
}

/** Accept, change and delete notes. What is gone by the time one acts is gone from the list too. */
export function useNoteActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const onSettled = () => queries.invalidateQueries({ queryKey: [...trpc.memory.pathKey()] });
  return {
    accept: useMutation(trpc.memory.accept.mutationOptions({ onSettled })),
    change: useMutation(trpc.memory.change.mutationOptions({ onSettled })),
    remove: useMutation(trpc.memory.remove.mutationOptions({ onSettled })),
    clear: useMutation(trpc.memory.clear.mutationOptions({ onSettled })),
  };
}
