import { describe, expect, it } from 'vitest';
import type { ActivityContext } from '#activities/context.ts';
import { table } from '#activities/table.ts';
import { TRUSTED, untrusted, type FieldLabels } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { nodes } from '#nodes/index.ts';
import { db } from '#prisma/client.ts';
import { handMadeContext } from './hand-made-context.ts';

type Step = (input: unknown, ctx: ActivityContext) => Promise<{ output: Record<string, Json>; labels: FieldLabels }>;
type More = { effectKey?: string; labels?: Record<string, FieldLabels> };

let effects = 0;

async function run(name: keyof typeof table, given: Record<string, Json>, more: More = {}) {
  effects += 1;
  const context = handMadeContext({ effectKey: `change-${effects}`, ...more });
  return (table[name] as unknown as Step)(nodes[name].input.parse(given), context);
}

async function fill(name: string, rows: Record<string, Json>[]) {
  for (const row of rows) await run('table.insert', { table: name, row });
}

async function rowsOf(name: string) {
  const rows = await db().dataRow.findMany({ where: { table: { name } }, orderBy: { createdAt: 'asc' } });
  return rows.map((row) => JSON.parse(row.data) as Record<string, Json>);
}

const isNew = [{ field: 'state', operator: 'equals', value: 'new' }];
const outside = { rest: untrusted('mail:m') };

describe('table.count', () => {
  it('counts the rows that fit', async () => {
    await fill('Counted', [{ state: 'new' }, { state: 'old' }, {}]);
    expect((await run('table.count', { table: 'Counted' })).output).toEqual({ count: 3 });
    expect((await run('table.count', { table: 'Counted', where: isNew })).output).toEqual({ count: 1 });
    expect((await run('table.count', { table: 'Nowhere' })).output).toEqual({ count: 0 });
  });
});

describe('table.update', () => {
  it('changes the columns it names in the rows that fit', async () => {
    await fill('Changed', [
      { state: 'new', n: 1 },
      { state: 'old', n: 2 },
    ]);
    const { output } = await run('table.update', { table: 'Changed', where: isNew, row: { state: 'done', at: 'x' } });
    expect(output.count).toBe(1);
    expect(await rowsOf('Changed')).toEqual([
      { state: 'done', n: 1, at: 'x' },
      { state: 'old', n: 2 },
    ]);
  });

  it('gives the first answer to an attempt that comes again', async () => {
    await fill('Again', [{ state: 'new' }]);
    const given = { table: 'Again', where: isNew, row: { state: 'done' } };
    const first = await run('table.update', given, { effectKey: 'again' });
    await fill('Again', [{ state: 'new' }]);
    expect(await run('table.update', given, { effectKey: 'again' })).toEqual(first);
    expect(await rowsOf('Again')).toMatchObject([{ state: 'done' }, { state: 'new' }]);
  });

  it('labels new values by where they and the choice of the row came from, and leaves the others', async () => {
    await fill('Labels', [{ state: 'new', kept: 1 }]);
    await run('table.update', { table: 'Labels', where: isNew, row: { state: 'x' } }, { labels: { where: outside } });
    const row = await db().dataRow.findFirstOrThrow({ where: { table: { name: 'Labels' } } });
    const { fields } = JSON.parse(row.labels) as FieldLabels;
    expect(fields).toMatchObject({ state: outside.rest, kept: TRUSTED });
  });

  it('changes nothing when more rows fit than it may change', async () => {
    await fill('Guarded', [{ state: 'new' }, { state: 'new' }]);
    const given = { table: 'Guarded', where: isNew, row: { state: 'x' }, limit: 1 };
    await expect(run('table.update', given)).rejects.toThrow(/More than 1 rows/);
    expect(await rowsOf('Guarded')).toEqual([{ state: 'new' }, { state: 'new' }]);
    expect(nodes['table.update'].input.safeParse({ ...given, where: [] }).success).toBe(false);
  });
});

describe('table.upsert', () => {
  it('adds a row, then changes the same one', async () => {
    const given = (name: string) => ({ table: 'Up', by: 'mail', row: { mail: 'a@a.example', name } });
    const first = await run('table.upsert', given('Ann'));
    expect(first.output).toMatchObject({ created: true });
    const second = await run('table.upsert', given('Anna'));
    expect(second.output).toEqual({ id: first.output.id, created: false, row: given('Anna').row });
    expect(await rowsOf('Up')).toEqual([given('Anna').row]);
  });

  it('does not take the text 5 for the number 5', async () => {
    await run('table.upsert', { table: 'Types', by: 'id', row: { id: 5 } });
    expect((await run('table.upsert', { table: 'Types', by: 'id', row: { id: '5' } })).output.created).toBe(true);
  });

  it('adds one row when many come at once', async () => {
    const given = { table: 'Race', by: 'id', row: { id: 'x' } };
    await Promise.all(Array.from({ length: 5 }, () => run('table.upsert', given)));
    expect(await rowsOf('Race')).toHaveLength(1);
  });

  it('needs a value that tells rows apart', () => {
    expect(nodes['table.upsert'].input.safeParse({ table: 'T', by: 'id', row: { n: 1 } }).success).toBe(false);
  });
});

describe('table.delete', () => {
  it('deletes the rows that fit, but not more than it may', async () => {
    await fill('Gone', [{ state: 'new' }, { state: 'new' }, { state: 'old' }]);
    await expect(run('table.delete', { table: 'Gone', where: isNew, limit: 1 })).rejects.toThrow(/Nothing was done/);
    expect((await run('table.delete', { table: 'Gone', where: isNew })).output).toEqual({ count: 2 });
    expect(await rowsOf('Gone')).toEqual([{ state: 'old' }]);
  });
});
