'use client';
import { Bot } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { writtenByModel, type Label } from '#lib/label.ts';

export type ModelWordsProps = { label: Label | undefined; children: ReactNode };

/** What a model wrote, apart from what Hearth says. Frame and heading are Hearth's: no text gets out of them. */
export function ModelWords({ label, children }: ModelWordsProps) {
  const t = useTranslations('approvals.argumentView');
  const id = useId();
  if (!label || !writtenByModel(label)) return children;
  return (
    <figure
      aria-labelledby={id}
      className="my-1 rounded-md border border-dashed border-untrusted bg-untrusted-soft px-3 pt-2 pb-3"
    >
      <figcaption id={id} className="mb-1.5 flex items-center gap-1.5 text-sm font-medium text-untrusted">
        <Bot className="size-3.5 shrink-0" aria-hidden />
        {t('byModel')}
      </figcaption>
      {children}
    </figure>
  );
}
