'use client';
import { RotateCw } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useUnits } from '#components/texts/use-units.ts';
import { useSecond } from '#components/ui/time-ago.tsx';
import type { StepView } from '#lib/views-runs.ts';

/** Which attempt of how many failed, and when the next one is. */
export function RetryNote({ step }: { step: StepView }) {
  const t = useTranslations('live.mark');
  const units = useUnits();
  const now = useSecond(true);
  const left = step.until === null ? null : Math.max(1000, Math.round((Date.parse(step.until) - now) / 1000) * 1000);
  return (
    <p className="flex gap-2 text-base text-ink-soft" data-retry>
      <RotateCw className="mt-0.5 size-4 shrink-0 text-wait" aria-hidden />
      <span>
        {t('retry', { attempt: step.attempt, attempts: step.attempts ?? 0 })}
        {step.until !== null && left !== null && (
          <>
            {' · '}
            <span title={units.exact(step.until)}>{t('nextIn', { when: units.duration(left) })}</span>
          </>
        )}
      </span>
    </p>
  );
}
