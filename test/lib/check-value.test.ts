import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkedValue, type Check } from '#lib/check-value.ts';
import type { Json } from '#lib/value.ts';

const today = '2026-11-23';
const choices = { kind: 'choice', choices: ['invoice', 'offer', 'other'] } as const;
const number = { kind: 'number', min: -5, max: 50, places: 2 } as const;
const date = { kind: 'date', days: 30, today } as const;

const check: fc.Arbitrary<Check> = fc.oneof(
  fc.record({
    kind: fc.constant('choice' as const),
    choices: fc.array(fc.string({ minLength: 1, maxLength: 20 }), { maxLength: 6 }),
  }),
  fc.constant({ kind: 'yesno' as const }),
  fc.record({
    kind: fc.constant('number' as const),
    min: fc.integer({ min: -999, max: 0 }),
    max: fc.integer({ min: 0, max: 999 }),
    places: fc.integer({ min: 0, max: 4 }),
  }),
  fc.record({ kind: fc.constant('date' as const), days: fc.integer({ min: 1, max: 3660 }), today: fc.constant(today) }),
);
const anything = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.jsonValue() as fc.Arbitrary<Json>,
  fc.double(),
  fc.constantFrom(
    '2026-11-24',
    '2026-02-30',
    'true',
    '1e3',
    '0x10',
    ' 5',
    '5 ',
    '-0',
    '१२',
    'invoice ',
    'Invoice',
    '__proto__',
  ),
);

describe('a value that is checked', () => {
  it('is one of those that the author foresaw, whatever comes in', () => {
    fc.assert(
      fc.property(check, anything, (rule, value) => {
        const passed = checkedValue(value, rule);
        if (passed === null) return;
        if (rule.kind === 'choice') expect(rule.choices).toContain(passed);
        else if (rule.kind === 'yesno') expect([true, false]).toContain(passed);
        else if (rule.kind === 'date') expect(passed).toMatch(/^\d{4}-\d\d-\d\d$/);
        else {
          expect(passed).toBeGreaterThanOrEqual(rule.min);
          expect(passed).toBeLessThanOrEqual(rule.max);
          expect(Number((passed as number).toFixed(rule.places))).toBe(passed);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('passes as it was foreseen, and in no other spelling', () => {
    expect(checkedValue('offer', choices)).toBe('offer');
    for (const other of ['Offer', 'offer ', 'of\u200bfer', 'оffer', ['offer'], { offer: 1 }, null, 0])
      expect(checkedValue(other, choices)).toBeNull();
    expect(['true', true, 'false', false].map((one) => checkedValue(one, { kind: 'yesno' }))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    for (const other of ['yes', 1, 0, 'TRUE', '', null]) expect(checkedValue(other, { kind: 'yesno' })).toBeNull();
  });

  it('as a number lies between its ends, with no more digits than were foreseen', () => {
    expect(['12.34', 12.34, -5, '50', '0'].map((one) => checkedValue(one, number))).toEqual([12.34, 12.34, -5, 50, 0]);
    for (const other of [
      50.01,
      -5.01,
      12.345,
      '12.345',
      '1e1',
      '0x10',
      ' 5',
      '5 ',
      '٣',
      'NaN',
      Infinity,
      '',
      '+5',
      '.5',
    ])
      expect(checkedValue(other as Json, number)).toBeNull();
    expect(Object.is(checkedValue(-0, number), 0)).toBe(true);
  });

  it('as a date is one of the calendar, near today', () => {
    expect(checkedValue('2026-12-01', date)).toBe('2026-12-01');
    for (const other of [
      '2026-12-24',
      '2026-10-23',
      '2026-11-31',
      '2026-13-01',
      '2026-12-01T10:00',
      '2026-12-1',
      '26-12-01',
      'today',
      20261201,
    ])
      expect(checkedValue(other, date)).toBeNull();
  });
});
