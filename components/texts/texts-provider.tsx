'use client';
import { useEffect, type ReactNode } from 'react';
import { IntlProvider, useTranslations } from 'use-intl';
import { keepModelWords } from '#components/editor/model/words.ts';
import { keepErrorTexts } from '#components/live/errors.ts';
import type { Messages } from '#messages/types.ts';

// Dates are first drawn in the browser: what the server would say does not matter.
const zone = typeof window === 'undefined' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Texts for what is said outside of components. */
function KeptTexts() {
  const errors = useTranslations('common.errors');
  const words = useTranslations('editor.words');
  useEffect(() => keepErrorTexts(errors), [errors]);
  useEffect(() => keepModelWords(words), [words]);
  return null;
}

/** Gives everything below it the texts of the person's language, and how it writes numbers and dates. */
export function TextsProvider(props: { locale: string; messages: Messages; children: ReactNode }) {
  return (
    <IntlProvider locale={props.locale} messages={props.messages} timeZone={zone}>
      <KeptTexts />
      {props.children}
    </IntlProvider>
  );
}
