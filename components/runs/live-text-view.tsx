'use client';
import { PenLine } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { useLiveText } from '#components/live/use-live-text.ts';

/** What a model is writing just now, as plain text; it goes when the step's output is there. */
export function LiveTextView({ runId, step }: { runId: string; step: { node: string; iteration: string } }) {
  const t = useTranslations('live.text');
  const { node, iteration } = step;
  const live = useLiveText(useMemo(() => ({ runId, node, iteration }), [runId, node, iteration]));
  if (!live) return null;
  return (
    <section
      aria-label={t('title')}
      data-live-text
      className="rounded-lg border border-dashed border-line-strong bg-ground"
    >
      <h3 className="flex items-center gap-2 border-b border-dashed border-line px-3.5 py-2 text-sm font-medium text-ink-soft">
        <PenLine className="size-3.5 text-ink-faint" aria-hidden />
        {t('title')}
        <span className="ml-auto font-normal text-ink-faint">{t('provisional')}</span>
      </h3>
      <p className="max-h-72 overflow-y-auto px-3.5 py-2.5 text-base" tabIndex={0}>
        {live.cut && '… '}
        <VisibleText text={live.text} />
      </p>
    </section>
  );
}
