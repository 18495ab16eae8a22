'use client';
import { useLocale, useTranslations } from 'use-intl';
import { Field } from '#components/ui/field.tsx';
import { Select } from '#components/ui/select.tsx';
import { isLanguage, LANGUAGES, LOCALE_COOKIE } from '#messages/locales.ts';

const KEPT_SECONDS = 400 * 86_400;
const OPTIONS = Object.entries(LANGUAGES).map(([value, { name }]) => ({ value, title: name }));

/** The page is loaded anew: every text, date and number of it changes at once. */
function speak(language: string) {
  document.cookie = `${LOCALE_COOKIE}=${language}; Path=/; Max-Age=${KEPT_SECONDS}; SameSite=Lax`;
  window.location.reload();
}

/** The language of the pages, kept in this browser. */
export function LanguageChoice() {
  const t = useTranslations('settings.language');
  const current = useLocale().slice(0, 2);
  return (
    <Field label={t('label')} hint={t('hint')} className="max-w-72">
      <Select value={isLanguage(current) ? current : 'en'} onValueChange={speak} options={OPTIONS} />
    </Field>
  );
}
