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
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import type { RunStatus, StepStatus } from '#lib/run-event.ts';

type Look = { title: string; tone: BadgeTone; icon: LucideIcon; color: string; turning?: boolean };

const LOOKS: Record<RunStatus | StepStatus, Look> = {
  queued: { title: 'Queued', tone: 'neutral', icon: CircleDashed, color: 'text-ink-faint' },
  running: { title: 'Running', tone: 'info', icon: LoaderCircle, color: 'text-info', turning: true },
  retrying: { title: 'Trying again', tone: 'wait', icon: RotateCw, color: 'text-wait' },
  waiting: { title: 'Waiting', tone: 'wait', icon: CirclePause, color: 'text-wait' },
  done: { title: 'Done', tone: 'good', icon: CircleCheck, color: 'text-good' },
  failed: { title: 'Failed', tone: 'danger', icon: CircleX, color: 'text-danger' },
  stopped: { title: 'Stopped', tone: 'neutral', icon: Ban, color: 'text-ink-soft' },
  skipped: { title: 'Skipped', tone: 'outline', icon: SkipForward, color: 'text-ink-faint' },
  cancelled: { title: 'Cancelled', tone: 'neutral', icon: Ban, color: 'text-ink-soft' },
};

/** The word for a status. */
export function statusTitle(status: RunStatus | StepStatus): string {
  return LOOKS[status].title;
}

/** Where a run or a step stands: icon and word, never colour alone. */
export function StatusBadge({ status, className }: { status: RunStatus | StepStatus; className?: string }) {
  const { title, tone, icon: Icon, turning } = LOOKS[status] ?? { ...LOOKS.queued, icon: CircleDot };
  return (
    <Badge tone={tone} className={className}>
      <Icon aria-hidden className={cn(turning && 'animate-spin [animation-duration:1.6s] motion-reduce:animate-none')} />
      {title}
    </Badge>
  );
}

/** The same as an icon alone, named for screen readers. */
export function StatusIcon({ status, className }: { status: RunStatus | StepStatus; className?: string }) {
  const { title, icon: Icon, color, turning } = LOOKS[status];
  return (
    <span role="img" aria-label={title} title={title} className={cn('inline-flex shrink-0', color, className)}>
      <Icon aria-hidden className={cn('size-4', turning && 'animate-spin [animation-duration:1.6s] motion-reduce:animate-none')} />
    </span>
  );
}

/** Icon and word without a pill: for lists, where many statuses stand together. */
export function StatusText({ status, className }: { status: RunStatus | StepStatus; className?: string }) {
  const { title, icon: Icon, color, turning } = LOOKS[status];
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
