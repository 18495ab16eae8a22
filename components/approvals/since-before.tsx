'use client';
import { GitCompare } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { textOf } from '#components/data/value-string.ts';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { DoneBefore } from '#lib/views.ts';

const WordDiff = dynamic(() => import('#components/approvals/word-diff.tsx').then((module) => module.WordDiff), {
  loading: () => <Skeleton className="h-16" />,
});

/** Whether a value is another one than when this was last allowed; the difference on demand, never instead of the value. */
export function SinceBefore({ field, text, before }: { field: string; text: string; before: DoneBefore }) {
  const t = useTranslations('approvals.sinceBefore');
  const [isOpen, setOpen] = useState(false);
  const earlier = textOf(before.args[field] ?? null);
  const when = () => <TimeAgo at={before.at} />;
  if (earlier === text) return <p className="mt-1.5 text-sm text-ink-faint">{t.rich('same', { when })}</p>;
  return (
    <div className="mt-1.5">
      <p className="flex flex-wrap items-center gap-x-2 text-sm text-wait">
        <GitCompare className="size-3.5 shrink-0" aria-hidden />
        {t.rich('other', { when })}
        <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('hide') : t('show')}
        </Button>
      </p>
      {isOpen && <WordDiff before={earlier} after={text} label={t('difference')} />}
    </div>
  );
}
