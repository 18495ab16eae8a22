import { expect, test } from 'vitest';
import { cellText, readCell } from '#components/tables/cell-text.ts';
import { csvOf } from '#lib/csv.ts';
import type { Json } from '#lib/value.ts';

test.each<Json>(['Ada', '42', 'true', '"quoted"', ' 7 ', '[x', '', 42, -1.5, true, null, ['a', 1], { a: 'b' }])(
  'what is shown of %j reads back as the same',
  (value) => {
    expect(readCell(cellText(value))).toEqual(value);
  },
);

test('what is typed becomes a value only where it surely is one', () => {
  expect(readCell('42')).toBe(42);
  expect(readCell('01234')).toBe('01234');
  expect(readCell('2026-11-22')).toBe('2026-11-22');
  expect(readCell('nullable')).toBe('nullable');
});

test('an exported table has all columns, quotes what needs it, and runs nothing in a spreadsheet', () => {
  expect(csvOf([{ a: 'x,"y"', b: 1 }, { c: '=HYPERLINK("x")' }])).toBe(
    'a,b,c\r\n"x,""y""",1,\r\n,,"\'=HYPERLINK(""x"")"\r\n',
  );
});
