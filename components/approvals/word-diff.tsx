'use client';
import { diffWordsWithSpace } from 'diff';
import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';

/** Texts that take longer to compare are shown whole, the earlier one first. */
const LONGEST_MS = 1000;

/** Two texts in one, with the words that went and those that came. */
export function WordDiff({ before, after, label }: { before: string; after: string; label: string }) {
  const t = useTranslations('approvals.sinceBefore');
  const parts = useMemo(
    () =>
      diffWordsWithSpace(before, after, { timeout: LONGEST_MS }) ?? [
        { value: before, removed: true, added: false },
        { value: after, removed: false, added: true },
      ],
    [before, after],
  );
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className="mt-2 max-h-80 overflow-auto rounded-lg border border-line bg-sunken p-3 text-base"
    >
      {parts.map((part, index) => {
        const text = <VisibleText text={part.value} />;
        if (part.added)
          return (
            <ins key={index} className="rounded-xs bg-good-soft text-good no-underline">
              <span className="sr-only">{t('came')} </span>
              {text}
            </ins>
          );
        if (part.removed)
          return (
            <del key={index} className="rounded-xs bg-danger-soft text-danger line-through">
              <span className="sr-only">{t('went')} </span>
              {text}
            </del>
          );
        return <span key={index}>{text}</span>;
      })}
    </div>
  );
}
