'use client';
import { Eye } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { GuideLink } from '#components/help/guide-link.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { ForgetDialog } from '#components/variables/forget-dialog.tsx';
import { MoreButton } from '#components/variables/more-button.tsx';
import { useSeen } from '#components/variables/use-variables.ts';
import type { SeenView } from '#lib/views-data.ts';

/** What flows have met before, list by list. */
export function SeenList({ search }: { search: string }) {
  const t = useTranslations('variables.seenList');
  const list = useSeen(search);
  const mayEdit = useRight('edit');
  const [open, setOpen] = useState<SeenView | null>(null);
  if (list.isPending) return <SkeletonRows />;
  if (!list.items) return <ErrorState message={messageOf(list.error)} onRetry={() => void list.refetch()} />;
  return (
    <>
      <Card>
        {list.items.length > 0 ? (
          <ul className="divide-y divide-line">
            {list.items.map((one) => (
              <li key={one.list} className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 sm:px-5">
                <div className="min-w-0 flex-1 basis-40">
                  <bdi className="font-medium wrap-anywhere">{one.list}</bdi>
                  <p className="text-sm text-ink-faint">
                    {t('lastNew')} <TimeAgo at={one.lastAt} />
                  </p>
                </div>
                <span className="text-sm text-ink-soft tabular-nums">{t('count', { count: one.count })}</span>
                {mayEdit && (
                  <Button
                    size="sm"
                    aria-label={t('forgetWhatRemembers', { list: one.list })}
                    onClick={() => setOpen(one)}
                  >
                    {t('forget')}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        ) : search ? (
          <p className="px-5 py-10 text-center text-base text-ink-soft">{t('none')}</p>
        ) : (
          <EmptyState icon={Eye} title={t('empty')}>
            {t('emptyHelp')}
            <GuideLink to="variables" />
          </EmptyState>
        )}
        {open && <ForgetDialog seen={open} onClose={() => setOpen(null)} />}
      </Card>
      <MoreButton list={list} />
    </>
  );
}
