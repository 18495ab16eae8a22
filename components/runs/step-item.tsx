'use client';
import { ChevronRight } from 'lucide-react';
import { StatusIcon } from '#components/data/status-badge.tsx';
import { StoredView } from '#components/data/stored-view.tsx';
import { RunSpan } from '#components/runs/run-span.tsx';
import { StepBar, type TimeSpan } from '#components/runs/step-bar.tsx';
import { StepNotes } from '#components/runs/step-notes.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { cn } from '#components/ui/cn.ts';
import { stepKey } from '#lib/engine/types.ts';
import type { StepView } from '#lib/views-runs.ts';

const TEXT = { skipped: 'Not reached: its branch was not taken.', nothing: 'Nothing to show yet.', reused: 'Reused' };

export type StepItemProps = { step: StepView; span: TimeSpan; open: boolean; onToggle: () => void };

function summary(step: StepView): string {
  const parts = [step.type];
  if (step.iteration)
    parts.push(
      `item ${step.iteration
        .split('/')
        .map((part) => Number(part) + 1)
        .join(' / ')}`,
    );
  if (step.attempt > 1)
    parts.push(step.attempts ? `attempt ${step.attempt} of ${step.attempts}` : `attempt ${step.attempt}`);
  if (step.port && step.port !== 'out') parts.push(`→ ${step.port}`);
  return parts.join(' · ');
}

/** One step of a run: a line that opens to show all that is known of it. */
export function StepItem({ step, span, open, onToggle }: StepItemProps) {
  const key = stepKey(step.node, step.iteration);
  const quiet = step.status === 'skipped' || step.status === 'queued';
  return (
    <li id={`step-${key}`} className="scroll-mt-20">
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
            {step.reused && <Badge tone="outline">{TEXT.reused}</Badge>}
          </span>
          <span className="tabular block truncate text-sm text-ink-faint">{summary(step)}</span>
        </span>
        <span className="max-md:hidden">
          <StepBar step={step} span={span} />
        </span>
        <span className="tabular text-right text-sm text-ink-soft">
          <RunSpan from={step.startedAt} to={step.endedAt} bare />
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
          {step.status === 'skipped' && <p className="text-base text-ink-soft">{TEXT.skipped}</p>}
          <StepNotes step={step} />
          {step.input && <StoredView title="Input" stored={step.input} />}
          {step.output && <StoredView title="Output" stored={step.output} />}
          {!step.input && !step.output && !step.error && quiet && step.status !== 'skipped' && (
            <p className="text-base text-ink-soft">{TEXT.nothing}</p>
          )}
        </div>
      )}
    </li>
  );
}
