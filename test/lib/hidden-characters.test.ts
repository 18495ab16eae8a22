import { describe, expect, test } from 'vitest';
import { hasHidden, lookalikes, splitHidden } from '#lib/hidden-characters.ts';

describe('hidden characters', () => {
  test('a direction override is pulled out of the text and named', () => {
    expect(splitHidden('invoice_\u202Efdp.exe')).toEqual([
      { text: 'invoice_' },
      { hidden: 'U+202E', name: '202e' },
      { text: 'fdp.exe' },
    ]);
  });

  test.each([
    ['zero-width space', 'a\u200Bb'],
    ['byte order mark', '\uFEFFa'],
    ['soft hyphen', 'pay\u00ADpal'],
    ['tag letters', 'a\u{E0041}'],
    ['lone variation selector', 'a\uFE0F'],
    ['joiner between letters', 'a\u200Db'],
    ['Hangul filler', '\u3164'],
    ['bell', 'a\u0007'],
    ['lone carriage return', 'safe\revil'],
    ['half of a surrogate pair', 'a\uD83D'],
  ])('%s is found', (_, text) => {
    expect(hasHidden(text)).toBe(true);
  });

  test.each([
    ['lines and tabs', 'a\n\tb\r\nc'],
    ['a family of emoji', '👨‍👩‍👧'],
    ['a heart with its selector', '❤️'],
    ['a keycap', '1️⃣'],
    ['a flag', '🇸🇪'],
    ['Arabic', 'مرحبا'],
    ['letters with marks', 'Mårten é'],
  ])('%s is left alone', (_, text) => {
    expect(hasHidden(text)).toBe(false);
  });

  test('nothing of the text is lost', () => {
    const text = 'a\u202Eb\u200Bc';
    const shown = splitHidden(text).map((piece) => ('text' in piece ? piece.text : `[${piece.hidden}]`));
    expect(shown.join('')).toBe('a[U+202E]b[U+200B]c');
  });

  test('letters of another alphabet among Latin ones are named', () => {
    expect(lookalikes('аccounting.example')).toEqual(['Cyrillic: а']);
    expect(lookalikes('accounting.example')).toEqual([]);
    expect(lookalikes('привет')).toEqual([]);
  });
});
