'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { messageOf, unsafeIn } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';
import type { Naming } from '#components/versions/naming-fields.tsx';
import type { FlowDetail } from '#lib/views.ts';

const UNDO_MS = 15_000;

/** Brings old versions back: into the draft, or at once as a new version. What the draft held can be had again. */
export function useGoBack(detail: FlowDetail) {
  const t = useTranslations('versions.back');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { id: flowId, draft, draftRevision: revision } = detail;
  const refresh = () =>
    Promise.all([
      queries.invalidateQueries({ queryKey: trpc.flows.pathKey() }),
      queries.invalidateQueries({ queryKey: trpc.versions.list.pathKey() }),
    ]);
  const onError = (error: unknown) => {
    toast.error(messageOf(error));
    void refresh();
  };
  const save = useMutation(
    trpc.flows.save.mutationOptions({
      onError,
      onSuccess: () => {
        toast(t('undone'));
        return refresh();
      },
    }),
  );
  const undo = (now: number) => ({
    duration: UNDO_MS,
    action: { label: t('undo'), onClick: () => save.mutate({ id: flowId, draft, revision: now }) },
  });
  const restore = useMutation(trpc.versions.restore.mutationOptions({ onError }));
  const rollBack = useMutation(
    trpc.versions.rollBack.mutationOptions({
      // The window shows what is not safe, and asks for the reason.
      onError: (error) => (unsafeIn(error).length > 0 ? undefined : onError(error)),
    }),
  );
  return {
    isPending: restore.isPending || rollBack.isPending,
    restore: (version: string) =>
      restore.mutate(
        { flowId, version, revision },
        {
          onSuccess: ({ draftRevision }) => {
            toast(t('restored', { number: version }), undo(draftRevision));
            void refresh();
          },
        },
      ),
    /** What stood in the way of going back, until it is asked for again. */
    unsafe: unsafeIn(rollBack.error),
    rollBack: ({ version, name, note, reason }: Naming & { version: string; reason: string }, done: () => void) =>
      rollBack.mutate(
        {
          ...{ flowId, version, revision },
          ...(name ? { name } : {}),
          ...(note ? { note } : {}),
          ...(reason ? { reason } : {}),
        },
        {
          onSuccess: ({ number, draftRevision }) => {
            toast.success(t('rolledBack', { number }), detail.unpublishedChanges ? undo(draftRevision) : {});
            done();
            void refresh();
          },
        },
      ),
  };
}
