'use client';
import { useTranslations } from 'use-intl';
import { StoredView } from '#components/data/stored-view.tsx';
import { useWholeStep } from '#components/live/use-whole-step.ts';
import { TakeAnswer } from '#components/rehearsal/take-answer.tsx';
import { LiveTextView } from '#components/runs/live-text-view.tsx';
import { RetryNote } from '#components/runs/retry-note.tsx';
import { RoundsNote } from '#components/runs/rounds-note.tsx';
import { StepNotes } from '#components/runs/step-notes.tsx';
import type { StepRow } from '#components/runs/step-rows.ts';
import type { StepRows } from '#components/runs/use-step-rows.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { RunView } from '#lib/views-runs.ts';

/** All that is known of a step; values that did not come with the run are asked for now. */
export function StepDetails({ run, row, lines }: { run: RunView; row: StepRow; lines: StepRows }) {
  const t = useTranslations('live.step');
  const { step, loading } = useWholeStep(run.id, row.step);
  const quiet = step.status === 'skipped' || step.status === 'queued';
  return (
    <>
      {step.status === 'skipped' && <p className="text-base text-ink-soft">{t('skipped')}</p>}
      {step.status === 'retrying' && <RetryNote step={step} />}
      <StepNotes step={step} />
      {step.status === 'running' && <LiveTextView runId={run.id} step={step} />}
      {row.isLoop && <RoundsNote run={run} row={row} lines={lines} />}
      {loading && <Skeleton className="h-16" />}
      {step.input && (
        <StoredView title={t('input')} stored={step.input} drawn={{ flow: run.flow, node: step.node, side: 'input' }} />
      )}
      {step.output && (
        <StoredView
          title={t('output')}
          stored={step.output}
          drawn={{ flow: run.flow, node: step.node, side: 'output' }}
        />
      )}
      <TakeAnswer runId={run.id} step={step} />
      {!step.input && !step.output && !step.error && quiet && step.status !== 'skipped' && (
        <p className="text-base text-ink-soft">{t('nothing')}</p>
      )}
    </>
  );
}
