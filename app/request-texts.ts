/** The language of a request, for what is rendered on the server. */
import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import { chooseLocale, LOCALE_COOKIE, type Locale } from '#messages/locales.ts';
import { textsOf } from '#messages/texts.ts';
import type { Namespace, TextKey, Texts } from '#messages/types.ts';

/** What the person chose, else what the browser asks for. */
export async function requestLocale(): Promise<Locale> {
  const [jar, sent] = await Promise.all([cookies(), headers()]);
  return chooseLocale({ kept: jar.get(LOCALE_COOKIE)?.value, accepted: sent.get('accept-language') });
}

/** `useTranslations` for pages that are rendered on the server. */
export async function requestTexts<Name extends Namespace>(name: Name): Promise<Texts<Name>> {
  return textsOf(await requestLocale(), name);
}

/** `export const generateMetadata = pageTitle('runs')`. */
export function pageTitle(key: TextKey<'shell.titles'>): () => Promise<Metadata> {
  return async () => ({ title: (await requestTexts('shell.titles'))(key) });
}
