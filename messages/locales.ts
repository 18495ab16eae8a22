/** The languages of Hearth. `tag` is how numbers and dates are written where the browser names no region. */
export const LANGUAGES = {
  en: { name: 'English', tag: 'en-GB' },
  fr: { name: 'Français', tag: 'fr-FR' },
} as const;

export type Language = keyof typeof LANGUAGES;

/** A language and the region whose numbers and dates are used, such as `fr` and `fr-CH`. */
export type Locale = { language: Language; tag: string };

/** The cookie that keeps a person's choice. */
export const LOCALE_COOKIE = 'hearth-locale';

/** Whether Hearth speaks it. */
export function isLanguage(name: string | undefined): name is Language {
  return name !== undefined && Object.hasOwn(LANGUAGES, name);
}

/** The person's choice, else the first language of the browser that Hearth speaks, else English. */
export function chooseLocale(from: { kept?: string | undefined; accepted?: string | null | undefined }): Locale {
  const wanted = acceptedTags(from.accepted ?? '');
  const language = isLanguage(from.kept) ? from.kept : (wanted.map(languageOf).find(isLanguage) ?? 'en');
  const tag = wanted.find((one) => languageOf(one) === language && /^[a-z]{2}-[a-z]{2}$/i.test(one));
  return { language, tag: tag ?? LANGUAGES[language].tag };
}

function languageOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? '';
}

/** The tags of an Accept-Language header, most wanted first. */
function acceptedTags(header: string): string[] {
  const weighed = header
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...rest] = part.split(';').map((piece) => piece.trim());
      const weight = Number(rest.find((piece) => piece.startsWith('q='))?.slice(2) ?? 1);
      return { tag, weight: Number.isFinite(weight) ? weight : 0 };
    })
    .filter(({ tag, weight }) => /^[a-z]{2,3}(-[a-z0-9]{1,8})*$/i.test(tag) && weight > 0);
  return weighed.sort((a, b) => b.weight - a.weight).map(({ tag }) => tag);
}
