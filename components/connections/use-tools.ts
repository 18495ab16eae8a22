'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';

/** Ask a server for its tools, and change what holds for one. */
export function useToolActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const after = {
    onSettled: () => queries.invalidateQueries({ queryKey: trpc.mcp.pathKey() }),
    onError: (error: unknown) => void toast.error(messageOf(error)),
  };
  return {
    refresh: useMutation(trpc.mcp.refresh.mutationOptions(after)),
    change: useMutation(trpc.mcp.change.mutationOptions(after)),
  };
}
