'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { toast } from '#components/ui/toast.ts';

/** Takes a waiting message back, or lets it go now. */
export function useOutbox() {
  const t = useTranslations('outbox.held');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const settled = { onSettled: () => queries.invalidateQueries({ queryKey: trpc.outbox.pathKey() }) };
  const onError = (error: unknown) => toast.error(messageOf(error));
  const cancel = useMutation(
    trpc.outbox.cancel.mutationOptions({ ...settled, onError, onSuccess: () => toast(t('taken')) }),
  );
  const send = useMutation(trpc.outbox.send.mutationOptions({ ...settled, onError }));
  return { cancel, send };
}
