'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '#components/live/trpc.tsx';

const LOOK_EVERY_MS = 1000;

/** The models of a connection; looked at again while one is being fetched. */
export function useModels(id: string) {
  return useQuery(
    useTRPC().models.list.queryOptions(
      { id },
      {
        refetchInterval: ({ state }) =>
          state.data?.pulls.some(({ status }) => status === 'running') ? LOOK_EVERY_MS : false,
      },
    ),
  );
}

/** Ask a service for its models, have it fetch one, stop that. */
export function useModelActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const after = {
    onSettled: () => queries.invalidateQueries({ queryKey: trpc.models.pathKey() }),
  };
  return {
    refresh: useMutation(trpc.models.refresh.mutationOptions(after)),
    pull: useMutation(trpc.models.pull.mutationOptions(after)),
    cancel: useMutation(trpc.models.cancel.mutationOptions(after)),
  };
}
