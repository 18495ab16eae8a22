'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toast } from '#components/ui/toast.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useStore } from '#components/editor/store/store.ts';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import type { Json } from '#lib/value.ts';

const TEXT = {
  pinned: 'Pinned. Tests take this output as it is.',
  unpinned: 'Not pinned any more.',
  nothing: 'There is no output to pin yet. Run the step, or write down what it should give.',
};

/** Pins outputs of the draft's steps and lets go of them. */
export function usePins() {
  const { editor, flowId } = useEditor();
  const { autosave } = useSync();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const outputs = useStore(editor.outputs, (value) => value);
  const onSuccess = () => queries.invalidateQueries({ queryKey: trpc.drafts.pins.queryKey({ id: flowId }) });
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const pin = useMutation(trpc.drafts.pin.mutationOptions({ onSuccess, onError }));
  const write = useMutation(trpc.drafts.writePin.mutationOptions({ onSuccess }));
  const unpin = useMutation(trpc.drafts.unpin.mutationOptions({ onSuccess, onError }));
  /** Pins what the step gave last; false where there is nothing. */
  const pinLast = async (nodeId: string): Promise<boolean> => {
    const { runId, byNode } = outputs;
    if (runId === null || !byNode.has(nodeId)) {
      toast(TEXT.nothing);
      return false;
    }
    await autosave.flush();
    return pin.mutateAsync({ flowId, nodeId, runId }).then(
      () => true,
      () => false,
    );
  };
  const toggle = async (nodeId: string) => {
    if (editor.pins.get().has(nodeId)) unpin.mutate({ flowId, nodeId }, { onSuccess: () => void toast(TEXT.unpinned) });
    else if (await pinLast(nodeId)) toast(TEXT.pinned);
  };
  const writeDown = async (nodeId: string, { value, port }: { value: Json; port: string | undefined }) => {
    await autosave.flush();
    await write.mutateAsync({ flowId, nodeId, value, ...(port === undefined ? {} : { port }) });
  };
  return {
    toggle,
    pinLast,
    writeDown,
    clear: () => unpin.mutate({ flowId }),
    busy: pin.isPending || write.isPending || unpin.isPending,
  };
}
