import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Flow } from '#lib/flow.ts';
import { TRUSTED, untrusted, wholeLabel, type FieldLabels } from '#lib/label.ts';
import type { Json, Stored } from '#lib/value.ts';
import { loadValue } from '#platform/blobs.ts';
import { createFlow, deleteFlow, pauseFlow, publishFlow, resumeFlow, saveDraft } from '#platform/flows.ts';
import { paceHealth } from '#platform/held.ts';
import { ingest, type Ingested } from '#platform/ingest.ts';
import { release } from '#platform/release.ts';
import { releaseDue } from '#platform/release-timer.ts';
import { db, sql } from '#prisma/client.ts';
import { draw } from '#test/support/draw.ts';
import { FlowRun } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { until } from '#test/support/until.ts';

useHearth();

type Pace = NonNullable<NonNullable<Flow['nodes'][number]['settings']>['pace']>;
type Given = { dedupeKey?: string; labels?: FieldLabels; startedById?: string };

const BY = 'user:tester';

function paced(pace: Pace | undefined): Flow {
  const settings = pace ? { settings: { pace } } : {};
  return draw({
    nodes: { hook: ['webhook', {}, settings], keep: ['set', { fields: { got: '{{ trigger }}' } }] },
    wires: ['hook > keep'],
  });
}

/** A published flow that takes events. */
async function given(pace: Pace) {
  const { id: flowId } = await createFlow({ flow: paced(pace) });
  await publishFlow({ id: flowId, by: BY });
  const send = async (body: Json, { labels, ...more }: Given = {}): Promise<Ingested> => {
    const { publishedId } = await db().flow.findUniqueOrThrow({ where: { id: flowId } });
    const { id: versionId, planHash } = await db().flowVersion.findUniqueOrThrow({ where: { id: publishedId ?? '' } });
    const event = { triggerId: `${flowId}:hook`, flowId, versionId, planHash, mode: 'production' as const };
    return ingest({ ...event, input: { body }, labels: labels ?? { rest: untrusted('webhook:test') }, ...more });
  };
  const health = async () => (await paceHealth([flowId])).get(`${flowId}:hook`);
  const publish = async (next: Flow) => {
    const { draftRevision } = await db().flow.findUniqueOrThrow({ where: { id: flowId } });
    await saveDraft({ id: flowId, draft: next, revision: draftRevision });
    await publishFlow({ id: flowId, by: BY });
  };
  return { flowId, send, health, publish, queue: { triggerId: `${flowId}:hook`, key: '' } };
}

/** What the runs of a flow began with, in the order they were made, once there are that many. */
async function inputsOf(flowId: string, count: number): Promise<Json[]> {
  const runs = await until(
    async () => {
      const found = await db().run.findMany({ where: { flowId }, orderBy: { createdAt: 'asc' } });
      return found.length >= count ? found : undefined;
    },
    { what: `${count} runs` },
  );
  expect(runs).toHaveLength(count);
  return Promise.all(runs.map(({ input }) => loadValue(JSON.parse(input) as Stored)));
}

const bodies = (inputs: Json[]) => inputs.map((input) => (input as { body: Json }).body);

