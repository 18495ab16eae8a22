import { describe, expect, test } from 'vitest';
import { en } from '#messages/en.ts';
import { fr } from '#messages/fr.ts';
import { chooseLocale, type Language } from '#messages/locales.ts';
import { textsOf } from '#messages/texts.ts';
import { mendFrench } from '../../bin/french.mjs';
import { flat } from './flat.ts';
import { argumentsOf, wordsOf } from './icu.ts';

const english = flat(en);
const catalogues = { fr: flat(fr) } satisfies Record<Exclude<Language, 'en'>, Map<string, string>>;

describe.each(Object.entries(catalogues))('the texts in %s', (_, texts) => {
  test('are those of English, no more and no fewer', () => {
    expect([...english.keys()].filter((key) => !texts.has(key))).toEqual([]);
    expect([...texts.keys()].filter((key) => !english.has(key))).toEqual([]);
  });

  test('ask for the same arguments and tags', () => {
    const wrong = [...texts].filter(
      ([key, text]) => argumentsOf(text).join() !== argumentsOf(english.get(key) ?? '').join(),
    );
    expect(wrong.map(([key]) => key)).toEqual([]);
  });
});

test.each([['en', english] as const, ['fr', catalogues.fr] as const])('no text in %s is empty', (_, texts) => {
  expect([...texts].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
});

test('French is set as French is: run node bin/french.mjs, then look at what is left', () => {
  const wrong = [...catalogues.fr].filter(([, text]) => text !== mendFrench(text) || unspaced(wordsOf(text)));
  expect(wrong.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
});

/** A sign that stands without its space: `Quoi?`, `«Oui»`, `Nom:`. */
function unspaced(words: string): boolean {
  return /[\p{L})][;!?](?!\p{L})|\p{L}:(?![\w/*:-])|«(?!\u202f)|(?<!\u202f)»|"/u.test(words);
}

describe('the language of a request', () => {
  test('is the one chosen, else the first that the browser asks for and Hearth speaks', () => {
    expect(chooseLocale({ accepted: 'fr-CH, fr;q=0.9, en;q=0.8' })).toEqual({ language: 'fr', tag: 'fr-CH' });
    expect(chooseLocale({ kept: 'en', accepted: 'fr-CH' })).toEqual({ language: 'en', tag: 'en-GB' });
    expect(chooseLocale({ accepted: 'de, en-US;q=0.7, fr;q=0.8' })).toEqual({ language: 'fr', tag: 'fr-FR' });
  });

  test('is English where nothing sensible is said', () => {
    const english = { language: 'en', tag: 'en-GB' };
    for (const accepted of [null, '', '*', 'de-DE', 'fr;q=0', '<script>', 'x'.repeat(9000)]) {
      expect(chooseLocale({ kept: 'constructor', accepted })).toEqual(english);
    }
  });
});

test('outside of pages texts are found by the same names', () => {
  const t = textsOf({ language: 'fr', tag: 'fr-FR' }, 'shell.nav');
  expect(t('waiting', { title: t('inbox'), count: 3 })).toBe('À décider, 3 en attente');
});
