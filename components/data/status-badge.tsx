'use client';
import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleDot,
  CirclePause,
  CircleX,
  LoaderCircle,
  RotateCw,
  SkipForward,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import type { RunStatus, StepStatus } from '#lib/run-event.ts';

type Look = { tone: BadgeTone; icon: LucideIcon; color: string; turning?: boolean };

const LOOKS: Record<RunStatus | StepStatus, Look> = {
  queued: { tone: 'neutral', icon: CircleDashed, color: 'text-ink-faint' },
  running: { tone: 'info', icon: LoaderCircle, color: 'text-info', turning: true },
  retrying: { tone: 'wait', icon: RotateCw, color: 'text-wait' },
  waiting: { tone: 'wait', icon: CirclePause, color: 'text-wait' },
  done: { tone: 'good', icon: CircleCheck, color: 'text-good' },
  failed: { tone: 'danger', icon: CircleX, color: 'text-danger' },
  stopped: { tone: 'neutral', icon: Ban, color: 'text-ink-soft' },
  skipped: { tone: 'outline', icon: SkipForward, color: 'text-ink-faint' },
  cancelled: { tone: 'neutral', icon: Ban, color: 'text-ink-soft' },
};

/** Where a run or a step stands: icon and word, never colour alone. */
export function StatusBadge({ status, className }: { status: RunStatus | StepStatus; className?: string }) {
  const t = useTranslations('data');
  const { tone, icon: Icon, turning } = LOOKS[status] ?? { ...LOOKS.queued, icon: CircleDot };
  return (
    <Badge tone={tone} className={className}>
      <Icon aria-hidden className={cn(turning && 'animate-spin [animation-duration:1.6s] motion-reduce:animate-none')} />
      {t(`status.${status}`)}
    </Badge>
  );
}

/** The same as an icon alone, named for screen readers. */
export function StatusIcon({ status, className }: { status: RunStatus | StepStatus; className?: string }) {
  const t = useTranslations('data');
  const title = t(`status.${status}`);
  const { icon: Icon, color, turning } = LOOKS[status];
  return (
    <span role="img" aria-label={title} title={title} className={cn('inline-flex shrink-0', color, className)}>
      <Icon aria-hidden className={cn('size-4', turning && 'animate-spin [animation-duration:1.6s] motion-reduce:animate-none')} />
    </span>
  );
}

/** Icon and word without a pill: for lists, where many statuses stand together. */
export function StatusText({ status, className }: { status: RunStatus | StepStatus; className?: string }) {
  const t = useTranslations('data');
  const title = t(`status.${status}`);
  const { icon: Icon, color, turning } = LOOKS[status];
  const loud = status === 'failed' || status === 'waiting';
  return (
    <span className={cn('inline-flex items-center gap-1.5 text-base', loud ? color : 'text-ink-soft', className)}>
      <Icon
        aria-hidden
        className={cn('size-4 shrink-0', color, turning && 'animate-spin [animation-duration:1.6s] motion-reduce:animate-none')}
      />
      {title}
    </span>
  );
}