describe('at most so many runs in a window', () => {
  it('what is over waits and runs in its order, never more in any window', async () => {
    const { flowId, send, health } = await given({ mode: 'rate', count: 2, per: '1s' });
    const sent: Ingested[] = [];
    for (const n of [1, 2, 3, 4, 5]) sent.push(await send(n));
    expect(sent.map(({ held }) => held !== undefined)).toEqual([false, false, true, true, true]);
    expect(sent[2]?.held?.why).toContain('at most 2 runs in one second');
    expect(await health()).toMatchObject({ waiting: 3, dropped: 0 });
    expect(bodies(await inputsOf(flowId, 5))).toEqual([1, 2, 3, 4, 5]);
    for (const { runId } of sent) expect((await new FlowRun(runId, flowId).ends()).type).toBe('run.done');
    const rows = await db().heldEvent.findMany({ where: { flowId }, orderBy: { seq: 'asc' } });
    const times = rows.map(({ releasedAt }) => releasedAt?.getTime() ?? 0);
    for (const n of [2, 3, 4]) expect((times[n] ?? 0) - (times[n - 2] ?? 0)).toBeGreaterThanOrEqual(1000);
    expect(rows.every(({ input }) => input === '')).toBe(true);
    expect((await health())?.waiting ?? 0).toBe(0);
  });

  it('what does not fit into the queue is refused and counted, and may come again later', async () => {
    const { send, health } = await given({ mode: 'rate', count: 1, per: '1h', limit: 2 });
    for (const n of [1, 2, 3]) await send(n);
    await expect(send(4, { dedupeKey: 'late' })).rejects.toMatchObject({ name: 'TooMany' });
    expect(await health()).toMatchObject({ waiting: 2, dropped: 1 });
  });

  it('nothing waits where the author wants what is over dropped', async () => {
    const { flowId, send, health } = await given({ mode: 'rate', count: 1, per: '1h', over: 'drop' });
    await send(1);
    await expect(send(2)).rejects.toThrow(/takes no more/);
    expect(await health()).toMatchObject({ waiting: 0, dropped: 1 });
    expect(await db().run.count({ where: { flowId } })).toBe(1);
  });

  it('each thing that events are told apart by has a window of its own', async () => {
    const { send } = await given({ mode: 'rate', count: 1, per: '1h', key: '{{ trigger.body.chat }}' });
    const sent = [await send({ chat: 1 }), await send({ chat: 2 }), await send({ chat: 1 }), await send({ chat: '1' })];
    expect(sent.map(({ held }) => held !== undefined)).toEqual([false, false, true, false]);
  });

  it('an event that comes again while it waits is the same one, and so it is when it is out', async () => {
    const { send, flowId } = await given({ mode: 'rate', count: 1, per: '1h' });
    const first = await send(1, { dedupeKey: 'a' });
    const second = await send(2, { dedupeKey: 'b' });
    expect(await send(2, { dedupeKey: 'b' })).toMatchObject({ runId: second.runId, duplicate: true });
    expect(await send(1, { dedupeKey: 'a' })).toMatchObject({ runId: first.runId, duplicate: true });
    expect(await db().heldEvent.count({ where: { flowId } })).toBe(2);
  });

  it('who presses Run does not wait', async () => {
    const { send } = await given({ mode: 'rate', count: 1, per: '1h' });
    await send(1);
    expect((await send(2, { startedById: 'tester' })).held).toBeUndefined();
  });
});

describe('one run when it is quiet again', () => {
  it('begins with the latest event', async () => {
    const { flowId, send } = await given({ mode: 'debounce', quiet: '300ms' });
    const sent: Ingested[] = [];
    for (const n of [1, 2, 3]) sent.push(await send(n));
    expect(new Set(sent.map(({ runId }) => runId)).size).toBe(1);
    expect(bodies(await inputsOf(flowId, 1))).toEqual([3]);
    await send(4);
    expect(bodies(await inputsOf(flowId, 2))).toEqual([3, 4]);
  });

  it('does not wait for ever where it never is quiet', async () => {
    const { flowId, send } = await given({ mode: 'debounce', quiet: '1h', longest: '1h' });
    await send(1);
    await send(2);
    await db().heldEvent.updateMany({ where: { flowId }, data: { dueAt: new Date() } });
    expect(await releaseDue()).toEqual({ released: 0 });
    const first = await db().heldEvent.findFirstOrThrow({ where: { flowId }, orderBy: { seq: 'asc' } });
    await db().heldEvent.update({ where: { seq: first.seq }, data: { receivedAt: new Date(0), dueAt: new Date() } });
    expect(await releaseDue()).toEqual({ released: 1 });
    expect(bodies(await inputsOf(flowId, 1))).toEqual([2]);
  });
});

describe('one run for several events', () => {
  it('gets all of them in their order, with the labels of all of them', async () => {
    const { flowId, send } = await given({ mode: 'batch', count: 3, within: '1h' });
    const large = 'x'.repeat(20_000);
    const sent = [await send(1, { labels: { rest: TRUSTED } }), await send(large), await send(3), await send(4)];
    expect(sent.map(({ held }) => held !== undefined)).toEqual([true, true, false, true]);
    const events = [{ body: 1 }, { body: large }, { body: 3 }];
    expect(await inputsOf(flowId, 1)).toEqual([{ events, count: 3 }]);
    const run = new FlowRun(sent[0]?.runId ?? '', flowId);
    expect((await run.ends()).type).toBe('run.done');
    const { input } = await db().run.findUniqueOrThrow({ where: { id: run.runId } });
    expect(wholeLabel((JSON.parse(input) as Stored).labels)).toMatchObject({ origins: ['webhook:test'] });
    expect(sent[3]?.runId).not.toBe(run.runId);
  });

  it('begins when its time is up, however few have come', async () => {
    const { flowId, send } = await given({ mode: 'batch', count: 100, within: '200ms' });
    await send(1);
    expect(await inputsOf(flowId, 1)).toEqual([{ events: [{ body: 1 }], count: 1 }]);
  });

  it('started by hand is a batch of one', async () => {
    const { flowId, send } = await given({ mode: 'batch', count: 100, within: '1h' });
    await send(1, { startedById: 'tester' });
    expect(await inputsOf(flowId, 1)).toEqual([{ events: [{ body: 1 }], count: 1 }]);
  });
});

