import { expect, it } from 'vitest';
import { ingest } from '#platform/ingest.ts';
import { startRun } from '#platform/start-run.ts';
import { TRUSTED } from '#lib/label.ts';
import { chain, draw } from '#test/support/draw.ts';
import { FlowRun, published, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';

useHearth();

const limited = (per: string) =>
  draw({
    nodes: {
      start: ['manual'],
      limit: ['rate.limit', { count: 1, per }],
      say: ['set', { fields: { waited: '{{ steps.limit.waited }}', at: '{{ steps.limit.passedAt }}' } }],
    },
    wires: chain('start', 'limit', 'say'),
  });

it('runs of a flow pass one after the other, each at its turn', async () => {
  const { flowId, versionId, planHash } = await published(limited('1s'));
  const runs: FlowRun[] = [];
  for (let n = 0; n < 3; n += 1) {
    const event = { triggerId: 'start', flowId, versionId, planHash, input: {}, labels: { rest: TRUSTED } };
    const { runId } = await ingest({ ...event, mode: 'production' });
    await startRun(runId);
    runs.push(new FlowRun(runId, flowId));
  }
  const turns: number[] = [];
  for (const run of runs) {
    const { at } = (await run.output()) as { at: string };
    const done = (await run.events()).find((one) => one.stepId === 'limit' && one.body.type === 'step.done');
    expect(done?.at).toBeGreaterThanOrEqual(Date.parse(at));
    turns.push(Date.parse(at));
  }
  turns.sort((one, other) => one - other);
  expect((turns[1] ?? 0) - (turns[0] ?? 0)).toBeGreaterThanOrEqual(1000);
  expect((turns[2] ?? 0) - (turns[1] ?? 0)).toBeGreaterThanOrEqual(1000);
  expect(await replayAll()).toBeGreaterThanOrEqual(3);
});

it('a step that waits for its turn says until when, and can be stopped', async () => {
  const { flowId, versionId, planHash } = await published(limited('1h'));
  const begin = async () => {
    const event = { triggerId: 'start', flowId, versionId, planHash, input: {}, labels: { rest: TRUSTED } };
    const { runId } = await ingest({ ...event, mode: 'production' });
    await startRun(runId);
    return new FlowRun(runId, flowId);
  };
  await using passes = await begin();
  expect(await passes.output()).toMatchObject({ waited: false });
  await using waits = await begin();
  const { until } = await waits.sees('step.waiting', 'limit');
  expect(until).toBeGreaterThan(Date.now());
  expect(await waits.types('limit')).not.toContain('step.done');
  await waits.cancel();
  expect((await waits.ends()).type).toBe('run.stopped');
});

it('each round of a loop has its turn, also when the history is cut', async () => {
  const flow = draw({
    nodes: {
      start: ['manual'],
      list: ['set', { fields: { items: [1, 2, 3] } }],
      loop: ['forEach', { items: '{{ steps.list.items }}' }],
      limit: ['rate.limit', { count: 1, per: '300ms' }],
    },
    wires: ['start > list', 'list > loop', 'loop.each > limit', 'limit > loop'],
  });
  await using run = await testFlow(flow, { continueAfter: 1 });
  expect((await run.ends()).type).toBe('run.done');
  const done = (await run.events()).filter((one) => one.stepId === 'limit' && one.body.type === 'step.done');
  expect(done).toHaveLength(3);
});
