'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';

/** Create, change, test and delete connections. */
export function useConnectionActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.connections.pathKey() });
  return {
    create: useMutation(trpc.connections.create.mutationOptions({ onSuccess: refresh })),
    update: useMutation(trpc.connections.update.mutationOptions({ onSuccess: refresh })),
    remove: useMutation(
      trpc.connections.remove.mutationOptions({
        onSuccess: refresh,
        onError: (error) => toast.error(messageOf(error)),
      }),
    ),
    test: useMutation(trpc.connections.test.mutationOptions({ onSettled: refresh })),
  };
}
