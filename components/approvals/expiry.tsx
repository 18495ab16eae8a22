'use client';
import { BellRing, Hourglass } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { TimeAgo, useNow } from '#components/ui/time-ago.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import { cn } from '#components/ui/cn.ts';

const SOON_MS = 15 * 60_000;

/** Whether the time to decide is over. */
export function useExpired(expiresAt: number): boolean {
  return useNow() >= expiresAt;
}

/** Until when one can decide; after that nothing is done. */
export function Expiry({ at, className }: { at: number; className?: string }) {
  const t = useTranslations('approvals.expiry');
  const units = useUnits();
  const left = at - useNow();
  return (
    <span
      className={cn(
        'inline-flex items-center gap-1.5 text-sm',
        left < SOON_MS ? 'text-wait' : 'text-ink-faint',
        className,
      )}
      title={units.exact(at)}
    >
      <Hourglass className="size-3.5" aria-hidden />
      <span>
        {left > 0 ? t('expires') : t('expired')} <TimeAgo at={at} />
      </span>
    </span>
  );
}

/** Nobody has decided although the question was asked a while ago. */
export function Reminded({ at }: { at: string }) {
  const t = useTranslations('approvals.expiry');
  const units = useUnits();
  return (
    <span className="inline-flex items-center gap-1.5 text-sm text-wait" title={units.exact(Date.parse(at))}>
      <BellRing className="size-3.5" aria-hidden />
      <span>
        {t('reminded')} <TimeAgo at={at} />
      </span>
    </span>
  );
}
