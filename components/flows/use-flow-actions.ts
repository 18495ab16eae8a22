'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { toast } from 'sonner';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import type { FlowCard } from '#lib/views.ts';

const TEXT = {
  paused: 'Paused. Nothing starts it until you resume it.',
  resumed: 'Resumed. Its triggers start runs again.',
  removed: (name: string) => `Deleted “${name}”.`,
  restored: 'Brought back.',
  duplicated: 'Copied.',
  undo: 'Undo',
};

/** All that can be done to a flow from a list. */
export function useFlowActions() {
  const trpc = useTRPC();
  const router = useRouter();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.flows.pathKey() });
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const told = (text: string) => ({
    onError,
    onSuccess: () => {
      toast(text);
      return refresh();
    },
  });

  const pause = useMutation(trpc.flows.pause.mutationOptions(told(TEXT.paused)));
  const resume = useMutation(trpc.flows.resume.mutationOptions(told(TEXT.resumed)));
  const duplicate = useMutation(trpc.flows.duplicate.mutationOptions(told(TEXT.duplicated)));
  const restore = useMutation(trpc.flows.restore.mutationOptions(told(TEXT.restored)));
  const rename = useMutation(trpc.flows.rename.mutationOptions({ onSuccess: refresh }));
  const remove = useMutation(trpc.flows.remove.mutationOptions({ onError, onSuccess: refresh }));
  const run = useMutation(
    trpc.flows.run.mutationOptions({ onError, onSuccess: ({ runId }) => router.push(`/runs/${runId}`) }),
  );

  return {
    rename,
    busy: run.isPending,
    pauseOrResume: ({ id, paused }: FlowCard) => (paused ? resume : pause).mutate({ id }),
    duplicate: ({ id }: FlowCard) => duplicate.mutate({ id }),
    /** The published version; a flow that was never published runs as a test of its draft. */
    run: ({ id, publishedNumber }: FlowCard) =>
      run.mutate({ id, mode: publishedNumber === null ? 'test' : 'production' }),
    remove: ({ id, name }: FlowCard) =>
      remove.mutate(
        { id },
        {
          onSuccess: () =>
            toast(TEXT.removed(name), {
              duration: 12_000,
              action: { label: TEXT.undo, onClick: () => restore.mutate({ id }) },
            }),
        },
      ),
  };
}

export type FlowActions = ReturnType<typeof useFlowActions>;
