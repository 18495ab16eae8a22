'use client';
import { useTranslations } from 'use-intl';
import { useUnits } from '#components/texts/use-units.ts';
import { useSecond } from '#components/ui/time-ago.tsx';

/** How long it still waits. */
export function Countdown({ until }: { until: string }) {
  const t = useTranslations('outbox.held');
  const units = useUnits();
  const left = Date.parse(until) - useSecond(true);
  if (left <= 0) return <>{t('goes')}</>;
  return <>{t('goesIn', { when: units.duration(Math.max(1000, Math.round(left / 1000) * 1000)) })}</>;
}
