import { describe, expect, it } from 'vitest';
import type { Flow } from '#lib/flow.ts';
import { verifyAudit } from '#platform/audit.ts';
import { db } from '#prisma/client.ts';
import { appRouter } from '#server/routers/index.ts';
import { temporalIsDown } from '../platform/given.ts';
import { draw } from '../support/draw.ts';
import { addPerson, callApi, tokenOf } from './house.ts';

temporalIsDown();

const person = await addPerson('owner');
const { flows, versions } = appRouter.createCaller({ actor: person });

const greeting = (text: string): Flow =>
  draw({
    name: 'Greeter',
    nodes: { start: ['manual'], greet: ['set', { fields: { text } }] },
    wires: ['start > greet'],
  });

/** A flow whose versions 1, 2, … say these texts. */
async function published(...texts: string[]): Promise<string> {
  const { id } = await flows.create({ flow: greeting(texts[0] ?? '') });
  for (const text of texts) {
    const { draftRevision } = await flows.get({ id });
    await flows.save({ id, draft: greeting(text), revision: draftRevision });
    await flows.publish({ id });
  }
  return id;
}

describe('versions', () => {
  it('are listed newest first: who, when, what changed, which one is live', async () => {
    const id = await published('one', 'two');
    const { items, next } = await versions.list({ flowId: id });
    expect(next).toBeNull();
    expect(items).toMatchObject([
      { number: 2, by: 'owner', published: true, name: null, changes: { changed: 1, added: 0, names: ['greet'] } },
      { number: 1, by: 'owner', published: false, changes: null },
    ]);
    expect(Date.parse(items[0]?.createdAt ?? '')).toBeGreaterThan(0);
    const page = await versions.list({ flowId: id, limit: 1 });
    expect(page).toMatchObject({ items: [{ number: 2, changes: { changed: 1 } }], next: '2' });
    expect((await versions.list({ flowId: id, cursor: '2' })).items).toMatchObject([{ number: 1 }]);
  });

  it('have a name and a note from publishing or later; what they hold stays', async () => {
    const { id } = await flows.create({ flow: greeting('one') });
    await flows.publish({ id, name: 'First light', note: 'It works.' });
    expect(await versions.get({ flowId: id, version: '1' })).toMatchObject({ name: 'First light', note: 'It works.' });
    await versions.rename({ flowId: id, version: '1', name: 'Dawn' });
    await versions.rename({ flowId: id, version: '1', note: '' });
    expect(await versions.get({ flowId: id, version: '1' })).toMatchObject({
      name: 'Dawn',
      note: null,
      flow: greeting('one'),
    });
    await expect(versions.get({ flowId: id, version: '9' })).rejects.toThrow(/no such version/);
    await expect(versions.get({ flowId: 'other', version: '1' })).rejects.toThrow(/no such version/);
  });

  it('of a test run are found by their id and are not in the history', async () => {
    const { id } = await flows.create({ flow: greeting('draft') });
    await flows.run({ id, mode: 'test' });
    const row = await db().flowVersion.findFirstOrThrow({ where: { flowId: id } });
    expect((await versions.list({ flowId: id })).items).toEqual([]);
    expect(await versions.get({ flowId: id, version: row.id })).toMatchObject({ number: 0, flow: greeting('draft') });
  });
});

describe('going back', () => {
  it('publishes the old drawing as a new version and rewrites nothing', async () => {
    const id = await published('one', 'two');
    const before = await db().flowVersion.findMany({ where: { flowId: id }, orderBy: { number: 'asc' } });
    const done = await versions.rollBack({ flowId: id, version: '1', note: 'Two was wrong.' });
    expect(done).toMatchObject({ number: 3 });
    const after = await db().flowVersion.findMany({ where: { flowId: id }, orderBy: { number: 'asc' } });
    expect(after.slice(0, 2)).toEqual(before);
    expect(after[2]).toMatchObject({ document: before[0]?.document, restoredOf: 1, note: 'Two was wrong.' });
    expect(await flows.get({ id })).toMatchObject({
      draft: greeting('one'),
      draftRevision: done.draftRevision,
      published: { number: 3 },
      unpublishedChanges: false,
    });
    expect(await verifyAudit()).toMatchObject({ ok: true });
  });

  it('only to the draft publishes nothing', async () => {
    const id = await published('one', 'two');
    await versions.restore({ flowId: id, version: 1 });
    expect(await flows.get({ id })).toMatchObject({
      draft: greeting('one'),
      published: { number: 2 },
      unpublishedChanges: true,
    });
  });

  it('does not go over what somebody else saved meanwhile', async () => {
    const id = await published('one', 'two');
    const { draftRevision: revision } = await flows.get({ id });
    await flows.save({ id, draft: greeting('theirs'), revision });
    const stale = { flowId: id, version: '1', revision };
    await expect(versions.rollBack(stale)).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(versions.restore(stale)).rejects.toMatchObject({ code: 'CONFLICT' });
    expect((await flows.get({ id })).draft).toEqual(greeting('theirs'));
  });

  it('to a drawing that cannot run any more changes nothing', async () => {
    const id = await published('one', 'two');
    const broken = draw({ nodes: { start: ['manual'], x: ['no.such.type'] }, wires: ['start > x'] });
    await db().flowVersion.updateMany({ where: { flowId: id, number: 1 }, data: { document: JSON.stringify(broken) } });
    await expect(versions.rollBack({ flowId: id, version: '1' })).rejects.toThrow(/cannot run yet/);
    expect(await flows.get({ id })).toMatchObject({ draft: greeting('two'), published: { number: 2 } });
  });
});

it('unpublished changes are told by content: undone by hand, there are none', async () => {
  const id = await published('one');
  const revision = async () => (await flows.get({ id })).draftRevision;
  const save = async (draft: Flow) => flows.save({ id, draft, revision: await revision() });
  expect(await save(greeting('two'))).toMatchObject({ unpublishedChanges: true });
  const again = greeting('one');
  const reordered = { ...again, nodes: [...again.nodes].reverse() };
  expect(await save(reordered)).toMatchObject({ unpublishedChanges: false });
  expect((await flows.get({ id })).unpublishedChanges).toBe(false);
  expect((await flows.list()).find((card) => card.id === id)?.unpublishedChanges).toBe(false);
});

it('the REST API lists, shows, names and rolls back', async () => {
  const id = await published('one', 'two');
  const [token, looking] = [await tokenOf(person, ['view', 'edit']), await tokenOf(person, ['view'])];
  const list = await callApi(`/flows/${id}/versions`, { token: looking });
  expect(list).toMatchObject({
    status: 200,
    body: { items: [{ number: 2, published: true }, { number: 1 }], next: null },
  });
  expect(await callApi(`/flows/${id}/versions/1`, { token: looking })).toMatchObject({
    status: 200,
    body: { number: 1, flow: greeting('one') },
  });
  const named = { method: 'PATCH', body: { name: 'Dawn' } };
  expect((await callApi(`/flows/${id}/versions/1`, { token: looking, ...named })).status).toBe(403);
  expect(await callApi(`/flows/${id}/versions/1`, { token, ...named })).toMatchObject({ body: { name: 'Dawn' } });
  const back = { method: 'POST', body: { version: 1 } };
  expect((await callApi(`/flows/${id}/rollback`, { token: looking, ...back })).status).toBe(403);
  expect(await callApi(`/flows/${id}/rollback`, { token, ...back })).toMatchObject({
    status: 200,
    body: { number: 3, replacedDraft: greeting('two') },
  });
  expect((await callApi(`/flows/${id}/rollback`, { token, method: 'POST', body: {} })).status).toBe(400);
});
