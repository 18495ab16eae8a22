'use client';
import { Bell } from 'lucide-react';
import { useState, type ReactElement } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { NoticeRow } from '#components/notices/notice-row.tsx';
import { useMarkRead, useNotices } from '#components/notices/use-notices.ts';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';

export type NoticesPanelProps = {
  side: 'top' | 'bottom' | 'right';
  unread: number;
  defaultOpen?: boolean;
  /** The button that opens it. */
  children: ReactElement;
};

/** What flows told the owner. */
export function NoticesPanel({ side, unread, defaultOpen = false, children }: NoticesPanelProps) {
  const t = useTranslations('notices');
  const [open, setOpen] = useState(defaultOpen);
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{children}</PopoverTrigger>
      <PopoverContent
        side={side}
        align="end"
        aria-label={t('title')}
        className="flex overflow-hidden max-h-[min(36rem,80dvh)] w-[min(24rem,calc(100vw-1rem))] flex-col p-0"
      >
        <NoticeList unread={unread} onLeave={() => setOpen(false)} />
      </PopoverContent>
    </Popover>
  );
}

function NoticeList({ unread, onLeave }: { unread: number; onLeave: () => void }) {
  const t = useTranslations('notices');
  const { data, error, isPending, refetch } = useNotices();
  const markRead = useMarkRead();
  return (
    <>
      <div className="flex min-h-11 items-center justify-between gap-2 border-b border-line px-3.5 py-1.5">
        <h2 className="text-base font-semibold">{t('title')}</h2>
        {unread > 0 && (
          <Button size="sm" variant="ghost" disabled={markRead.isPending} onClick={() => markRead.mutate({})}>
            {t('all')}
          </Button>
        )}
      </div>
      <div className="min-h-0 overflow-y-auto">
        {isPending ? (
          <SkeletonRows rows={3} />
        ) : error ? (
          <ErrorState message={messageOf(error)} onRetry={() => void refetch()} />
        ) : data.length === 0 ? (
          <EmptyState icon={Bell} title={t('empty')}>
            {t('emptyHelp')}
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {data.map((notice) => (
              <NoticeRow
                key={notice.id}
                notice={notice}
                onRead={() => markRead.mutate({ id: notice.id })}
                onLeave={onLeave}
              />
            ))}
          </ul>
        )}
      </div>
    </>
  );
}
