'use client';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { toast } from '#components/ui/toast.ts';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { useBulkWork, whichOf, type BulkProps } from '#components/runs/bulk-work.ts';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const OPEN = ['queued', 'running', 'waiting'] as const;

/** Counts first, then stops runs a hundred at a time. */
export function BulkCancel({ filter, ids, onClose, onDone }: BulkProps) {
  const t = useTranslations('runs.bulk');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const [reason, setReason] = useState('');
  const work = useBulkWork();
  const look = useMutation(trpc.runs.cancelMany.mutationOptions());
  const { mutate } = look;
  const [which] = useState(() => whichOf({ filter, ids }, OPEN));
  useEffect(() => mutate({ filter: which, dryRun: true }), [mutate, which]);
  const run = async () => {
    const why = reason.trim();
    try {
      const { done } = await work.start(async (cursor) => {
        const more = { ...(cursor ? { cursor } : {}), ...(why ? { reason: why } : {}) };
        const page = await client.runs.cancelMany.mutate({ filter: which, ...more });
        return { done: page.cancelled.length, left: page.leftOut.length, next: page.next };
      });
      toast(t('cancelled', { count: done }));
      onDone();
      onClose();
    } catch (error) {
      toast.error(messageOf(error));
    }
  };
  const found = look.data?.found ?? 0;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('cancelTitle')}
        description={t('cancelHelp')}
        footer={
          <>
            <Button onClick={work.state ? work.end : onClose}>{work.state ? t('halt') : t('keep')}</Button>
            <Button variant="dangerSolid" busy={work.state !== null} disabled={found === 0} onClick={() => void run()}>
              {t('cancelDo', { count: found })}
            </Button>
          </>
        }
      >
        {look.isPending && <Skeleton className="h-6" />}
        {look.error && (
          <ErrorState message={messageOf(look.error)} onRetry={() => mutate({ filter: which, dryRun: true })} />
        )}
        {look.data && (
          <div className="flex flex-col gap-4">
            <p role="status" className="text-base">
              {work.state ? t('progress', { done: work.state.done, found }) : t('cancelFound', { count: found })}
            </p>
            {found > 0 && (
              <Field label={t('reason')} hint={t('reasonHint')} required={false}>
                <Input value={reason} maxLength={500} onChange={({ target }) => setReason(target.value)} />
              </Field>
            )}
          </div>
        )}
      </DialogContent>
    </Dialog>
  );
}
