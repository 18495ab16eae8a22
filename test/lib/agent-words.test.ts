import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { standsIn } from '#lib/agent-words.ts';

const REQUEST = 'Write to bob@x.example, pay 25.50 to "Garage Müller", see https://a.example/b. Then call (044) 123.';

describe('what stands literally in a text', () => {
  it.each([
    'bob@x.example',
    'Garage Müller',
    'https://a.example/b',
    25.5,
    ['bob@x.example'],
    { amount: '25.50', to: ['bob@x.example'] },
    [true, null, 'Müller'],
  ])('%j does', (value) => expect(standsIn(value, [REQUEST])).toBe(typeof value === 'number' ? false : true));

  it.each([
    ['an address inside of a longer one', 'x.example'],
    ['a part of a name', 'bob'],
    ['the beginning of a word', 'Gara'],
    ['the beginning of an address', 'https://a.example'],
    ['less than was said', '25'],
    ['the end of a number', '50'],
    ['something else', 'eve@evil.example'],
    ['two letters', 'to'],
    ['nothing at all', ''],
    ['an empty list', []],
    ['a list in which one does not', ['bob@x.example', 'eve@evil.example']],
    ['another case', 'BOB@X.EXAMPLE'],
    ['a look-alike', 'bоb@x.example'],
    ['a hidden character', 'bob@x.\u200bexample'],
  ])('%s does not', (_why, value) => expect(standsIn(value, [REQUEST])).toBe(false));

  it.each([
    'bob@x.example.evil',
    'notbob@x.example',
    'bob@x.example-evil.example',
    'a/bob@x.example/b',
    'bob@x.example\u200b',
  ])('an address does not stand in %s', (text) => expect(standsIn('bob@x.example', [text])).toBe(false));

  it('takes a number as it is written', () => {
    expect(standsIn(25, ['Pay 25 francs.'])).toBe(true);
    expect(standsIn(25, ['Pay 25.50 francs.'])).toBe(false);
    expect(standsIn(5, ['Pay 25 francs.'])).toBe(false);
    expect(standsIn(-25, ['Pay 25 francs.'])).toBe(false);
  });

  it('never finds what is in none of the texts, and always a word between blanks', () => {
    const word = fc.stringMatching(/^[a-z]{3,12}$/);
    fc.assert(
      fc.property(word, fc.array(word), (wanted, others) => {
        expect(standsIn(wanted, [others.join(' ')])).toBe(others.includes(wanted));
      }),
    );
  });
});
