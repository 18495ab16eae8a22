import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { closeDb, db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { cancelMany } from '#server/services/cancel-many.ts';
import { newFailures, removeFilter, savedFilters, saveFilter, sawFailures } from '#server/services/own-lists.ts';
import { retryMany } from '#server/services/retry-many.ts';
import { countRunsOf, listRuns, type RunFilter } from '#server/services/runs.ts';
import { addPerson, callApi, callTrpc, signIn, tokenOf } from './house.ts';

// Nobody listens there: no Temporal.
process.env.HEARTH_TEMPORAL_PORT = '1';

let owner: Actor;
let made = 0;

type Given = { id: string } & Partial<
  Record<'status' | 'flowId' | 'mode' | 'error' | 'triggerId' | 'planHash', string>
>;

async function make({ id, ...given }: Given): Promise<void> {
  const createdAt = new Date(Date.UTC(2026, 0, 1, 12, 0, (made += 1)));
  const run = { flowId: 'garden', versionId: 'v', planHash: 'p', triggerId: 'hook', mode: 'production', input: '{}' };
  const status = given.status ?? 'done';
  const endedAt = ['done', 'failed', 'stopped'].includes(status) ? new Date() : null;
  await db().run.create({ data: { ...run, id, rootRunId: id, createdAt, endedAt, ...given, status } });
}

const idsOf = async (filter: RunFilter) => (await listRuns(filter)).items.map(({ id }) => id);

beforeAll(async () => {
  owner = await addPerson('owner');
  for (const [id, name] of [
    ['garden', 'Water the garden'],
    ['mail', '100% of the mail_box'],
  ] as const)
    await db().flow.create({ data: { id, name, draft: '{}' } });
  await db().trigger.create({
    data: { id: 'garden:hook', flowId: 'garden', nodeId: 'hook', type: 'webhook', config: '{}' },
  });
  const plan = JSON.stringify({ triggers: { clock: { id: 'clock', type: 'schedule' } } });
  await db().plan.create({ data: { hash: 'drawn', plan } });
});
beforeEach(async () => {
  await db().run.deleteMany();
  made = 0;
});
afterAll(closeDb);

test('each filter narrows, and together they narrow further', async () => {
  await make({ id: 'a-done' });
  await make({ id: 'b-failed', status: 'failed', error: 'The host said no.' });
  await make({ id: 'c-test', mode: 'test', flowId: 'mail', triggerId: 'clock', planHash: 'drawn' });
  await make({ id: 'd-failed', status: 'failed', flowId: 'mail' });
  expect(await idsOf({})).toEqual(['d-failed', 'c-test', 'b-failed', 'a-done']);
  expect(await idsOf({ status: 'failed' })).toEqual(['d-failed', 'b-failed']);
  expect(await idsOf({ flowId: 'mail' })).toEqual(['d-failed', 'c-test']);
  expect(await idsOf({ mode: 'test' })).toEqual(['c-test']);
  expect(await idsOf({ trigger: 'webhook' })).toEqual(['b-failed', 'a-done']);
  expect(await idsOf({ trigger: 'schedule' })).toEqual(['c-test']);
  expect(await idsOf({ from: '2026-01-01T12:00:02Z', to: '2026-01-01T13:00:04+01:00' })).toEqual([
    'c-test',
    'b-failed',
  ]);
  expect(await idsOf({ text: 'HOST said' })).toEqual(['b-failed']);
  expect(await idsOf({ text: 'c-te' })).toEqual(['c-test']);
  expect(await idsOf({ text: 'mail_', status: 'failed' })).toEqual(['d-failed']);
  expect(await countRunsOf({ status: 'failed' })).toEqual({ count: 2, more: false });
});

test('signs that mean something to a database are only signs', async () => {
  await make({ id: 'one' });
  await make({ id: 'two', flowId: 'mail' });
  expect(await idsOf({ text: '100%' })).toEqual(['two']);
  for (const text of ['%', '_', '\\', `' OR 1=1`]) {
    const found = await idsOf({ text });
    expect([text, found.includes('one')]).toEqual([text, false]);
  }
});

test('pages follow each other without a gap, also where runs began in the same moment', async () => {
  for (let n = 0; n < 7; n += 1) await make({ id: `run-${n}` });
  await db().run.updateMany({ data: { createdAt: new Date(0) } });
  const seen: string[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await listRuns({ limit: 3, ...(cursor ? { cursor } : {}) });
    seen.push(...page.items.map(({ id }) => id));
    if (!page.next) break;
    cursor = page.next;
  }
  expect(seen).toEqual([...seen].sort().reverse());
  expect(new Set(seen).size).toBe(7);
});

test('many open runs are counted, then stopped, a hundred at a time; ended ones are left alone', async () => {
  for (let n = 0; n < 103; n += 1) await make({ id: `open-${n}`, status: 'queued' });
  await make({ id: 'ended', status: 'done' });
  const looked = await cancelMany({ filter: {}, dryRun: true, actor: owner });
  expect([looked.found, looked.cancelled.length]).toEqual([103, 100]);
  expect(await db().run.count({ where: { status: 'queued' } })).toBe(103);
  const first = await cancelMany({ filter: {}, dryRun: false, reason: 'Too many', actor: owner });
  expect(first.cancelled).toHaveLength(100);
  const rest = await cancelMany({ filter: {}, dryRun: false, cursor: first.next ?? '', actor: owner });
  expect([rest.cancelled.length, rest.next]).toEqual([3, null]);
  expect(await db().run.count({ where: { status: 'stopped' } })).toBe(103);
  expect(await db().audit.count({ where: { action: 'run.cancel' } })).toBe(103);
});

test('picked runs are the only ones touched', async () => {
  for (const id of ['one', 'two', 'three']) await make({ id, status: 'queued' });
  await cancelMany({ filter: { ids: ['one', 'three', 'nobody'] }, dryRun: false, actor: owner });
  expect((await db().run.findMany({ where: { status: 'queued' } })).map(({ id }) => id)).toEqual(['two']);
});

test('of picked runs those that failed or were stopped are retried, never those that are done', async () => {
  await make({ id: 'done' });
  await make({ id: 'failed', status: 'failed' });
  await make({ id: 'stopped', status: 'stopped' });
  await make({ id: 'again', status: 'failed' });
  await db().run.update({ where: { id: 'done' }, data: { retryOfId: 'again' } });
  const how = { from: 'failed', version: 'original', dryRun: true, actor: owner } as const;
  const all = await retryMany({ ...how, filter: { ids: ['done', 'failed', 'stopped', 'again'] } });
  expect([all.found, all.leftOut.map(({ id, flowName }) => [id, flowName])]).toEqual([
    2,
    [
      ['failed', 'Water the garden'],
      ['stopped', 'Water the garden'],
    ],
  ]);
  expect((await retryMany({ ...how, filter: {} })).found).toBe(1);
});

test('failures are counted since a person last looked, for each of them', async () => {
  const other = await addPerson('viewer');
  await make({ id: 'failed', status: 'failed' });
  await make({ id: 'tried', status: 'failed', mode: 'test' });
  expect([await newFailures(owner), await newFailures(other)]).toEqual([{ failed: 1 }, { failed: 1 }]);
  await sawFailures(owner);
  expect([await newFailures(owner), await newFailures(other)]).toEqual([{ failed: 0 }, { failed: 1 }]);
});

test('a kept filter belongs to one person; the same name replaces it', async () => {
  const other = await addPerson('viewer');
  const { id } = await saveFilter({ list: 'runs', name: 'Mine', query: 'status=failed' }, owner);
  await saveFilter({ list: 'runs', name: 'Mine', query: 'status=done' }, owner);
  expect(await savedFilters('runs', owner)).toEqual([{ id, name: 'Mine', query: 'status=done' }]);
  expect(await savedFilters('runs', other)).toEqual([]);
  await expect(removeFilter(id, other)).rejects.toMatchObject({ name: 'NotFound' });
  await removeFilter(id, owner);
  for (let n = 0; n < 30; n += 1) await saveFilter({ list: 'runs', name: `F${n}`, query: '' }, owner);
  await expect(saveFilter({ list: 'runs', name: 'One more', query: '' }, owner)).rejects.toThrow(/30 filters/);
});

test('only who may run stops or retries many; the API offers both', async () => {
  const viewer = await addPerson('viewer');
  const cookie = await signIn(viewer.email);
  for (const name of ['runs.cancelMany', 'runs.retryMany'])
    expect((await callTrpc(name, { cookie, mutate: true, input: {} })).status).toBe(403);
  expect((await callTrpc('runs.sawFailures', { cookie, mutate: true })).status).toBe(200);
  await make({ id: 'open', status: 'queued' });
  const token = await tokenOf(owner, ['run', 'view']);
  const dry = await callApi('/runs/cancel', { method: 'POST', token, body: { dryRun: true } });
  expect([dry.status, dry.body.found]).toEqual([202, 1]);
  expect((await callApi('/runs?mode=production&text=open', { token })).body.items).toHaveLength(1);
  expect((await callApi('/runs?from=yesterday', { token })).status).toBe(400);
});