describe('held events', () => {
  it('are let out once, however many look at the same time', async () => {
    const { flowId, send, queue, publish } = await given({ mode: 'batch', count: 100, within: '1h' });
    for (const n of [1, 2, 3, 4, 5, 6]) await send(n);
    await pauseFlow({ id: flowId, by: BY });
    await publish(paced({ mode: 'batch', count: 2, within: '1h' }));
    await db().flow.update({ where: { id: flowId }, data: { paused: false } });
    await Promise.all(Array.from({ length: 5 }, () => release(queue)));
    const inputs = await inputsOf(flowId, 3);
    expect(inputs.flatMap((input) => bodies((input as { events: Json[] }).events))).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('are neither lost nor doubled when writing their run fails half-way', async () => {
    const { flowId, send, queue } = await given({ mode: 'batch', count: 100, within: '1h' });
    await send(1);
    await db().heldEvent.updateMany({ where: { flowId }, data: { receivedAt: new Date(0), dueAt: new Date() } });
    await sql().run(`CREATE TRIGGER "no_run" BEFORE INSERT ON "RunEvent" BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
    await expect(release(queue)).rejects.toThrow(/disk full/);
    await sql().run('DROP TRIGGER "no_run"');
    expect(await db().run.count({ where: { flowId } })).toBe(0);
    // As the worker does when it is back.
    expect(await releaseDue()).toEqual({ released: 1 });
    expect(await releaseDue()).toEqual({ released: 0 });
    await inputsOf(flowId, 1);
  });

  it('stay while the flow is paused, and go on with it', async () => {
    const { flowId, send, health } = await given({ mode: 'debounce', quiet: '1h' });
    await send(1);
    await pauseFlow({ id: flowId, by: BY });
    await db().heldEvent.updateMany({ where: { flowId }, data: { receivedAt: new Date(0), dueAt: new Date(0) } });
    await releaseDue();
    expect(await db().run.count({ where: { flowId } })).toBe(0);
    await resumeFlow({ id: flowId, by: BY });
    expect(bodies(await inputsOf(flowId, 1))).toEqual([1]);
    expect((await health())?.waiting ?? 0).toBe(0);
  });

  it('run as the flow is published now, one by one where it has no pace any more', async () => {
    const { flowId, send, publish } = await given({ mode: 'batch', count: 100, within: '1h' });
    for (const n of [1, 2, 3]) await send(n);
    await publish(paced(undefined));
    expect(bodies(await inputsOf(flowId, 3))).toEqual([1, 2, 3]);
    const { publishedId } = await db().flow.findUniqueOrThrow({ where: { id: flowId } });
    const runs = await db().run.findMany({ where: { flowId } });
    expect(runs.every(({ versionId }) => versionId === publishedId)).toBe(true);
  });

  it('go with their trigger, and the log says so', async () => {
    const { flowId, send, publish } = await given({ mode: 'batch', count: 100, within: '1h' });
    await send(1);
    await send(2);
    await publish(draw({ nodes: { other: ['manual'], keep: ['set', { fields: { a: 1 } }] }, wires: ['other > keep'] }));
    const subject = `trigger:${flowId}:hook`;
    const dropped = () => db().audit.findMany({ where: { subject, action: 'trigger.held-dropped' } });
    expect((await dropped()).map(({ detail }) => JSON.parse(detail) as Json)).toEqual([{ count: 2 }]);
    await publish(paced({ mode: 'batch', count: 100, within: '1h' }));
    await send(3, { dedupeKey: randomUUID() });
    await deleteFlow({ id: flowId, by: BY });
    expect(await dropped()).toHaveLength(2);
    expect(await db().heldEvent.count({ where: { flowId, releasedAt: null } })).toBe(0);
    expect(await db().run.count({ where: { flowId } })).toBe(0);
  });
});
