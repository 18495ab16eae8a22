'use client';
import { useEffect, type ReactNode } from 'react';
import { IntlProvider, useTranslations } from 'use-intl';
import { keepErrorTexts } from '#components/live/errors.ts';
import type { Messages } from '#messages/types.ts';

// Dates are first drawn in the browser: what the server would say does not matter.
const zone = typeof window === 'undefined' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;

function ErrorTexts() {
  const t = useTranslations('common.errors');
  useEffect(() => keepErrorTexts(t), [t]);
  return null;
}

/** Gives everything below it the texts of the person's language, and how it writes numbers and dates. */
export function TextsProvider(props: { locale: string; messages: Messages; children: ReactNode }) {
  return (
    <IntlProvider locale={props.locale} messages={props.messages} timeZone={zone}>
      <ErrorTexts />
      {props.children}
    </IntlProvider>
  );
}
