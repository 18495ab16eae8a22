/** Components in a test, with the texts and formats they find around them in a page. */
import type { ReactElement } from 'react';
import { IntlProvider } from 'use-intl';
import { en } from '#messages/en.ts';
import { fr } from '#messages/fr.ts';
import { LANGUAGES, type Language } from '#messages/locales.ts';

const CATALOGUES = { en, fr };

/** The element as a person with this language sees it; times are in UTC. */
export function inLanguage(element: ReactElement, language: Language = 'en'): ReactElement {
  return (
    <IntlProvider locale={LANGUAGES[language].tag} messages={CATALOGUES[language]} timeZone="UTC" onError={fail}>
      {element}
    </IntlProvider>
  );
}

function fail(error: Error): never {
  throw error;
}
