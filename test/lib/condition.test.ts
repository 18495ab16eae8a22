import { describe, expect, it } from 'vitest';
import { BadComparison, evaluateRow, evaluateRows } from '#lib/condition.ts';
import type { Operator } from '#lib/plan.ts';
import type { Json } from '#lib/value.ts';

const holds: [Json, Operator, Json?][] = [
  [5, 'equals', 5],
  [{ a: 1, b: [2] }, 'equals', { b: [2], a: 1 }],
  ['5', 'notEquals', 5],
  [null, 'notEquals', 0],
  [[1, 2], 'notEquals', [2, 1]],
  ['invoice 12', 'contains', 'voice'],
  ['n12', 'contains', 12],
  [[{ a: 1 }], 'contains', { a: 1 }],
  [{ key: 0 }, 'contains', 'key'],
  [{}, 'notContains', 'constructor'],
  ['abc', 'startsWith', 'ab'],
  ['abc', 'endsWith', 'bc'],
  [3, 'greater', 2.5],
  ['10', 'greater', 9],
  [' 1.5 ', 'lessOrEqual', 1.5],
  ['2026-01-02T00:00:00Z', 'greater', '2026-01-01T23:00:00Z'],
  ['10', 'less', '9'],
  [2, 'greaterOrEqual', 2],
  [0, 'exists'],
  [null, 'notExists'],
  ['', 'isEmpty'],
  [[], 'isEmpty'],
  [{}, 'isEmpty'],
  [null, 'isEmpty'],
  [0, 'isNotEmpty'],
  [false, 'isNotEmpty'],
  [true, 'isTrue'],
  [false, 'isFalse'],
];

const nonsense: [Json, Operator, Json?][] = [
  [[1], 'greater', 0],
  ['many', 'greater', 5],
  ['1e3', 'greater', 5],
  [null, 'less', 5],
  [true, 'greaterOrEqual', 0],
  ['', 'less', 1],
  [null, 'contains', 'x'],
  [{ a: 1 }, 'startsWith', 'a'],
  ['yes', 'isTrue'],
  [1, 'isFalse'],
];

describe('a condition', () => {
  it.each(holds)('%j %s %j holds', (left, operator, right) => {
    expect(evaluateRow({ left, operator, ...(right === undefined ? {} : { right }) })).toBe(true);
  });

  it.each(nonsense)('%j %s %j makes no sense, and says so', (left, operator, right) => {
    expect(() => evaluateRow({ left, operator, ...(right === undefined ? {} : { right }) })).toThrow(BadComparison);
  });

  it('asks for all rows or for any', () => {
    const rows = [
      { left: 1, operator: 'equals' as const, right: 1 },
      { left: 1, operator: 'equals' as const, right: 2 },
    ];
    expect([
      evaluateRows(rows, 'all'),
      evaluateRows(rows, 'any'),
      evaluateRows([], 'all'),
      evaluateRows([], 'any'),
    ]).toEqual([false, true, true, false]);
  });
});
