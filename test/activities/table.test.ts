import { describe, expect, it } from 'vitest';
import { table } from '#activities/table.ts';
import { Invalid } from '#lib/errors.ts';
import { TRUSTED, untrusted, wholeLabel, type FieldLabels } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { nodes } from '#nodes/index.ts';
import { verifyAudit } from '#platform/audit.ts';
import { db } from '#prisma/client.ts';
import { handMadeContext } from './hand-made-context.ts';

let effects = 0;

type Insertion = { effectKey?: string; labels?: Record<string, FieldLabels> };

async function insert(name: string, row: Record<string, Json>, options: Insertion = {}) {
  effects += 1;
  const context = handMadeContext({ effectKey: `effect-${effects}`, ...options });
  return table['table.insert'](nodes['table.insert'].input.parse({ table: name, row }), context);
}

async function find(given: Record<string, Json>, labels: Record<string, FieldLabels> = {}) {
  const { output, labels: given_ } = (await table['table.find'](
    nodes['table.find'].input.parse(given),
    handMadeContext({ labels }),
  )) as {
    output: { rows: Record<string, Json>[]; count: number; first: Record<string, Json> | null };
    labels: FieldLabels;
  };
  return { ...output, label: wholeLabel(given_) };
}

describe('table.insert', () => {
  it('makes the table and says so in the audit log', async () => {
    await insert('New table', { a: 1 });
    await insert('New table', { a: 2 });
    expect(await db().dataTable.count({ where: { name: 'New table' } })).toBe(1);
    const rows = await db().audit.findMany({ where: { action: 'table.create' } });
    expect(rows.filter((row) => row.detail.includes('New table'))).toHaveLength(1);
    expect(await verifyAudit()).toMatchObject({ ok: true });
  });

  it('adds one row however often the same effect is tried, and gives it back', async () => {
    const first = await insert('Once', { a: 1 }, { effectKey: 'same' });
    const again = await insert('Once', { a: 1 }, { effectKey: 'same' });
    expect(again).toEqual(first);
    expect((await find({ table: 'Once' })).count).toBe(1);
  });

  it('adds one row when two attempts run at the same time', async () => {
    await Promise.all([1, 2, 3].map(() => insert('Raced', { a: 1 }, { effectKey: 'raced' })));
    expect((await find({ table: 'Raced' })).count).toBe(1);
  });

  it('keeps the label of every column', async () => {
    const from = untrusted('webhook:hook');
    const row: FieldLabels = { rest: from, fields: { name: from, state: TRUSTED } };
    await insert('Labelled', { name: 'Ada', state: 'new' }, { labels: { row } });
    const kept = await db().dataRow.findFirstOrThrow({ where: { table: { name: 'Labelled' } } });
    expect(JSON.parse(kept.labels)).toMatchObject({
      fields: { name: { integrity: 'untrusted' }, state: { integrity: 'trusted' } },
    });
  });

  it.each(['_id', '9lives', '', 'a.b'])('has no column "%s"', (column) => {
    expect(nodes['table.insert'].input.safeParse({ table: 'T', row: { [column]: 1 } }).success).toBe(false);
  });
});

describe('table.find', () => {
  it('finds nothing, trusted, in a table that is not there', async () => {
    expect(await find({ table: 'Nowhere' })).toEqual({ rows: [], count: 0, first: null, label: TRUSTED });
  });

  it('finds rows for which all conditions hold, in order of age', async () => {
    for (const [name, age, tags] of [
      ['Ada', 36, ['math']],
      ['Bob', 17, []],
      ['Cyd', 50, ['math', 'dance']],
    ] as const) {
      await insert('People', { name, age, tags: [...tags] });
    }
    const where = [
      { field: 'age', operator: 'greaterOrEqual', value: 18 },
      { field: 'tags', operator: 'contains', value: 'math' },
    ];
    expect((await find({ table: 'People', where })).rows.map((row) => row.name)).toEqual(['Ada', 'Cyd']);
    expect((await find({ table: 'People', where, direction: 'descending', limit: 1 })).first).toMatchObject({
      name: 'Cyd',
    });
    expect(
      (await find({ table: 'People', sort: 'name', direction: 'descending' })).rows.map((row) => row.name),
    ).toEqual(['Cyd', 'Bob', 'Ada']);
  });

  it('tells rows without a column from rows with one', async () => {
    await insert('Gaps', { a: 1 });
    await insert('Gaps', { b: 2 });
    const count = async (operator: string, value: Json = null) =>
      (await find({ table: 'Gaps', where: [{ field: 'a', operator, value }] })).count;
    expect(await count('exists')).toBe(1);
    expect(await count('notExists')).toBe(1);
    expect(await count('less', 5)).toBe(1);
    expect(await count('notEquals', 1)).toBe(1);
    expect(await count('contains', 'x')).toBe(0);
  });

  it('looks through more rows than it reads at a time', async () => {
    const { id: tableId } = await db().dataTable.create({ data: { id: 'many', name: 'Many' } });
    const labels = JSON.stringify({ rest: TRUSTED });
    const data = Array.from({ length: 1203 }, (_, n) => ({
      id: `row${n}`,
      tableId,
      data: JSON.stringify({ n }),
      labels,
    }));
    await db().dataRow.createMany({ data });
    expect((await find({ table: 'Many', limit: 1000 })).count).toBe(1000);
    const late = await find({ table: 'Many', where: [{ field: 'n', operator: 'greater', value: 1198 }], sort: 'n' });
    expect(late.rows.map((row) => row.n)).toEqual([1199, 1200, 1201, 1202]);
  });

  it('gives rows back with the origins they were stored with, joined, and those of the question', async () => {
    await insert('Mixed', { a: 1 }, { labels: { row: { rest: untrusted('webhook:hook') } } });
    await insert('Mixed', { a: 2 });
    expect((await find({ table: 'Mixed' })).label).toEqual(untrusted('webhook:hook'));
    const where = [{ field: 'a', operator: 'equals', value: 2 }];
    expect((await find({ table: 'Mixed', where })).label).toEqual(TRUSTED);
    expect((await find({ table: 'Mixed', where }, { where: { rest: untrusted('mail:m') } })).label.origins).toEqual([
      'mail:m',
    ]);
  });

  it('takes a column named like something every object has for a column', async () => {
    await insert('Odd', { constructor: 'x' });
    expect((await find({ table: 'Odd', where: [{ field: 'toString', operator: 'exists' }] })).count).toBe(0);
    expect(
      (await find({ table: 'Odd', where: [{ field: 'constructor', operator: 'equals', value: 'x' }] })).count,
    ).toBe(1);
  });

  it('says which column cannot be compared', async () => {
    await insert('Wrong', { a: ['list'] });
    const failing = find({ table: 'Wrong', where: [{ field: 'a', operator: 'greater', value: 3 }] });
    await expect(failing).rejects.toThrow(Invalid);
    await expect(failing).rejects.toThrow('Column "a"');
  });
});
