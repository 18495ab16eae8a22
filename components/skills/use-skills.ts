'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';

/** Upload, switch and delete skill packs. */
export function useSkillActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const after = {
    onSettled: () => queries.invalidateQueries({ queryKey: trpc.skills.pathKey() }),
    onError: (error: unknown) => void toast.error(messageOf(error)),
  };
  return {
    upload: useMutation(trpc.skills.upload.mutationOptions(after)),
    change: useMutation(trpc.skills.change.mutationOptions(after)),
    remove: useMutation(trpc.skills.remove.mutationOptions(after)),
  };
}
