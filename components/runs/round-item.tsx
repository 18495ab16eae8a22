'use client';
import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { StatusIcon } from '#components/data/status-badge.tsx';
import { RunSpan } from '#components/runs/run-span.tsx';
import type { RoundRow } from '#components/runs/step-rows.ts';
import { cn } from '#components/ui/cn.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { roundIndex } from '#lib/iterations.ts';

/** One round of a loop: a line that opens to show its steps. */
export function RoundItem({ row, onToggle }: { row: RoundRow; onToggle: () => void }) {
  const t = useTranslations('live.rounds');
  const { round, open } = row;
  if (!round) {
    return (
      <div className="flex min-h-12 items-center px-5">
        <Skeleton className="h-4 w-40" />
      </div>
    );
  }
  return (
    <button
      type="button"
      aria-expanded={open}
      data-round={row.index}
      onClick={onToggle}
      className="flex min-h-12 w-full cursor-pointer items-center gap-3 px-4 py-1.5 text-left hover:bg-sunken/60 focus-visible:-outline-offset-2 sm:px-5"
    >
      <StatusIcon status={round.status} />
      <span className="tabular flex-1 text-base">{t('round', { round: roundIndex(round.iteration) + 1 })}</span>
      <span className="tabular text-sm text-ink-soft">
        <RunSpan from={round.startedAt} to={round.endedAt} bare />
      </span>
      <ChevronRight
        className={cn('size-4 text-ink-faint transition-transform duration-150', open && 'rotate-90')}
        aria-hidden
      />
    </button>
  );
}
