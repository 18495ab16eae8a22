import { describe, expect, it } from 'vitest';
import { db } from '#prisma/client.ts';
import { appRouter } from '#server/routers/index.ts';
import { temporalIsDown } from '../platform/given.ts';
import { draw } from '../support/draw.ts';
import { addPerson, callApi, tokenOf } from './house.ts';

temporalIsDown();

const person = await addPerson('owner');
const { flows, shelves } = appRouter.createCaller({ actor: person });
const looking = appRouter.createCaller({ actor: await addPerson('viewer') });

const add = async (name: string) => (await flows.create({ name })).id;
const cardOf = async (id: string) => (await flows.list()).find((card) => card.id === id);

describe('folders', () => {
  it('hold flows, one level deep, and moving a flow is no change of it', async () => {
    const home = await shelves.addFolder({ name: 'Home' });
    const garden = await shelves.addFolder({ name: 'Garden', parentId: home.id });
    await expect(shelves.addFolder({ name: 'Pots', parentId: garden.id })).rejects.toThrow(/one level/);
    await expect(shelves.addFolder({ name: 'home' })).rejects.toThrow(/already/);
    const id = await add('Water the plants');
    const before = await db().flow.findUniqueOrThrow({ where: { id } });
    expect(await shelves.move({ ids: [id], folderId: garden.id })).toEqual({ moved: 1 });
    expect(await db().flow.findUniqueOrThrow({ where: { id } })).toEqual({ ...before, folderId: garden.id });
    expect(await cardOf(id)).toMatchObject({ folderId: garden.id });
    await expect(shelves.move({ ids: [id], folderId: 'none' })).rejects.toThrow(/no such folder/);
  });

  it('are renamed and put into one another, but never below themselves', async () => {
    const [one, two] = [await shelves.addFolder({ name: 'One' }), await shelves.addFolder({ name: 'Two' })];
    await shelves.changeFolder({ id: one.id, name: 'Uno', parentId: two.id });
    expect((await shelves.list()).folders).toContainEqual({ id: one.id, name: 'Uno', parentId: two.id });
    await expect(shelves.changeFolder({ id: two.id, parentId: one.id })).rejects.toThrow(/one level/);
    await expect(shelves.changeFolder({ id: two.id, parentId: two.id })).rejects.toThrow(/one level/);
    await shelves.changeFolder({ id: one.id, parentId: null });
    expect((await shelves.list()).folders).toContainEqual({ id: one.id, name: 'Uno', parentId: null });
  });

  it('that go leave what was in them one up', async () => {
    const parent = await shelves.addFolder({ name: 'Work' });
    const child = await shelves.addFolder({ name: 'Mail', parentId: parent.id });
    const id = await add('Answer');
    await shelves.move({ ids: [id], folderId: child.id });
    await shelves.removeFolder({ id: child.id });
    expect(await cardOf(id)).toMatchObject({ folderId: parent.id });
    await shelves.removeFolder({ id: parent.id });
    expect(await cardOf(id)).toMatchObject({ folderId: null });
  });
});

describe('tags', () => {
  it('are put on many flows and taken off, and there is one of a name', async () => {
    const ids = [await add('A'), await add('B')];
    const urgent = await shelves.addTag({ name: 'urgent', tone: 'red' });
    expect(await shelves.addTag({ name: 'Urgent' })).toEqual(urgent);
    await shelves.tag({ ids, add: [urgent.id] });
    await shelves.tag({ ids, add: [urgent.id] });
    expect((await cardOf(ids[0] ?? ''))?.tags).toEqual([urgent.id]);
    await shelves.tag({ ids: ids.slice(1), remove: [urgent.id] });
    expect((await cardOf(ids[1] ?? ''))?.tags).toEqual([]);
    await shelves.changeTag({ id: urgent.id, name: 'soon', tone: 'amber' });
    expect((await shelves.list()).tags).toContainEqual({ id: urgent.id, name: 'soon', tone: 'amber' });
    await shelves.removeTag({ id: urgent.id });
    expect((await cardOf(ids[0] ?? ''))?.tags).toEqual([]);
  });

  it('go along with a copy, as the folder does, and stay out of the file', async () => {
    const id = await add('Original');
    const [folder, tag] = [await shelves.addFolder({ name: 'Copies' }), await shelves.addTag({ name: 'kept' })];
    await shelves.move({ ids: [id], folderId: folder.id });
    await shelves.tag({ ids: [id], add: [tag.id] });
    const copy = await flows.duplicate({ id });
    expect(await cardOf(copy.id)).toMatchObject({ folderId: folder.id, tags: [tag.id] });
    expect(JSON.stringify((await flows.get({ id: copy.id })).draft)).not.toContain(tag.id);
  });
});

it('a viewer sees folders and tags and changes none', async () => {
  expect(await looking.shelves.list()).toMatchObject({ folders: expect.any(Array) as unknown });
  await expect(looking.shelves.addFolder({ name: 'Mine' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(looking.flows.many({ ids: ['x'], act: 'remove' })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

it('many flows at once: what cannot be does not keep the others from it, and what was deleted can be found', async () => {
  const ids = [await add('First'), 'no-such-flow', await add('Second')];
  const done = await flows.many({ ids, act: 'remove' });
  expect(done).toEqual({
    done: [ids[0], ids[2]],
    failed: [{ id: 'no-such-flow', message: expect.any(String) as string }],
  });
  const bin = await flows.deleted();
  expect(
    bin
      .slice(0, 2)
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['First', 'Second']);
  expect(await cardOf(ids[0] ?? '')).toBeUndefined();
  await flows.many({ ids: done.done, act: 'restore' });
  expect(await cardOf(ids[0] ?? '')).toMatchObject({ name: 'First', paused: true });
});

it('failed runs of production are counted until they are run again', async () => {
  const draft = draw({ name: 'Fails', nodes: { start: ['manual'] }, wires: [] });
  const { id } = await flows.create({ flow: draft });
  await flows.publish({ id });
  const { runId } = await flows.run({ id, mode: 'production' });
  await db().run.update({ where: { id: runId }, data: { status: 'failed' } });
  expect(await cardOf(id)).toMatchObject({ failedRuns: 1, lastRun: { id: runId, status: 'failed' } });
  const again = await flows.run({ id, mode: 'production' });
  await db().run.update({ where: { id: again.runId }, data: { retryOfId: runId } });
  expect(await cardOf(id)).toMatchObject({ failedRuns: 0 });
});

it('the REST API lists the flows of a folder and of a tag', async () => {
  const id = await add('Listed');
  const outer = await shelves.addFolder({ name: 'Outer' });
  const inner = await shelves.addFolder({ name: 'Inner', parentId: outer.id });
  const tag = await shelves.addTag({ name: 'api' });
  await shelves.move({ ids: [id], folderId: inner.id });
  await shelves.tag({ ids: [id], add: [tag.id] });
  const token = await tokenOf(person, ['view']);
  const found = { id, folder: 'Outer/Inner', tags: ['api'], failedRuns: 0 };
  for (const query of ['folder=outer', 'folder=Outer/Inner', 'tag=API', 'folder=Outer&tag=api']) {
    expect((await callApi(`/flows?${query}`, { token })).body).toMatchObject({ items: [found] });
  }
  expect((await callApi('/flows?tag=none', { token })).body).toEqual({ items: [] });
  expect((await callApi('/flows?folder=none', { token })).status).toBe(404);
  expect((await callApi('/flows', { token })).body.items).toEqual(
    expect.arrayContaining([expect.objectContaining(found)]),
  );
});
