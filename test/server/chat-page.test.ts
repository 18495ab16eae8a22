/** The chat page without Temporal: whose chats are whose, and that a message is kept once, together with its run. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Stored } from '#lib/value.ts';
import { readBlob } from '#platform/blobs.ts';
import { closeDb, db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { appRouter } from '#server/routers/index.ts';
import { answerText } from '#server/services/chat-answers.ts';
import { draw } from '#test/support/draw.ts';
import { published } from '#test/support/flow-run.ts';
import { temporalIsDown } from '#test/platform/given.ts';
import { addPerson, callApi, tokenOf } from './house.ts';

temporalIsDown();

let ada: Actor;
let bo: Actor;
let flowId: string;
beforeAll(async () => {
  [ada, bo] = [await addPerson('runner'), await addPerson('runner')];
  ({ flowId } = await published(echo('Echo')));
});
afterAll(() => closeDb());

function echo(name: string) {
  return draw({
    name,
    nodes: {
      heard: ['chat.message', { greeting: 'Hello!' }],
      end: ['set', { fields: { text: '{{ trigger.text }}' } }],
    },
    wires: ['heard > end'],
  });
}

const as = (actor: Actor) => appRouter.createCaller({ actor }).chat;
const message = (id: string, more: object = {}) => ({ id, text: 'Hi', clientId: 'client-0001', ...more });
const inputOf = async (runId: string) =>
  JSON.parse((await db().run.findUniqueOrThrow({ where: { id: runId } })).input) as Stored & { kind: 'inline' };
const end = (runId: string, status: string) =>
  db().run.update({ where: { id: runId }, data: { status, endedAt: new Date() } });

test('what can be written to is what is published and begins so', async () => {
  await published(
    draw({ name: 'By hand', nodes: { hand: ['manual'], end: ['set', { fields: { a: 1 } }] }, wires: ['hand > end'] }),
  );
  expect(await as(ada).flows()).toEqual([{ flowId, name: 'Echo', greeting: 'Hello!' }]);
  await expect(as(ada).create({ flowId: 'none' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('a message sent twice is one message and one run, with the words of the person', async () => {
  const { id } = await as(ada).create({ flowId });
  const [first, second] = await Promise.all([as(ada).send(message(id)), as(ada).send(message(id))]);
  expect(second.runId).toBe(first.runId);
  expect(await db().chatMessage.count({ where: { chatId: id } })).toBe(1);
  expect(await db().run.count({ where: { flowId, startedById: ada.userId } })).toBe(1);
  const { value, labels } = await inputOf(first.runId);
  expect(value).toEqual({ text: 'Hi', conversation: id, person: { id: ada.userId, name: 'runner' }, files: [] });
  expect(labels.rest).toMatchObject({ integrity: 'trusted', origins: [`person:${ada.userId}`] });
  expect((await as(ada).get({ id })).entries).toMatchObject([{ role: 'person', text: 'Hi', runId: first.runId }]);
  expect((await as(ada).list({})).items[0]).toMatchObject({ id, title: 'Hi', open: true, flowName: 'Echo' });
});

test('one message is answered before the next is taken', async () => {
  const { id } = await as(ada).create({ flowId });
  const { runId } = await as(ada).send(message(id));
  const next = message(id, { clientId: 'client-0002' });
  await expect(as(ada).send(next)).rejects.toMatchObject({ code: 'CONFLICT' });
  await end(runId, 'failed');
  const both = await Promise.allSettled([as(ada).send(next), as(ada).send({ ...next, clientId: 'client-0003' })]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  expect(await db().chatMessage.count({ where: { chatId: id } })).toBe(2);
});

test('files go with the run, named harmlessly, and what is in them is nobody’s word', async () => {
  const { id } = await as(ada).create({ flowId });
  const data = Buffer.from('pay@evil.example').toString('base64');
  const file = { name: '../a"\n.txt', contentType: 'text/html; x', data };
  const { runId } = await as(ada).send(message(id, { text: '', files: [file] }));
  const { value, labels } = await inputOf(runId);
  const [kept] = (value as { files: { ref: string; name: string; contentType: string }[] }).files;
  expect(kept).toMatchObject({ name: '.._a__.txt', contentType: 'text/html' });
  expect((await readBlob(kept?.ref ?? '')).toString()).toBe('pay@evil.example');
  expect(labels.fields?.['files']).toMatchObject({ integrity: 'untrusted' });
  expect(labels.rest.integrity).toBe('trusted');
  expect((await as(ada).list({})).items[0]?.title).toBe('../a"\n.txt');
});

test('nothing, too much and too many are refused', async () => {
  const { id } = await as(ada).create({ flowId });
  const data = (bytes: number) => Buffer.alloc(bytes).toString('base64');
  const file = { name: 'a', contentType: '', data: data(1) };
  const bad = [
    { text: ' ' },
    { text: 'x'.repeat(100_001) },
    { clientId: 'short' },
    { files: [{ ...file, data: 'not base64!' }] },
    { files: [{ ...file, data: data(6 * 1024 * 1024 + 1) }] },
    { files: Array.from({ length: 6 }, () => file) },
  ];
  for (const more of bad) await expect(as(ada).send(message(id, more))).rejects.toThrow();
  expect(await db().chatMessage.count({ where: { chatId: id } })).toBe(0);
});

test('nobody sees, answers, names, deletes or follows a chat of somebody else', async () => {
  const { id } = await as(ada).create({ flowId });
  const { runId } = await as(ada).send(message(id, { text: 'private words' }));
  const owner = await addPerson('owner');
  for (const other of [as(bo), as(owner)]) {
    const tries = [
      () => other.get({ id }),
      () => other.send(message(id, { clientId: 'client-0009' })),
      () => other.send(message(id)),
      () => other.rename({ id, title: 'Mine' }),
      () => other.remove({ id }),
      () => other.work({ runId }),
    ];
    for (const attempt of tries) await expect(attempt()).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect((await other.list({ text: 'private' })).items).toEqual([]);
  }
  const viewer = as(await addPerson('viewer'));
  await expect(viewer.create({ flowId })).rejects.toMatchObject({ code: 'FORBIDDEN' });
});

test('chats are found by what was said, named and deleted; their runs stay', async () => {
  const { id } = await as(bo).create({ flowId });
  const { runId } = await as(bo).send(message(id, { text: 'Where is the heather?' }));
  expect((await as(bo).list({ text: 'heather' })).items).toHaveLength(1);
  expect((await as(bo).list({ text: 'tulip' })).items).toEqual([]);
  await as(bo).rename({ id, title: 'Plants' });
  expect((await as(bo).list({ text: 'plants' })).items[0]?.title).toBe('Plants');
  await as(bo).remove({ id });
  expect((await as(bo).list({})).items).toEqual([]);
  expect(await db().chatMessage.count({ where: { runId } })).toBe(0);
  expect(await db().run.count({ where: { id: runId } })).toBe(1);
});

test('a flow that is paused or gone takes no message, and what was said stays', async () => {
  const { flowId: other } = await published(echo('Soon gone'));
  const { id } = await as(bo).create({ flowId: other });
  await end((await as(bo).send(message(id))).runId, 'stopped');
  await db().flow.update({ where: { id: other }, data: { paused: true } });
  await expect(as(bo).send(message(id, { clientId: 'client-0002' }))).rejects.toMatchObject({ code: 'CONFLICT' });
  await db().flow.update({ where: { id: other }, data: { deletedAt: new Date() } });
  await expect(as(bo).send(message(id, { clientId: 'client-0003' }))).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(await as(bo).get({ id })).toMatchObject({
    open: false,
    entries: [{ text: 'Hi' }],
    runs: [{ status: 'stopped' }],
  });
});

test('by REST it is the same chat, but a token is nobody’s own word', async () => {
  const token = await tokenOf(bo, ['view', 'run']);
  const made = await callApi('/chats', { method: 'POST', token, body: { flowId } });
  expect(made.status).toBe(201);
  const path = `/chats/${String(made.body['id'])}`;
  const sent = await callApi(`${path}/messages`, {
    method: 'POST',
    token,
    body: { text: 'Hi', clientId: 'from-script-1' },
  });
  expect(sent.status).toBe(202);
  const { labels } = await inputOf(String(sent.body['runId']));
  expect(labels.rest).toMatchObject({ integrity: 'untrusted', origins: ['api:Echo'] });
  expect((await callApi(path, { token })).body['entries']).toMatchObject([{ text: 'Hi' }]);
  expect((await callApi('/chats', { token })).body['items']).toHaveLength(2);
  expect((await callApi(path, { token: await tokenOf(ada, ['view']) })).status).toBe(404);
  expect((await callApi(path, { method: 'DELETE', token })).status).toBe(200);
});

test('the answer is the text of what a run gave, else all of it', () => {
  expect(answerText('Hello')).toBe('Hello');
  expect(answerText({ text: 'Hello', turns: 2 })).toBe('Hello');
  expect(answerText({ answer: 'Hello' })).toBe('Hello');
  expect(answerText({ text: 7 })).toBe('{\n  "text": 7\n}');
  expect(answerText(null)).toBe('');
  expect(answerText('x'.repeat(300_000))).toHaveLength(200_002);
});
