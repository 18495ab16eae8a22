import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { untrusted, uniform } from '#lib/label.ts';
import type { Stored } from '#lib/value.ts';
import { loadValue } from '#platform/blobs.ts';
import { env } from '#platform/env.ts';
import { ingest, type IngestedEvent, startRun, sweepRuns } from '#platform/ingest.ts';
import { runEvents } from '#platform/run-events.ts';
import { releaseStop, setStop } from '#platform/stop.ts';
import { db } from '#prisma/client.ts';
import { givenFlow, temporalIsDown } from './given.ts';

temporalIsDown();

let event: IngestedEvent;
beforeEach(async () => {
  const { flowId } = await givenFlow();
  const labels = uniform(untrusted('webhook'));
  event = { triggerId: 'hook', flowId, versionId: 'v1', planHash: 'p', input: { a: 1 }, labels, mode: 'production' };
});

const rows = async () => [
  await db().event.count({ where: { flowId: event.flowId } }),
  await db().run.count({ where: { flowId: event.flowId } }),
];

describe('an event', () => {
  it('is on disk with its run before the sender is answered', async () => {
    const { runId, duplicate } = await ingest({ ...event, startedById: 'u1', retryOfId: 'r0' });
    expect(duplicate).toBe(false);
    const run = await db().run.findUniqueOrThrow({ where: { id: runId } });
    expect(run).toMatchObject({
      flowId: event.flowId,
      triggerId: 'hook',
      status: 'queued',
      rootRunId: runId,
      startedById: 'u1',
      retryOfId: 'r0',
      acceptedAt: null,
    });
    expect(JSON.parse(run.input)).toEqual({ kind: 'inline', value: { a: 1 }, labels: event.labels });
    expect((await runEvents({ runId })).map((row) => row.body)).toEqual([{ type: 'run.queued', trigger: 'hook' }]);
  });

  it('may name its trigger by the row or by the node', async () => {
    const { runId } = await ingest({ ...event, triggerId: `${event.flowId}:hook` });
    expect((await db().run.findUniqueOrThrow({ where: { id: runId } })).triggerId).toBe('hook');
  });

  it('that is delivered again is the same run, also at the same moment', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => ingest({ ...event, dedupeKey: 'e1' })));
    expect(new Set(results.map((result) => result.runId)).size).toBe(1);
    expect(results.filter((result) => !result.duplicate)).toHaveLength(1);
    expect(await ingest({ ...event, dedupeKey: 'e1', input: 'other' })).toEqual({ ...results[0], duplicate: true });
    expect(await rows()).toEqual([1, 1]);
  });

  it('with the same name at another trigger or flow is another event', async () => {
    const one = await ingest({ ...event, dedupeKey: 'e1' });
    const two = await ingest({ ...event, dedupeKey: 'e1', triggerId: 'other' });
    const { flowId } = await givenFlow();
    const three = await ingest({ ...event, dedupeKey: 'e1', flowId });
    expect(new Set([one.runId, two.runId, three.runId]).size).toBe(3);
  });

  it('that is large is kept in a file, and a redelivery leaves no second one', async () => {
    const large = { ...event, dedupeKey: 'big', input: { text: 'x'.repeat(100_000) } };
    const { runId } = await ingest(large);
    const { input } = await db().run.findUniqueOrThrow({ where: { id: runId } });
    expect(input.length).toBeLessThan(8192);
    expect(await loadValue(JSON.parse(input) as Stored)).toEqual(large.input);
    const folders = () => readdirSync(join(env().dataDir, 'blobs')).length;
    const before = folders();
    await ingest(large);
    expect(folders()).toBe(before);
  });

  it('of a paused flow is refused, and leaves nothing behind', async () => {
    await db().flow.update({ where: { id: event.flowId }, data: { paused: true } });
    await expect(ingest(event)).rejects.toThrow(/is paused/);
    expect(await rows()).toEqual([0, 0]);
    await ingest({ ...event, mode: 'test' });
    expect(await rows()).toEqual([1, 1]);
  });

  it('of a flow that is gone is refused', async () => {
    await db().flow.update({ where: { id: event.flowId }, data: { deletedAt: new Date() } });
    await expect(ingest(event)).rejects.toThrow(/no such flow/);
    await expect(ingest({ ...event, flowId: randomUUID() })).rejects.toThrow(/no such flow/);
    expect(await rows()).toEqual([0, 0]);
  });
});

describe('while Temporal is away', () => {
  it('events are accepted and stay to be started', async () => {
    const { runId } = await ingest(event);
    expect(await startRun(runId)).toBe(false);
    expect(await sweepRuns()).toMatchObject({ started: 0 });
    expect((await db().run.findUniqueOrThrow({ where: { id: runId } })).acceptedAt).toBeNull();
  });

  it('a stop keeps accepted runs from being started at all', async () => {
    await db().run.updateMany({ data: { status: 'stopped' } });
    const { runId } = await ingest(event);
    expect((await sweepRuns()).left).toBe(1);
    for (const scope of ['global', `flow:${event.flowId}`]) {
      await setStop(scope, 'anna');
      await ingest(event);
      expect(await sweepRuns()).toEqual({ started: 0, left: 0 });
      expect(await startRun(runId)).toBe(false);
      await releaseStop(scope, 'anna');
    }
    expect((await sweepRuns()).left).toBe(3);
    expect(existsSync(env().dataDir)).toBe(true);
  });
});
