'use client';
import { useEffect, type ReactNode } from 'react';
import { IntlProvider, useTranslations } from 'use-intl';
import { keepModelWords } from '#components/editor/model/words.ts';
import { keepErrorTexts } from '#components/live/errors.ts';
import { loadSentences } from '#components/texts/sentences.ts';
import type { Messages } from '#messages/types.ts';

// Dates are first drawn in the browser: what the server would say does not matter.
const zone = typeof window === 'undefined' ? 'UTC' : Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Texts for what is said outside of components. */
function KeptTexts() {
  const errors = useTranslations('common.errors');
  const words = useTranslations('editor.words');
  useEffect(() => keepErrorTexts(errors), [errors]);
  useEffect(() => keepModelWords(words), [words]);
  // Without them there is English, which is better than nothing.
  useEffect(() => void loadSentences().catch(() => undefined), []);
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
