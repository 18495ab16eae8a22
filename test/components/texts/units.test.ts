import { createFormatter } from 'use-intl';
import { expect, test } from 'vitest';
import { unitsOf } from '#components/texts/units.ts';
import type { Language } from '#messages/locales.ts';
import { LANGUAGES } from '#messages/locales.ts';
import { textsOf } from '#messages/texts.ts';

function unitsIn(language: Language) {
  const { tag } = LANGUAGES[language];
  return unitsOf(createFormatter({ locale: tag, timeZone: 'UTC' }), textsOf({ language, tag }, 'common.units'));
}

const english = unitsIn('en');
const french = unitsIn('fr');

test.each([
  [340, '340 ms', '340 ms'],
  [4200, '4.2 s', '4,2 s'],
  [59_900, '60 s', '60 s'],
  [185_000, '3 min 5 s', '3 min 5 s'],
  [7_800_000, '2 h 10 min', '2 h 10 min'],
  [273_600_000, '3 d 4 h', '3 j 4 h'],
])('%d ms reads as %s', (ms, inEnglish, inFrench) => {
  expect(english.duration(ms)).toBe(inEnglish);
  expect(french.duration(ms)).toBe(inFrench);
});

test.each([
  [0, '0 bytes', '0 octet'],
  [812, '812 bytes', '812 octets'],
  [48_211, '48.2 kB', '48,2 ko'],
  [1_400_000, '1.4 MB', '1,4 Mo'],
])('%d bytes read as %s', (size, inEnglish, inFrench) => {
  expect(english.bytes(size)).toBe(inEnglish);
  expect(french.bytes(size).replace(/\s/g, ' ')).toBe(inFrench);
});

test('times are told as people tell them', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');
  expect(english.relative(now - 2000, now)).toBe('just now');
  expect(english.relative(now - 5 * 60_000, now)).toBe('5 minutes ago');
  expect(english.relative(now + 30_000, now)).toBe('in a moment');
  expect(english.relative(now + 2 * 86_400_000, now)).toBe('in 2 days');
  expect(french.relative(now - 5 * 60_000, now)).toBe('il y a 5 minutes');
  expect(french.relative(now - 2000, now)).toBe('à l’instant');
});

test('the exact time is written as the language does', () => {
  const at = '2026-11-22T17:03:05.000Z';
  expect(english.exact(at)).toBe('22 Nov 2026, 17:03:05');
  expect(french.exact(at)).toMatch(/^22 nov\. 2026,? (à )?17:03:05$/);
});
