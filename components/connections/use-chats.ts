'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';

/** Pair, trust and unpair chats. */
export function useChatActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const after = {
    onSuccess: () => queries.invalidateQueries({ queryKey: trpc.chats.pathKey() }),
    onError: (error: unknown) => void toast.error(messageOf(error)),
  };
  return {
    pair: useMutation(trpc.chats.pair.mutationOptions({ onSuccess: after.onSuccess })),
    trust: useMutation(trpc.chats.trust.mutationOptions(after)),
    remove: useMutation(trpc.chats.remove.mutationOptions(after)),
  };
}
