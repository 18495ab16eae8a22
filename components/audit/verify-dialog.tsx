'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

export type VerifyDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** Walks the chain of fingerprints and says whether every row is as it was written. */
export function VerifyDialog({ open, onOpenChange }: VerifyDialogProps) {
  const t = useTranslations('admin.audit');
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      {open && (
        <DialogContent
          title={t('verify')}
          description={t('verifyHelp')}
          footer={<Button onClick={() => onOpenChange(false)}>{t('close')}</Button>}
        >
          <Verdict />
        </DialogContent>
      )}
    </Dialog>
  );
}

function Verdict() {
  const t = useTranslations('admin.audit');
  const trpc = useTRPC();
  const { data, error, isFetching } = useQuery(
    trpc.audit.verify.queryOptions(undefined, { staleTime: 0, gcTime: 0, retry: false, refetchOnWindowFocus: false }),
  );
  return (
    <div role="status" className="min-h-12">
      {isFetching && !data && <Skeleton className="h-12" />}
      {error && <Notice tone="danger">{messageOf(error)}</Notice>}
      {data?.ok && <Notice>{t('whole', { count: data.rows })}</Notice>}
      {data && !data.ok && <Notice tone="danger">{t('broken', { row: data.brokenAt, reason: data.reason })}</Notice>}
    </div>
  );
}
