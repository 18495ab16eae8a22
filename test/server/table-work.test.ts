/** What the page of a table asks for: columns, order, filters, undo, CSV. */
import { describe, expect, it } from 'vitest';
import { labelAt, untrusted } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { sweepDeleted } from '#platform/deleted-rows.ts';
import { db } from '#prisma/client.ts';
import { appRouter } from '#server/routers/index.ts';
import { addPerson } from './house.ts';

const person = await addPerson('editor');
const tables = appRouter.createCaller({ actor: person }).tables;
const outside = untrusted('mail:m');

async function given(name: string, rows: Record<string, Json>[]) {
  const { id } = await tables.create({ name });
  for (const [n, row] of rows.entries()) {
    const fields = Object.fromEntries(Object.keys(row).map((column) => [column, outside]));
    const labels = JSON.stringify({ rest: untrusted('other'), fields });
    const createdAt = new Date(Date.UTC(2026, 0, 1) + n);
    await db().dataRow.create({
      data: { id: `${id}-${n}`, tableId: id, data: JSON.stringify(row), labels, createdAt },
    });
  }
  return id;
}

const dataOf = async (asked: Parameters<typeof tables.rows>[0]) =>
  (await tables.rows(asked)).items.map(({ data }) => data);

describe('columns', () => {
  it('are there before any row has them, and no two have one name', async () => {
    const id = await given('Drawn', [{ a: 1 }]);
    await tables.addColumn({ id, name: 'seats' });
    expect((await tables.rows({ id })).columns).toEqual(['a', 'seats']);
    await expect(tables.addColumn({ id, name: 'a' })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(tables.addColumn({ id, name: '_id' })).rejects.toThrow(/Begin with a letter/);
    expect(await tables.csv({ id })).toMatchObject({ csv: 'a,seats\r\n1,\r\n' });
  });

  it('that are renamed keep every value, its kind and where it came from', async () => {
    const rows: Record<string, Json>[] = [
      { 'is new': true, b: 2 },
      { 'is new': { deep: [1, false] } },
      { 'is new': null },
      { b: 'only' },
    ];
    const id = await given('Renamed', rows);
    const before = await tables.rows({ id });
    expect(await tables.renameColumn({ id, name: 'is new', to: 'fresh' })).toEqual({ rows: 3 });
    const after = await tables.rows({ id });
    expect(after.items.map(({ data }) => data.fresh)).toEqual([undefined, null, { deep: [1, false] }, true]);
    expect(after.columns).not.toContain('is new');
    const [changed] = after.items.slice(-1);
    expect(labelAt(changed?.labels, ['fresh'])).toEqual(outside);
    // Whoever has the row open as it was must look again.
    expect(changed?.updatedAt).not.toBe(before.items.at(-1)?.updatedAt);
    await expect(tables.renameColumn({ id, name: 'fresh', to: 'b' })).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('say what goes with them, and take it with them', async () => {
    const id = await given('Lost', [{ a: 1, b: 1 }, { a: 2 }, { b: null }]);
    expect(await tables.columnLoss({ id, name: 'b' })).toEqual({ rows: 1, usedBy: [] });
    expect(await tables.removeColumn({ id, name: 'b' })).toEqual({ rows: 2 });
    expect(await dataOf({ id })).toEqual([{}, { a: 2 }, { a: 1 }]);
    expect((await tables.rows({ id })).columns).toEqual(['a']);
  });
});

describe('rows', () => {
  const mixed: Record<string, Json>[] = [
    { n: 10, w: 'Beta' },
    { n: 9, w: 'alpha' },
    { n: 'ten' },
    { w: '' },
    { n: null, w: true },
  ];

  it('come in the order of a column, numbers as numbers, those without it last, page by page', async () => {
    const id = await given('Sorted', mixed);
    const sort = { column: 'n', direction: 'ascending' } as const;
    const first = await tables.rows({ id, sort, limit: 2 });
    expect(first).toMatchObject({ total: 5, items: [{ data: { n: 9 } }, { data: { n: 10 } }] });
    const rest = await tables.rows({ id, sort, limit: 10, cursor: first.next ?? '' });
    expect(rest.items.map(({ data }) => data.n ?? null)).toEqual(['ten', null, null]);
    expect(rest.next).toBeNull();
    expect((await dataOf({ id, sort: { column: 'w', direction: 'ascending' } })).map(({ w }) => w)).toEqual([
      true,
      '',
      'alpha',
      'Beta',
      undefined,
    ]);
    expect((await dataOf({ id, sort: { column: '_createdAt', direction: 'ascending' } }))[0]).toEqual(mixed[0]);
  });

  it.each([
    [{ column: 'w', test: 'contains', value: 'ET' }, [0]],
    [{ column: 'w', test: 'is', value: 'BETA' }, [0]],
    [{ column: 'w', test: 'is', value: 'true' }, [4]],
    [{ column: 'w', test: 'isNot', value: 'beta' }, [4, 3, 2, 1]],
    [{ column: 'n', test: 'above', value: '9' }, [0]],
    [{ column: 'n', test: 'below', value: 'u' }, [2]],
    [{ column: 'w', test: 'empty', value: '' }, [3, 2]],
    [{ column: 'n', test: 'filled', value: '' }, [2, 1, 0]],
  ] as const)('that fit %j are found', async (filter, found) => {
    const name = `Filtered ${filter.column} ${filter.test} ${filter.value}`;
    const id = await given(name.trim(), mixed);
    expect(await dataOf({ id, filters: [filter] })).toEqual(found.map((n) => mixed[n]));
  });

  it('are not found by the names of their columns, and a filter cannot be SQL', async () => {
    const id = await given('Words', [{ needle: 'x' }]);
    expect(await dataOf({ id, search: 'needle' })).toEqual([]);
    const hostile = { column: `n" OR 1=1 --`, test: 'is', value: `' OR 1=1 --` } as const;
    await expect(tables.rows({ id, filters: [hostile] })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    expect(await dataOf({ id, filters: [{ ...hostile, column: 'needle' }] })).toEqual([]);
  });
});

describe('what was deleted', () => {
  it('comes back as it was: a row', async () => {
    const id = await given('Undone', [{ a: 1 }, { a: 2 }]);
    const before = await tables.rows({ id });
    const { undo } = await tables.removeRow({ id: `${id}-0` });
    expect(await dataOf({ id })).toEqual([{ a: 2 }]);
    expect(await tables.undo({ act: undo })).toEqual({ tableId: id });
    expect(await tables.rows({ id })).toEqual(before);
    await expect(tables.undo({ act: undo })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('comes back as it was: a table with its rows, unless its name is taken', async () => {
    const id = await given('House', [{ a: 1 }, { a: 2 }]);
    await tables.addColumn({ id, name: 'b' });
    const before = await tables.rows({ id });
    const { undo } = await tables.remove({ id });
    const other = await tables.create({ name: 'House' });
    await expect(tables.undo({ act: undo })).rejects.toMatchObject({ code: 'CONFLICT' });
    await tables.remove({ id: other.id });
    await tables.undo({ act: undo });
    expect(await tables.rows({ id })).toEqual(before);
  });

  it('is gone for good after a day', async () => {
    const id = await given('Swept', [{ a: 1 }]);
    const { undo } = await tables.removeRow({ id: `${id}-0` });
    await sweepDeleted(Date.now() + 23 * 3600 * 1000);
    expect(await db().deletedRow.count({ where: { act: undo } })).toBe(1);
    await sweepDeleted(Date.now() + 25 * 3600 * 1000);
    await expect(tables.undo({ act: undo })).rejects.toThrow(/cannot be undone any more/);
  });
});

describe('a CSV file', () => {
  const text = 'name;seats;note\r\nAda;2;"two\nlines"\r\nBob;many;\'=1+1\r\nCyd;1;a;b\r\n';

  it('is looked at before anything is kept, with what is wrong named by its line', async () => {
    const found = await tables.previewCsv({ text });
    expect(found).toMatchObject({ columns: ['name', 'seats', 'note'], count: 3, problemCount: 1 });
    expect(found.sample[0]).toEqual(['Ada', '2', 'two\nlines']);
    expect(found.problems).toEqual([{ line: 5, message: 'Line 5 has 4 values, but there are only 3 columns.' }]);
    await expect(tables.previewCsv({ text: 'a,b\n1,"open' })).rejects.toThrow(/not CSV.*line 2/);
    await expect(tables.previewCsv({ text: '' })).rejects.toThrow(/nothing in this file/);
  });

  it('is taken in whole or not at all, unless wrong lines may be left out', async () => {
    const { id } = await tables.create({ name: 'Taken in' });
    const asked = { tableId: id, text, columns: ['who', null, 'note'] };
    expect(await tables.importCsv(asked)).toMatchObject({ added: 0, problems: [{ line: 5 }] });
    expect((await tables.rows({ id })).total).toBe(0);
    expect(await tables.importCsv({ ...asked, skipBad: true })).toEqual({ added: 2, skipped: 1, problems: [] });
    const page = await tables.rows({ id, sort: { column: '_createdAt', direction: 'ascending' } });
    expect(page.columns).toEqual(['who', 'note']);
    expect(page.items.map(({ data }) => data)).toEqual([
      { who: 'Ada', note: 'two\nlines' },
      { who: 'Bob', note: '=1+1' },
    ]);
    // Nobody vouched for what stands in a file.
    expect(page.items[0]?.labels.rest).toEqual(untrusted('import:csv'));
  });

  it('gives numbers, true and false as values where asked, and is trusted where a person says so', async () => {
    const { id } = await tables.create({ name: 'Valued' });
    const given = { tableId: id, text: 'a,b,c\n1.5,true,01\n', columns: ['a', 'b', 'c'] };
    await tables.importCsv({ ...given, trusted: true });
    await tables.importCsv({ ...given, values: false });
    const [plain, valued] = (await tables.rows({ id })).items;
    expect(valued?.data).toEqual({ a: 1.5, b: true, c: '01' });
    expect(valued?.labels.rest.integrity).toBe('trusted');
    expect(plain?.data).toEqual({ a: '1.5', b: 'true', c: '01' });
  });

  it('goes only into columns that may be, each once, and not beyond 20,000 rows', async () => {
    const { id } = await tables.create({ name: 'Strict' });
    const file = { tableId: id, text: 'a,b\n1,2\n' };
    await expect(tables.importCsv({ ...file, columns: ['x', 'x'] })).rejects.toThrow(/same column/);
    await expect(tables.importCsv({ ...file, columns: ['x', '_id'] })).rejects.toThrow(/Column "_id"/);
    await expect(tables.importCsv({ ...file, columns: [null, null] })).rejects.toThrow(/at least one/);
    const long = `a\n${'1\n'.repeat(20_001)}`;
    await expect(tables.importCsv({ tableId: id, text: long, columns: ['a'] })).rejects.toThrow(/20,000/);
    const looking = appRouter.createCaller({ actor: await addPerson('viewer') }).tables;
    await expect(looking.importCsv({ ...file, columns: ['x', null] })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
