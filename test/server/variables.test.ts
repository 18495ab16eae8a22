import { describe, expect, it } from 'vitest';
import { memory } from '#activities/memory.ts';
import { untrusted } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { nodes } from '#nodes/index.ts';
import { verifyAudit } from '#platform/audit.ts';
import { db } from '#prisma/client.ts';
import { appRouter } from '#server/routers/index.ts';
import { handMadeContext } from '../activities/hand-made-context.ts';
import { addPerson, callApi, tokenOf } from './house.ts';

const person = await addPerson('editor');
const { variables, counters, seen } = appRouter.createCaller({ actor: person });
const looking = appRouter.createCaller({ actor: await addPerson('viewer') });
const outside = untrusted('mail:m');
const mine = { integrity: 'trusted', origins: [`person:${person.userId}`] };

/** A step of a flow, fed from outside. */
async function step(type: keyof typeof memory, given: Record<string, Json>): Promise<unknown> {
  const labels = Object.fromEntries(Object.keys(given).map((field) => [field, { rest: outside }]));
  const ctx = handMadeContext({ effectKey: JSON.stringify([type, given]), labels });
  return (memory[type] as (input: unknown, ctx: unknown) => Promise<unknown>)(nodes[type].input.parse(given), ctx);
}

describe('variables', () => {
  it('are trusted when a person typed them, and keep their origin when a flow wrote them', async () => {
    await variables.set({ name: 'typed', value: 'by hand', updatedAt: null });
    await step('vars.set', { name: 'written', value: { from: 'a mail' } });
    const { items } = await variables.list({});
    expect(items).toMatchObject([
      { name: 'typed', kind: 'text', preview: 'by hand', label: mine },
      { name: 'written', kind: 'data', preview: '{"from":"a mail"}', label: outside },
    ]);
    const taken = await variables.set({ name: 'written', value: 1 });
    expect(taken).toMatchObject({ kind: 'number', value: 1, label: mine });
  });

  it('are found by name and by value, page by page', async () => {
    for (const [n, value] of ['needle in hay', true, null].entries()) await variables.set({ name: `page ${n}`, value });
    const first = await variables.list({ search: 'page', limit: 2 });
    expect(first).toMatchObject({ items: [{ name: 'page 0' }, { kind: 'yes-no' }], next: 'page 1' });
    const rest = await variables.list({ search: 'page', limit: 2, cursor: first.next ?? '' });
    expect(rest).toMatchObject({ items: [{ name: 'page 2', kind: 'data' }], next: null });
    expect((await variables.list({ search: 'needle' })).items).toHaveLength(1);
  });

  it('are not changed by who has not seen their latest value', async () => {
    const { updatedAt } = await variables.set({ name: 'raced', value: 1, updatedAt: null });
    await expect(variables.set({ name: 'raced', value: 2, updatedAt: null })).rejects.toMatchObject({
      code: 'CONFLICT',
    });
    const stale = { name: 'raced', value: 2, updatedAt: new Date(0).toISOString() };
    await expect(variables.set(stale)).rejects.toMatchObject({ code: 'CONFLICT' });
    await variables.set({ name: 'raced', value: 3, updatedAt });
    expect((await variables.get({ name: 'raced' })).value).toBe(3);
  });

  it('have a name that flows can use, a bounded size, and leave no value in the log', async () => {
    await expect(variables.set({ name: '../etc', value: 1 })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
    await expect(variables.set({ name: 'big', value: 'x'.repeat(300_000) })).rejects.toThrow(/256 KB/);
    await variables.set({ name: 'private', value: 'a-private-matter' });
    await variables.remove({ name: 'private' });
    await expect(variables.remove({ name: 'private' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const rows = await db().audit.findMany({ where: { subject: 'variable:private' }, orderBy: { seq: 'asc' } });
    expect(rows.map(({ action }) => action)).toEqual(['variable.set', 'variable.remove']);
    expect(JSON.stringify(rows)).not.toContain('a-private-matter');
    expect(await verifyAudit()).toMatchObject({ ok: true });
  });

  it('go through the REST API, where they stay untrusted', async () => {
    const token = await tokenOf(person, ['edit', 'view']);
    const put = await callApi('/variables/by%20token', { method: 'PUT', token, body: { value: [1, 2] } });
    expect(put).toMatchObject({ status: 200, body: { value: [1, 2], label: { integrity: 'untrusted' } } });
    expect((await callApi('/variables?search=by%20token', { token })).body).toMatchObject({
      items: [{ name: 'by token', preview: '[1,2]' }],
    });
    expect((await callApi('/variables/by%20token', { method: 'DELETE', token })).status).toBe(200);
    expect((await callApi('/variables/by%20token', { token })).status).toBe(404);
  });
});

describe('counters', () => {
  it('show what was counted, and begin again for a person', async () => {
    await step('counter.add', { counter: 'mails', add: 5 });
    expect((await counters.list({})).items).toMatchObject([{ name: 'mails', value: 5, label: outside }]);
    await counters.reset({ name: 'mails' });
    expect((await counters.list({ search: 'mail' })).items).toMatchObject([{ value: 0, label: mine }]);
    await counters.remove({ name: 'mails' });
    expect(await counters.list({})).toEqual({ items: [], next: null });
  });
});

describe('what was seen', () => {
  it('is forgotten one by one or all at once', async () => {
    const items = [{ id: 7 }, { id: 'seven' }, { id: 8 }];
    await step('seen.remember', { list: 'orders', items, key: 'id' });
    expect((await seen.list({})).items).toMatchObject([{ list: 'orders', count: 3 }]);
    expect(await seen.forget({ list: 'orders', value: 7 })).toEqual({ forgotten: 1 });
    await expect(seen.forget({ list: 'orders', value: '7' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const again = await step('seen.remember', { list: 'orders', items: [...items, { id: 9 }], key: 'id' });
    expect(again).toMatchObject({ output: { items: [{ id: 7 }, { id: 9 }] } });
    expect(await seen.forget({ list: 'orders' })).toEqual({ forgotten: 4 });
    expect(await seen.list({})).toEqual({ items: [], next: null });
  });
});

it('those who may only look change nothing', async () => {
  await variables.set({ name: 'looked at', value: 1 });
  expect((await looking.variables.get({ name: 'looked at' })).value).toBe(1);
  const denied = { code: 'FORBIDDEN' };
  await expect(looking.variables.set({ name: 'looked at', value: 2 })).rejects.toMatchObject(denied);
  await expect(looking.counters.reset({ name: 'mails' })).rejects.toMatchObject(denied);
  await expect(looking.seen.forget({ list: 'orders' })).rejects.toMatchObject(denied);
});
