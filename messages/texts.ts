/** The texts outside of React: for the server, and for what it hands to the pages. */
import compile from 'icu-minify/compile';
import format, { type CompiledMessage, type FormatOptions, type FormatValues } from 'icu-minify/format';
import { en } from '#messages/en.ts';
import { fr } from '#messages/fr.ts';
import type { Language, Locale } from '#messages/locales.ts';
import type { Messages, Namespace, Texts } from '#messages/types.ts';

type Tree = { [key: string]: string | Tree };
type Compiled = CompiledMessage | { [key: string]: Compiled };

const CATALOGUES: Record<Language, Messages> = { en, fr };
const compiled = new Map<Language, Messages>();

const formatters: FormatOptions['formatters'] = {
  getDateTimeFormat: (...args) => new Intl.DateTimeFormat(...args),
  getNumberFormat: (...args) => new Intl.NumberFormat(...args),
  getPluralRules: (...args) => new Intl.PluralRules(...args),
};

function compileTree(tree: Tree): Compiled {
  const entries = Object.entries(tree).map(([key, value]): [string, Compiled] => [
    key,
    typeof value === 'string' ? compile(value) : compileTree(value),
  ]);
  return Object.fromEntries(entries);
}

/** All texts of a language, compiled, so that no page carries the parser. Typed as what they were compiled from. */
export function messagesOf(language: Language): Messages {
  const known = compiled.get(language);
  if (known) return known;
  // What is handed to a page must be plain objects; compiled plurals have no prototype.
  const made = JSON.parse(JSON.stringify(compileTree(CATALOGUES[language]))) as Messages;
  compiled.set(language, made);
  return made;
}

/** Like `useTranslations`, outside of React. */
export function textsOf<Name extends Namespace>(locale: Locale, name: Name): Texts<Name> {
  const group = at(messagesOf(locale.language), name);
  const say = (key: string, values?: FormatValues) => {
    const message = at(group, key);
    if (message === undefined) throw new Error(`There is no text ${name}.${key}.`);
    return format(message as CompiledMessage, locale.tag, values, { formatters });
  };
  const more = { rich: say, markup: say, raw: (key: string) => at(group, key) };
  return Object.assign(say, more, { has: (key: string) => at(group, key) !== undefined }) as unknown as Texts<Name>;
}

function at(tree: unknown, path: string): unknown {
  return path.split('.').reduce<unknown>((found, key) => (found as Record<string, unknown> | undefined)?.[key], tree);
}
