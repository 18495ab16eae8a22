'use client';
import { useTranslations } from 'use-intl';
import { useUnits } from '#components/texts/use-units.ts';
import { useSecond } from '#components/ui/time-ago.tsx';

export type RunSpanProps = { from: string | null; to: string | null; className?: string; bare?: boolean };

/** How long something took, or has been going on; `bare` leaves the words out. */
export function RunSpan({ from, to, className, bare }: RunSpanProps) {
  const t = useTranslations('runs.facts');
  const units = useUnits();
  const now = useSecond(to === null);
  if (!from) return null;
  const ms = (to ? Date.parse(to) : now) - Date.parse(from);
  const time = units.duration(to ? ms : Math.max(ms, 1000));
  return (
    <span className={className} suppressHydrationWarning>
      {to || bare ? time : t('soFar', { time })}
    </span>
  );
}
