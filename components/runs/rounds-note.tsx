'use client';
import { useTranslations } from 'use-intl';
import type { StepRow } from '#components/runs/step-rows.ts';
import type { StepRows } from '#components/runs/use-step-rows.ts';
import { Button } from '#components/ui/button.tsx';
import { loopProgress, overlayOf } from '#components/editor/model/run-overlay.ts';
import type { RunView } from '#lib/views-runs.ts';

/** How far a loop has come, and a way to list only the rounds that failed. */
export function RoundsNote({ run, row, lines }: { run: RunView; row: StepRow; lines: StepRows }) {
  const t = useTranslations('live.loop');
  const r = useTranslations('live.rounds');
  const { step } = row;
  const { over, failed } = loopProgress(run.flow, overlayOf(run), step.node);
  // The counts are those of all rounds of the loops around it.
  if (step.iteration !== '') return null;
  const rounds = lines.rows.find((other) => other.kind !== 'step' && other.loop.key === row.key);
  const failedOnly = rounds !== undefined && rounds.kind !== 'step' && rounds.loop.failed;
  return (
    <div className="tabular flex flex-wrap items-center gap-x-4 gap-y-2 text-base text-ink-soft">
      <p>
        {step.total === null ? t('over', { over }) : t('overOf', { over, total: step.total })}
        {failed > 0 && <span className="text-danger"> · {t('failed', { failed })}</span>}
      </p>
      {failed > 0 && (
        <Button
          size="sm"
          aria-pressed={failedOnly}
          onClick={() =>
            lines.filter({ key: row.key, node: step.node, iteration: step.iteration, failed: false }, !failedOnly)
          }
        >
          {failedOnly ? r('showAll') : r('showFailed')}
        </Button>
      )}
    </div>
  );
}
