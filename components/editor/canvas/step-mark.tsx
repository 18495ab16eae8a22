'use client';
import {
  Ban,
  Check,
  CircleDashed,
  CircleX,
  Clock,
  LoaderCircle,
  RotateCw,
  UserCheck,
  type LucideIcon,
} from 'lucide-react';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import type { StepMark } from '#components/editor/model/run-overlay.ts';
import { useUnits } from '#components/texts/use-units.ts';
import { cn } from '#components/ui/cn.ts';
import type { StepStatus } from '#lib/run-event.ts';

type Look = { icon: LucideIcon; word: string; classes: string; turning?: boolean };

const LOOKS: Record<StepStatus, Look> = {
  queued: { icon: CircleDashed, word: 'Queued', classes: 'bg-sunken text-ink-faint' },
  running: { icon: LoaderCircle, word: 'Running', classes: 'bg-info-soft text-info', turning: true },
  retrying: { icon: RotateCw, word: 'Retrying', classes: 'bg-wait-soft text-wait' },
  waiting: { icon: Clock, word: 'Waiting', classes: 'bg-wait-soft text-wait' },
  done: { icon: Check, word: 'Done', classes: 'bg-good-soft text-good' },
  failed: { icon: CircleX, word: 'Failed', classes: 'bg-danger-soft text-danger' },
  skipped: { icon: CircleDashed, word: 'Skipped', classes: 'bg-sunken text-ink-faint' },
  cancelled: { icon: Ban, word: 'Cancelled', classes: 'bg-sunken text-ink-faint' },
};

/** What happened to a step, on its card: state, attempt, time taken. */
export function StepMarkStrip({ mark }: { mark: StepMark }) {
  const look = LOOKS[mark.status];
  const asks = mark.status === 'waiting' && mark.approvalId !== null;
  const Icon = asks ? UserCheck : look.icon;
  const word = asks ? 'Waiting for a person' : look.word;
  return (
    <div
      data-status={mark.status}
      className={cn(
        'flex min-h-7 items-center gap-1.5 rounded-b-[inherit] px-3 py-1 text-xs font-medium',
        look.classes,
      )}
    >
      <Icon
        className={cn('size-3.5 shrink-0', look.turning && 'animate-spin motion-reduce:animate-none')}
        aria-hidden
      />
      <span className="truncate" title={mark.error ?? undefined}>
        {word}
        {mark.attempt > 1 && ` · try ${mark.attempt}${mark.attempts ? ` of ${mark.attempts}` : ''}`}
        {mark.iterations > 1 && ` · ${mark.iterations} times`}
        {mark.status === 'failed' && mark.error && <span className="font-normal"> · {mark.error}</span>}
      </span>
      <span className="ml-auto shrink-0 font-normal tabular">
        {asks ? (
          <Link
            href={`/inbox/${mark.approvalId ?? ''}`}
            className="nodrag rounded-sm font-semibold underline underline-offset-2"
          >
            Decide
          </Link>
        ) : (
          <Elapsed mark={mark} />
        )}
      </span>
    </div>
  );
}

function Elapsed({ mark }: { mark: StepMark }) {
  const open = mark.status === 'running' || mark.status === 'retrying';
  const units = useUnits();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!open) return;
    const timer = setInterval(() => setNow(Date.now()), 500);
    return () => clearInterval(timer);
  }, [open]);
  if (!mark.startedAt || mark.status === 'skipped' || mark.status === 'waiting') return null;
  const end = mark.endedAt ? Date.parse(mark.endedAt) : open ? now : null;
  return end === null ? null : units.duration(Math.max(0, end - Date.parse(mark.startedAt)));
}
