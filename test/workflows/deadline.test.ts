import { describe, expect, it } from 'vitest';
import { db } from '#prisma/client.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { FlowRun, published, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';

useHearth();

const resting = draw({
  name: 'Rest',
  nodes: { begin: ['flow.called'], rest: ['wait', { mode: 'for', for: '1h' }] },
  wires: ['begin > rest'],
});

describe('a flow with a time limit', () => {
  it('ends its run as failed, with its open questions closed and what it called stopped', async () => {
    const { flowId } = await published(resting);
    const flow = draw({
      nodes: { start: ['manual'], ask: ['approval', { title: 'Go on?' }], call: ['flow.call', { flow: flowId }] },
      wires: ['start > ask', 'start > call'],
    });
    await using run = await testFlow({ ...flow, settings: { deadline: '2s' } });
    const { approvalId = '' } = await run.sees('step.waiting', 'ask');
    const { called } = await run.sees('step.called', 'call');
    expect(await run.ends()).toMatchObject({ type: 'run.failed', error: { type: 'Deadline' } });
    await run.closes();
    expect(await db().approval.findUniqueOrThrow({ where: { id: approvalId } })).toMatchObject({ status: 'cancelled' });
    expect((await new FlowRun(called.runId, flowId).ends()).type).toBe('run.stopped');
  });

  it('ends it at the same time however often its history is cut', async () => {
    await using server = await CountingServer.start();
    const ids = ['a', 'b', 'c', 'd'];
    const steps = Object.fromEntries(
      ids.map((id): [string, ['http.request', { method: string; url: string }]] => [
        id,
        ['http.request', { method: 'GET', url: `${server.url}/${id}` }],
      ]),
    );
    const flow = draw({
      nodes: { start: ['manual'], ...steps, rest: ['wait', { mode: 'for', for: '1h' }] },
      wires: chain('start', ...ids, 'rest'),
    });
    await using run = await testFlow({ ...flow, settings: { deadline: '4s' } }, { continueAfter: 1 });
    expect(await run.ends()).toMatchObject({ error: { type: 'Deadline' } });
    expect(await run.types('rest')).toContain('step.cancelled');
  });

  it('leaves a run alone that ends in time', async () => {
    const flow = draw({ nodes: { start: ['manual'], one: ['set', { fields: { a: 1 } }] }, wires: ['start > one'] });
    await using run = await testFlow({ ...flow, settings: { deadline: '1h' } });
    expect(await run.output()).toEqual({ a: 1 });
    await run.closes();
    expect(await run.types()).not.toContain('run.failed');
  });

  it('can be replayed', async () => {
    expect(await replayAll()).toBeGreaterThan(4);
  });
});
