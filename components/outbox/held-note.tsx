'use client';
import { useTranslations } from 'use-intl';
import { Countdown } from '#components/outbox/countdown.tsx';
import { HeldActions } from '#components/outbox/held-actions.tsx';

/** A step that stands still before it acts: a message in its last moments, or whatever a stop holds. */
export function HeldNote({ id, until }: { id: string; until: string | null }) {
  const t = useTranslations('outbox.held');
  return (
    <div className="flex flex-wrap items-center justify-between gap-3 rounded-lg border border-wait/30 bg-wait-soft px-3.5 py-2.5">
      <p className="tabular text-base">{until ? <Countdown until={until} /> : t('stopped')}</p>
      {until && <HeldActions id={id} name={t('this')} />}
    </div>
  );
}
