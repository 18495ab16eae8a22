import { Check } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { LongText } from '#components/data/long-text.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { NoticeView } from '#lib/views.ts';

const TONES = {
  info: null,
  warning: 'wait',
  urgent: 'danger',
} as const;

export type NoticeRowProps = { notice: NoticeView; onRead: () => void; onLeave: () => void };

/** One notice. Its text is shown as it is: nothing in it can be pressed. */
export function NoticeRow({ notice, onRead, onLeave }: NoticeRowProps) {
  const t = useTranslations('notices');
  const tone = TONES[notice.level];
  const isNew = notice.readAt === null;
  return (
    <li className={cn('flex gap-2 px-3.5 py-3', isNew && 'bg-accent-soft/40')}>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {isNew && <span className="sr-only">{t('isUnread')}</span>}
          <VisibleText text={notice.title} className={cn('text-base', isNew ? 'font-semibold' : 'font-medium')} />
          {tone && <Badge tone={tone}>{t(`level.${tone}`)}</Badge>}
          <LabelBadge label={notice.label} />
        </div>
        {notice.text !== '' && <LongText text={notice.text} className="mt-1 text-ink-soft" />}
        <div className="mt-1 flex flex-wrap gap-x-2 text-sm text-ink-faint">
          <bdi className="wrap-anywhere">{notice.flowName}</bdi>
          <TimeAgo at={notice.createdAt} />
          <Link
            href={`/runs/${notice.runId}`}
            onClick={onLeave}
            className="rounded-sm text-accent-text hover:underline"
          >
            {t('run')}
          </Link>
        </div>
      </div>
      {isNew && (
        <Button
          variant="ghost"
          size="icon"
          aria-label={t('readOne', { title: notice.title })}
          title={t('read')}
          onClick={onRead}
        >
          <Check aria-hidden />
        </Button>
      )}
    </li>
  );
}
