'use client';
import { useQuery } from '@tanstack/react-query';
import { Archive, Undo2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import type { FlowActions } from '#components/flows/use-flow-actions.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';

/** Flows that were deleted, to be brought back. */
export function BinList({ act }: Pick<FlowActions, 'act'>) {
  const t = useTranslations('flows.bin');
  const trpc = useTRPC();
  const bin = useQuery(trpc.flows.deleted.queryOptions());
  if (bin.isPending) return <SkeletonRows />;
  if (bin.error) return <ErrorState message={messageOf(bin.error)} onRetry={() => void bin.refetch()} />;
  if (bin.data.length === 0) {
    return (
      <Card>
        <EmptyState icon={Archive} title={t('empty')}>
          {t('emptyHelp')}
        </EmptyState>
      </Card>
    );
  }
  return (
    <>
      <p className="mb-3 text-base text-ink-soft">{t('help')}</p>
      <Card>
        <ul aria-label={t('label')} className="divide-y divide-line">
          {bin.data.map((flow) => (
            <li key={flow.id} className="flex items-center gap-4 px-4 py-3 sm:px-5">
              <div className="min-w-0 flex-1">
                <VisibleText text={flow.name} className="line-clamp-2 font-medium whitespace-normal" />
                <p className="text-sm text-ink-faint">
                  {t('deleted')} <TimeAgo at={flow.deletedAt} />
                </p>
              </div>
              <Button aria-label={t('restoreOne', { name: flow.name })} onClick={() => act([flow], 'restore')}>
                <Undo2 aria-hidden />
                {t('restore')}
              </Button>
            </li>
          ))}
        </ul>
      </Card>
    </>
  );
}
