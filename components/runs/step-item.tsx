'use client';
import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { StatusIcon } from '#components/data/status-badge.tsx';
import { Cost } from '#components/runs/run-cost.tsx';
import { RunSpan } from '#components/runs/run-span.tsx';
import { StepBar } from '#components/runs/step-bar.tsx';
import type { TimeSpan } from '#components/runs/timeline-model.ts';
import { StepDetails } from '#components/runs/step-details.tsx';
import type { StepRow } from '#components/runs/step-rows.ts';
import type { StepRows } from '#components/runs/use-step-rows.ts';
import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import type { Texts } from '#messages/types.ts';
import type { RunView, StepView } from '#lib/views-runs.ts';

export type StepItemProps = { run: RunView; row: StepRow; span: TimeSpan; lines: StepRows; onToggle: () => void };

function summary(step: StepView, t: Texts<'live.step'>): string {
  const parts = [step.type];
  if (step.iteration)
    parts.push(
      t('round', {
        round: step.iteration
          .split('/')
          .map((part) => Number(part) + 1)
          .join(' / '),
      }),
    );
  if (step.attempt > 1)
    parts.push(
      step.attempts
        ? t('attemptOf', { attempt: step.attempt, attempts: step.attempts })
        : t('attempt', { attempt: step.attempt }),
    );
  if (step.port && step.port !== 'out') parts.push(`→ ${step.port}`);
  return parts.join(' · ');
}

/** One step of a run: a line that opens to show all that is known of it. */
export function StepItem({ run, row, span, lines, onToggle }: StepItemProps) {
  const t = useTranslations('live.step');
  const { step, key, open } = row;
  const quiet = step.status === 'skipped' || step.status === 'queued';
  return (
    <div id={`step-${key}`} className="scroll-mt-20">
      <button
        type="button"
        aria-expanded={open}
        aria-controls={`detail-${key}`}
        onClick={onToggle}
        className="grid w-full cursor-pointer grid-cols-[auto_1fr_auto_auto] items-center gap-x-3 px-4 py-2.5 text-left transition-colors duration-150 hover:bg-sunken/60 focus-visible:-outline-offset-2 sm:px-5 md:grid-cols-[auto_1fr_11rem_6.5rem_auto]"
      >
        <StatusIcon status={step.status} />
        <span className="min-w-0">
          <span className="flex items-center gap-2">
            <bdi className={cn('truncate font-medium', quiet && 'text-ink-faint')}>{step.name}</bdi>
            {step.reused && <Badge tone="outline">{t('reused')}</Badge>}
            {step.unknown && <Badge tone="wait">{t('unknown')}</Badge>}
          </span>
          <span className="tabular block truncate text-sm text-ink-faint">{summary(step, t)}</span>
        </span>
        <span className="max-md:hidden">
          <StepBar step={step} span={span} />
        </span>
        <span className="tabular text-right text-sm text-ink-soft">
          <RunSpan from={step.startedAt} to={step.endedAt} bare />
          {step.cost !== null && (
            <span className="block text-ink-faint" data-cost>
              <Cost cost={step.cost} />
            </span>
          )}
        </span>
        <ChevronRight
          className={cn('size-4 text-ink-faint transition-transform duration-150', open && 'rotate-90')}
          aria-hidden
        />
      </button>
      {open && (
        <div
          id={`detail-${key}`}
          className="flex flex-col gap-4 border-t border-line bg-ground/50 px-4 pt-4 pb-5 sm:pr-5 sm:pl-12"
        >
          <StepDetails run={run} row={row} lines={lines} />
        </div>
      )}
    </div>
  );
}
