'use client';
import { ShieldAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { Field } from '#components/ui/field.tsx';
import { Textarea } from '#components/ui/textarea.tsx';

/** A reason that says something; the server asks for as much. */
export const SHORTEST_REASON = 10;

type Props = {
  count: number;
  reason: string;
  onReason: (reason: string) => void;
  /** The errors, where nothing else shows them. */
  children?: ReactNode;
};

/** What it takes to publish in spite of errors: a reason in writing. The password is asked for by itself. */
export function AcceptBox({ count, reason, onReason, children }: Props) {
  const t = useTranslations('lint.accept');
  return (
    <section aria-labelledby="accept" className="border-t border-danger/50 bg-danger-soft p-4">
      <h3 id="accept" className="flex items-center gap-2 text-base font-medium">
        <ShieldAlert className="size-4 text-danger" aria-hidden /> {t('title', { count })}
      </h3>
      <p className="mt-1 mb-3 text-sm text-ink-soft">{t('help')}</p>
      {children}
      <Field label={t('reason')} hint={t('short')}>
        <Textarea rows={2} maxLength={2000} value={reason} onChange={(event) => onReason(event.target.value)} />
      </Field>
    </section>
  );
}
