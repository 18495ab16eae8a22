'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { toast } from '#components/ui/toast.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { useStore } from '#components/editor/store/store.ts';
import { useSync } from '#components/editor/sync/sync-context.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import type { Json } from '#lib/value.ts';

/** Pins outputs of the draft's steps and lets go of them. */
export function usePins() {
  const t = useTranslations('trial.pins');
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
      toast(t('nothing'));
      return false;
    }
    await autosave.flush();
    return pin.mutateAsync({ flowId, nodeId, runId }).then(
      () => true,
      () => false,
    );
  };
  const back = useMutation(trpc.drafts.restorePins.mutationOptions({ onSuccess, onError }));
  const restore = (nodeIds: string[], done?: () => void) =>
    back.mutate({ flowId, nodeIds }, done && { onSuccess: done });
  const letGo = (nodeId: string) => {
    const action = { label: t('undo'), onClick: () => restore([nodeId]) };
    unpin.mutate({ flowId, nodeId }, { onSuccess: () => void toast(t('unpinned'), { action }) });
  };
  const toggle = async (nodeId: string) => {
    if (editor.pins.get().has(nodeId)) letGo(nodeId);
    else if (await pinLast(nodeId)) toast(t('pinned'));
  };
  const writeDown = async (nodeId: string, { value, port }: { value: Json; port: string | undefined }) => {
    await autosave.flush();
    await write.mutateAsync({ flowId, nodeId, value, ...(port === undefined ? {} : { port }) });
  };
  return {
    toggle,
    pinLast,
    writeDown,
    /** Lets go of one, or of all. */
    clear: (nodeId: string | undefined, done: () => void) =>
      unpin.mutate({ flowId, ...(nodeId === undefined ? {} : { nodeId }) }, { onSuccess: done }),
    restore,
    busy: pin.isPending || write.isPending || unpin.isPending || back.isPending,
  };
}
