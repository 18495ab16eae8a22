import { describe, expect, test } from 'vitest';
import { checkAnswers } from '#lib/form-schema.ts';
import { checkFields, readAnswer, type AnswerField, type AnswerType } from '#lib/form.ts';

const field = (type: AnswerType, more: Partial<AnswerField> = {}): AnswerField => ({
  name: 'it',
  type,
  required: false,
  options: ['red', 'blue'],
  ...more,
});
const wrongOf = (one: AnswerField, value: unknown) => {
  const checked = checkAnswers([one], { it: value as never });
  return 'wrong' in checked ? checked.wrong.it : null;
};

describe('an answer', () => {
  test.each<[AnswerType, unknown[], unknown[]]>([
    ['text', ['Anna', 'Ünïcode 🙂'], [1, 'two\nlines', 'a\u0000b', 'x'.repeat(2001), ['a']]],
    ['multiline', ['two\nlines\tand a tab'], ['a\u0007b', 'x'.repeat(20_001), {}]],
    ['number', [0, -1.5], ['1', Number.NaN, Number.POSITIVE_INFINITY, true]],
    ['boolean', [true, false], ['yes', 0, 'maybe']],
    ['choice', ['red'], ['green', 'constructor', ['red'], 1]],
    ['choices', [['red'], ['red', 'blue']], [['green'], ['red', 'red'], 'red', [1]]],
    ['date', ['2028-02-29'], ['2027-02-29', '31.1.2027', '2027-01-31T00:00:00Z', 5]],
    ['mail', ['anna@example.org'], ['anna', 'a@b', 'anna@example.org\nBcc: x@y.org', 1]],
  ])('of type %s is what the type says and nothing else', (type, good, bad) => {
    for (const value of good) expect([value, wrongOf(field(type), value)]).toEqual([value, null]);
    for (const value of bad) expect([value, wrongOf(field(type), value)]).not.toEqual([value, null]);
  });

  test('is null where it may be left empty, and asked for where it may not', () => {
    const fields = [field('text', { name: 'a' }), field('choices', { name: 'b' }), field('boolean', { name: 'c' })];
    expect(checkAnswers(fields, { a: '', b: [] })).toEqual({ answers: { a: null, b: [], c: null } });
    const needed = fields.map((one) => ({ ...one, required: true }));
    expect(checkAnswers(needed, { a: '', c: false })).toEqual({
      wrong: { a: 'Fill this in.', b: 'Fill this in.' },
    });
    expect(checkAnswers(needed, {}, { partial: true })).toEqual({ answers: { a: null, b: [], c: null } });
  });

  test('to a question that was not asked is refused', () => {
    expect(checkAnswers([field('text')], { it: 'x', admin: true })).toEqual({
      wrong: { admin: 'There is no such field.' },
    });
    expect(checkAnswers([field('text')], JSON.parse('{"__proto__": {"it": "x"}}') as never)).toHaveProperty('wrong');
  });

  test('is read from the text in a box, and stays text where it cannot be read', () => {
    expect(readAnswer(field('number'), [' 12.5 '])).toBe(12.5);
    expect(readAnswer(field('number'), ['12 apples'])).toBe('12 apples');
    expect(readAnswer(field('boolean'), ['no'])).toBe(false);
    expect(readAnswer(field('choices'), ['red', ''])).toEqual(['red']);
    expect(readAnswer(field('multiline'), ['a\r\nb'])).toBe('a\nb');
    expect(readAnswer(field('date'), [])).toBe('');
  });
});

test('a declaration has each name once, and choices where one chooses', () => {
  expect(checkFields([field('text'), field('date')])).toContain('it');
  expect(checkFields([field('choice', { options: [] })])).toContain('it');
  expect(checkFields([field('choice')])).toBeNull();
});
