import { expect, test } from 'vitest';
import { columnNameFrom, decodeCsv, firstChoice } from '#components/tables/csv-choice.ts';

const preview = (columns: string[]) => ({ columns, sample: [], count: 0, problems: [], problemCount: 0 });

test('a column of a file goes into the one of its name, else into a new one that is not taken', () => {
  expect(firstChoice(preview(['NAME', 'name!', 'Prix (€)', '2024', '']), ['name', 'Prix'])).toEqual([
    'name',
    'name 2',
    'Prix',
    'column 2024',
    'column',
  ]);
  expect(columnNameFrom(`<b>${'x'.repeat(100)}`)).toMatch(/^b x{58}$/);
});

test('files of older spreadsheets are read too', () => {
  const bytes = (values: number[]) => new Uint8Array(values).buffer;
  expect(decodeCsv(bytes([0xc3, 0xa9]))).toBe('é');
  expect(decodeCsv(bytes([0xe9, 0x2c, 0xe8]))).toBe('é,è');
});
