import { describe, expect, it } from 'vitest';
import { untrusted } from '#lib/label.ts';
import { verifyAudit } from '#platform/audit.ts';
import { db } from '#prisma/client.ts';
import { appRouter } from '#server/routers/index.ts';
import { addPerson } from './house.ts';

const person = await addPerson('editor');
const tables = appRouter.createCaller({ actor: person }).tables;
const outside = untrusted('mail:m');

async function given(name: string, rows: Record<string, string | number>[]) {
  const { id } = await tables.create({ name });
  for (const [n, row] of rows.entries()) {
    const labels = JSON.stringify({ rest: outside });
    const createdAt = new Date(Date.UTC(2026, 0, 1) + n);
    await db().dataRow.create({
      data: { id: `${id}-${n}`, tableId: id, data: JSON.stringify(row), labels, createdAt },
    });
  }
  return id;
}

describe('tables', () => {
  it('are listed with how many rows they have, and their names are theirs alone', async () => {
    const id = await given('People', [{ name: 'Ada' }, { name: 'Bob' }]);
    expect(await tables.list()).toContainEqual(expect.objectContaining({ id, name: 'People', rows: 2 }));
    await expect(tables.create({ name: 'People' })).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(tables.create({ name: '/etc' })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });

  it('show their rows newest first, page by page, and those with certain words', async () => {
    const id = await given('Paged', [{ n: 1 }, { n: 2, w: 'needle' }, { n: 3 }]);
    const first = await tables.rows({ id, limit: 2 });
    expect(first.items.map((row) => row.data.n)).toEqual([3, 2]);
    const rest = await tables.rows({ id, limit: 2, cursor: first.next ?? '' });
    expect(rest).toMatchObject({ items: [{ data: { n: 1 } }], next: null });
    expect((await tables.rows({ id, search: 'needle' })).items).toHaveLength(1);
  });

  it('go with all of their rows', async () => {
    const id = await given('Gone', [{ n: 1 }]);
    await tables.remove({ id });
    expect(await db().dataRow.count({ where: { tableId: id } })).toBe(0);
    await expect(tables.rows({ id })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await verifyAudit()).toMatchObject({ ok: true });
  });

  it('are exported whole', async () => {
    const id = await given('Out', [{ a: 1 }, { a: 2, b: 'x' }]);
    expect(await tables.csv({ id })).toEqual({ name: 'Out', csv: 'a,b\r\n2,x\r\n1,\r\n' });
  });
});

describe('a row', () => {
  it('that a person changes is trusted where they changed it, and nowhere else', async () => {
    const id = await given('Edited', [{ name: 'Ada', note: 'from a mail', old: 1 }]);
    const [row] = (await tables.rows({ id })).items;
    if (!row) throw new Error('There is no row.');
    const changed = await tables.changeRow({
      id: row.id,
      updatedAt: row.updatedAt,
      data: { name: 'Ada', note: 'checked', fresh: true },
    });
    expect(changed.data).toEqual({ name: 'Ada', note: 'checked', fresh: true });
    const { fields } = changed.labels;
    expect(fields).toMatchObject({
      name: outside,
      note: { integrity: 'trusted', origins: [`person:${person.userId}`] },
      fresh: { integrity: 'trusted' },
    });
  });

  it('is not changed by who has not seen its latest values', async () => {
    const id = await given('Raced', [{ n: 1 }]);
    const [row] = (await tables.rows({ id })).items;
    const stale = { id: row?.id ?? '', data: { n: 2 }, updatedAt: new Date(0).toISOString() };
    await expect(tables.changeRow(stale)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('is added and deleted, each on record', async () => {
    const id = await given('Hand', []);
    const row = await tables.addRow({ tableId: id, data: { name: 'Cyd' } });
    expect(row.labels.rest.integrity).toBe('trusted');
    await tables.removeRow({ id: row.id });
    const actions = await db().audit.findMany({ where: { subject: `table:${id}` }, orderBy: { seq: 'asc' } });
    expect(actions.map(({ action }) => action)).toEqual(['table.create', 'table.row.add', 'table.row.remove']);
  });

  it('has no column that belongs to Hearth', async () => {
    const id = await given('Names', []);
    await expect(tables.addRow({ tableId: id, data: { _id: 1 } })).rejects.toThrow(/Column "_id"/);
  });

  it('is not touched by those who may only look', async () => {
    const looking = appRouter.createCaller({ actor: await addPerson('viewer') }).tables;
    const id = await given('Seen', [{ n: 1 }]);
    expect((await looking.rows({ id })).items).toHaveLength(1);
    await expect(looking.addRow({ tableId: id, data: {} })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });
});
