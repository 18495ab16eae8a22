'use client';
import { GitCompare } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { textOf } from '#components/data/value-string.ts';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { DoneBefore, EditedFrom } from '#lib/views.ts';

const WordDiff = dynamic(() => import('#components/approvals/word-diff.tsx').then((module) => module.WordDiff), {
  loading: () => <Skeleton className="h-16" />,
});

/** Whether a value is another one than when this was last allowed; the difference on demand, never instead of the value. */
export function SinceBefore({ field, text, before }: { field: string; text: string; before: DoneBefore }) {
  const t = useTranslations('approvals.sinceBefore');
  const earlier = textOf(before.args[field] ?? null);
  const when = () => <TimeAgo at={before.at} />;
  if (earlier === text) return <p className="mt-1.5 text-sm text-ink-faint">{t.rich('same', { when })}</p>;
  return <Difference says={t.rich('other', { when })} label={t('difference')} earlier={earlier} text={text} />;
}

/** That a person, and not the flow, put this value in; what stood there on demand. */
export function Edited({ field, text, edited }: { field: string; text: string; edited: EditedFrom }) {
  const t = useTranslations('approvals.sinceBefore');
  const earlier = textOf(edited.args[field] ?? null);
  if (earlier === text) return null;
  const says = t.rich('edited', { name: () => <bdi>{edited.by}</bdi>, when: () => <TimeAgo at={edited.at} /> });
  return <Difference says={says} label={t('editedDifference')} earlier={earlier} text={text} />;
}

type DifferenceProps = { says: ReactNode; label: string; earlier: string; text: string };

function Difference({ says, label, earlier, text }: DifferenceProps) {
  const t = useTranslations('approvals.sinceBefore');
  const [isOpen, setOpen] = useState(false);
  return (
    <div className="mt-1.5">
      <p className="flex flex-wrap items-center gap-x-2 text-sm text-wait">
        <GitCompare className="size-3.5 shrink-0" aria-hidden />
        <span className="min-w-0 wrap-anywhere">{says}</span>
        <Button size="sm" variant="ghost" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
          {isOpen ? t('hide') : t('show')}
        </Button>
      </p>
      {isOpen && <WordDiff before={earlier} after={text} label={label} />}
    </div>
  );
}
