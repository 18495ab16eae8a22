import { Check } from 'lucide-react';
import Link from 'next/link';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { LongText } from '#components/data/long-text.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { NoticeView } from '#lib/views.ts';

const TEXT = { read: 'Mark as read', run: 'Open the run', unread: 'Unread' };

const LEVELS = {
  info: null,
  warning: { title: 'Look at it', tone: 'wait' },
  urgent: { title: 'Urgent', tone: 'danger' },
} as const;

export type NoticeRowProps = { notice: NoticeView; onRead: () => void; onLeave: () => void };

/** One notice. Its text is shown as it is: nothing in it can be pressed. */
export function NoticeRow({ notice, onRead, onLeave }: NoticeRowProps) {
  const level = LEVELS[notice.level];
  const isNew = notice.readAt === null;
  return (
    <li className={cn('flex gap-2 px-3.5 py-3', isNew && 'bg-accent-soft/40')}>
      <div className="min-w-0 flex-1">
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
          {isNew && <span className="sr-only">{TEXT.unread}</span>}
          <VisibleText text={notice.title} className={cn('text-base', isNew ? 'font-semibold' : 'font-medium')} />
          {level && <Badge tone={level.tone}>{level.title}</Badge>}
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
            {TEXT.run}
          </Link>
        </div>
      </div>
      {isNew && (
        <Button
          variant="ghost"
          size="icon"
          aria-label={`${TEXT.read}: ${notice.title}`}
          title={TEXT.read}
          onClick={onRead}
        >
          <Check aria-hidden />
        </Button>
      )}
    </li>
  );
}
