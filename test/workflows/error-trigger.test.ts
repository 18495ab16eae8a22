import { describe, expect, it } from 'vitest';
import type { Json } from '#lib/value.ts';
import { deleteFlow, pauseFlow } from '#platform/flows.ts';
import { appendRunEvents } from '#platform/run-events.ts';
import { startRun } from '#platform/start-run.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db } from '#prisma/client.ts';
import { draw } from '#test/support/draw.ts';
import { FlowRun, published, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { until } from '#test/support/until.ts';
import { sweepAll } from '#worker/sweep.ts';

useHearth();

const failing = () =>
  draw({
    name: 'Shop',
    nodes: { start: ['manual'], no: ['stop', { outcome: 'failed', message: 'Out of milk' }] },
    wires: ['start > no'],
  });

const handling = (params: Record<string, Json> = {}) =>
  draw({
    name: 'Handler',
    nodes: { failed: ['error', params], note: ['set', { fields: { what: '{{ trigger.error.message }}' } }] },
    wires: ['failed > note'],
  });

const RIGHT_AWAY = { by: 'user:tester' };

/** A handler of its own for one test: the others are taken away. */
async function handler(flow = handling()): Promise<string> {
  const others = await db().trigger.findMany({ where: { type: 'error', active: true } });
  for (const { flowId } of others) await deleteFlow({ id: flowId, ...RIGHT_AWAY });
  return (await published(flow)).flowId;
}

function runsAbout(runId: string) {
  return db().run.findMany({ where: { failedRunId: runId } });
}

/** The run that the failure of that one has started. */
async function handlerOf(run: FlowRun): Promise<FlowRun> {
  const row = await until(async () => (await runsAbout(run.runId))[0], { what: 'the run of the handler' });
  return new FlowRun(row.id, row.flowId);
}

describe('a flow that handles failures', () => {
  it('is told once what failed, where and why; the words of the error are nobody’s', async () => {
    await handler();
    await using run = await testFlow(failing());
    await using handled = await handlerOf(run);
    expect(await handled.output()).toEqual({ what: 'Out of milk' });
    const { input } = await handled.sees('run.started');
    expect(input).toMatchObject({
      value: {
        flow: { id: run.flowId, name: 'Shop' },
        run: { id: run.runId, url: `/runs/${run.runId}`, startedAt: expect.stringMatching(/Z$/) as string },
        step: { id: 'no', name: 'no' },
        error: { type: 'Stopped', message: 'Out of milk' },
        mode: 'production',
      },
      labels: {
        rest: { integrity: 'trusted' },
        fields: { error: { integrity: 'untrusted', origins: ['error:Shop'] } },
      },
    });
    const error = { type: 'Again', message: 'Told again.' };
    const body = { type: 'run.failed' as const, error };
    await appendRunEvents(run.runId, [{ key: 'run.failed/2', stepId: '', iteration: '', at: Date.now(), body }]);
    expect(await runsAbout(run.runId)).toHaveLength(1);
  });

  it('is accepted with the failure itself, and started by the sweeper if Temporal did not hear of it', async () => {
    await handler();
    await using run = await testFlow(failing(), { start: false });
    const client = await temporalClient();
    const start = client.workflow.start.bind(client.workflow);
    client.workflow.start = () => Promise.reject(new Error('lost'));
    const body = { type: 'run.failed' as const, error: { type: 'Test', message: 'It broke.' } };
    await db().run.update({ where: { id: run.runId }, data: { acceptedAt: new Date() } });
    await appendRunEvents(run.runId, [{ key: 'run.failed', stepId: '', iteration: '', at: Date.now(), body }]);
    const [accepted] = await runsAbout(run.runId);
    expect(accepted).toMatchObject({ status: 'queued', acceptedAt: null });
    client.workflow.start = start;
    await sweepAll();
    await using handled = new FlowRun(accepted?.id ?? '', accepted?.flowId ?? '');
    expect(await handled.output()).toEqual({ what: 'It broke.' });
  });

  it('is not started by its own failure, nor by that of what it calls', async () => {
    const { flowId } = await published(failing());
    const broken = draw({
      name: 'Broken handler',
      nodes: {
        failed: ['error'],
        call: ['flow.call', { flow: flowId, wait: false }],
        no: ['stop', { outcome: 'failed' }],
      },
      wires: ['failed > call', 'call > no'],
    });
    const handlerId = await handler(broken);
    await using run = await testFlow(failing());
    await using handled = await handlerOf(run);
    const { called } = await handled.sees('step.called', 'call');
    expect((await handled.ends()).type).toBe('run.failed');
    expect((await new FlowRun(called.runId, flowId).ends()).type).toBe('run.failed');
    expect(await db().run.count({ where: { flowId: handlerId } })).toBe(1);
  });

  it('does not count the failure of a called run beside that of its caller, unless it was chosen', async () => {
    const { flowId } = await published(failing());
    const caller = draw({
      name: 'Caller',
      nodes: { start: ['manual'], call: ['flow.call', { flow: flowId }] },
      wires: ['start > call'],
    });
    await handler();
    await using run = await testFlow(caller);
    await handlerOf(run);
    const [child] = await db().run.findMany({ where: { parentRunId: run.runId } });
    expect(await runsAbout(child?.id ?? '')).toEqual([]);
    await handler(handling({ which: 'chosen', flows: [flowId] }));
    await using again = await testFlow(caller);
    expect((await again.ends()).type).toBe('run.failed');
    const [chosen] = await db().run.findMany({ where: { parentRunId: again.runId } });
    expect(await runsAbout(chosen?.id ?? '')).toHaveLength(1);
    expect(await runsAbout(again.runId)).toEqual([]);
  });

  it.each([
    [
      'of a test',
      async (run: FlowRun) => void (await db().run.update({ where: { id: run.runId }, data: { mode: 'test' } })),
    ],
    ['while it is paused', async (_: FlowRun, id: string) => pauseFlow({ id, ...RIGHT_AWAY })],
  ])('is not started by a failure %s', async (_, given) => {
    const handlerId = await handler();
    await using run = await testFlow(failing(), { start: false });
    await given(run, handlerId);
    await startRun(run.runId);
    expect((await run.ends()).type).toBe('run.failed');
    expect(await runsAbout(run.runId)).toEqual([]);
  });
});
