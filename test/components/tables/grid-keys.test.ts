import { expect, test } from 'vitest';
import { gridMove, nextCell, writes } from '#components/tables/grid-keys.ts';

const size = { rows: 30, columns: 5 };
const plain = { ctrlKey: false, metaKey: false, altKey: false };

test.each([
  ['ArrowDown', { row: 0, column: 1 }, { row: 1, column: 1 }],
  ['ArrowUp', { row: 0, column: 1 }, { row: -1, column: 1 }],
  ['ArrowUp', { row: -1, column: 1 }, { row: -1, column: 1 }],
  ['ArrowLeft', { row: 2, column: 0 }, { row: 2, column: 0 }],
  ['ArrowRight', { row: 2, column: 4 }, { row: 2, column: 4 }],
  ['PageDown', { row: 25, column: 2 }, { row: 29, column: 2 }],
  ['PageUp', { row: 5, column: 2 }, { row: 0, column: 2 }],
  ['Home', { row: 5, column: 3 }, { row: 5, column: 0 }],
  ['End', { row: 5, column: 3 }, { row: 5, column: 4 }],
])('%s leads from %j to %j', (key, from, to) => {
  expect(gridMove({ ...plain, key }, from, size)).toEqual(to);
});

test('with Control the way is as far as it goes', () => {
  const far = { ...plain, ctrlKey: true };
  expect(gridMove({ ...far, key: 'Home' }, { row: 9, column: 3 }, size)).toEqual({ row: 0, column: 0 });
  expect(gridMove({ ...far, key: 'End' }, { row: 9, column: 3 }, size)).toEqual({ row: 29, column: 4 });
  expect(gridMove({ ...far, key: 'ArrowDown' }, { row: 9, column: 3 }, size)).toEqual({ row: 29, column: 3 });
  expect(gridMove({ ...plain, key: 'a' }, { row: 0, column: 0 }, size)).toBeNull();
});

test('Tab goes through the values, row by row, and no further', () => {
  expect(nextCell({ row: 0, column: 3 }, size, false)).toEqual({ row: 1, column: 1 });
  expect(nextCell({ row: 1, column: 1 }, size, true)).toEqual({ row: 0, column: 3 });
  expect(nextCell({ row: 29, column: 3 }, size, false)).toBeNull();
  expect(nextCell({ row: 0, column: 1 }, size, true)).toBeNull();
});

test('one letter begins editing, in any script; commands and named keys do not', () => {
  for (const key of ['a', 'é', '中', '😀', '=']) expect(writes({ ...plain, key })).toBe(true);
  for (const key of ['Enter', 'F2', ' ', 'Shift']) expect(writes({ ...plain, key })).toBe(false);
  expect(writes({ ...plain, ctrlKey: true, key: 'c' })).toBe(false);
});
