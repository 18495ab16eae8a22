import { describe, expect, it } from 'vitest';
import { systemActivities } from '#activities/system.ts';
import { TASK_QUEUE, WORKFLOW } from '#lib/messages.ts';
import { decide } from '#platform/approvals.ts';
import { saveConnection } from '#platform/connections.ts';
import { pauseFlow } from '#platform/flows.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db } from '#prisma/client.ts';
import { draw } from '#test/support/draw.ts';
import { FlowRun, published, TESTER, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { reconcile } from '#worker/reconcile.ts';
import { sweepAll } from '#worker/sweep.ts';

useHearth();

const resting = () =>
  draw({ nodes: { start: ['manual'], rest: ['wait', { mode: 'for', for: '1h' }] }, wires: ['start > rest'] });

describe('the sweeper', () => {
  it('starts what was accepted and never started', async () => {
    const flow = draw({ nodes: { start: ['manual'], one: ['set', { fields: { a: 1 } }] }, wires: ['start > one'] });
    await using run = await testFlow(flow, { start: false });
    expect(await run.status()).toBe('queued');
    await sweepAll();
    expect(await run.output()).toEqual({ a: 1 });
  });

  it('wakes a run that was decided and never told', async () => {
    await using run = await testFlow(
      draw({ nodes: { start: ['manual'], ask: ['approval', { title: 'Go on?' }] }, wires: ['start > ask'] }),
    );
    const { approvalId = '' } = await run.sees('step.waiting', 'ask');
    // The message is lost on its way.
    const client = await temporalClient();
    const signal = client.workflow.getHandle.bind(client.workflow);
    client.workflow.getHandle = () => {
      throw new Error('lost');
    };
    await decide({ approvalId, choice: 'approve', by: TESTER });
    client.workflow.getHandle = signal;
    expect(await run.types('ask')).not.toContain('step.decided');
    await sweepAll();
    expect((await run.ends()).type).toBe('run.done');
  });

  it('ends a run whose workflow was ended outside of Hearth', async () => {
    await using run = await testFlow(resting());
    await run.sees('step.waiting', 'rest');
    await (await run.handle()).terminate('by hand');
    await reconcile(0);
    expect(await run.ends()).toMatchObject({ type: 'run.stopped' });
    expect(await run.status()).toBe('stopped');
  });

  it('starts a run again that Temporal has lost', async () => {
    const flow = draw({ nodes: { start: ['manual'], one: ['set', { fields: { a: 1 } }] }, wires: ['start > one'] });
    await using run = await testFlow(flow, { start: false });
    await db().run.update({ where: { id: run.runId }, data: { acceptedAt: new Date(0), status: 'running' } });
    await reconcile(0);
    expect(await run.output()).toEqual({ a: 1 });
  });
});

describe('a schedule', () => {
  const daily = draw({
    nodes: {
      clock: ['schedule', { mode: 'cron', cron: '0 8 * * *' }],
      keep: ['set', { fields: { at: '{{ trigger.scheduledAt }}' } }],
    },
    wires: ['clock > keep'],
  });

  it('starts a run with its planned time', async () => {
    const { flowId } = await published(daily);
    const client = await temporalClient();
    const args = [{ flowId, triggerId: `${flowId}:clock` }];
    const workflowId = `now-${flowId}`;
    const result: unknown = await client.workflow.execute(WORKFLOW.scheduled, {
      taskQueue: TASK_QUEUE,
      workflowId,
      args,
    });
    await using run = new FlowRun((result as { runId: string }).runId, flowId);
    expect(await run.output()).toEqual({ at: expect.stringMatching(/Z$/) as string });
  });

  it('starts one run for one planned time, however often it is told', async () => {
    const { flowId } = await published(daily);
    const asked = { flowId, triggerId: `${flowId}:clock`, scheduledAt: '2026-11-22T08:00:00.000Z' };
    const { 'system.startScheduled': startScheduled } = systemActivities;
    const [first, second] = [await startScheduled(asked), await startScheduled(asked)];
    expect(second).toEqual(first);
    await using run = new FlowRun(first.runId ?? '', flowId);
    expect(await run.output()).toEqual({ at: asked.scheduledAt });
    expect(await db().run.count({ where: { flowId } })).toBe(1);
  });

  it('starts nothing while the flow is paused', async () => {
    const { flowId } = await published(daily);
    await pauseFlow({ id: flowId, by: 'user:tester' });
    const client = await temporalClient();
    const args = [{ flowId, triggerId: `${flowId}:clock` }];
    const workflowId = `paused-${flowId}`;
    const result: unknown = await client.workflow.execute(WORKFLOW.scheduled, {
      taskQueue: TASK_QUEUE,
      workflowId,
      args,
    });
    expect(result).toEqual({ runId: null });
  });
});

describe('a connection', () => {
  it('is tried out in the worker, and the result is kept', async () => {
    const { id } = await saveConnection({
      by: 'user:tester',
      name: 'Service',
      type: 'http-bearer',
      config: { hosts: ['api.example.org'] },
      secrets: { token: 'a-token-of-the-test' },
    });
    const client = await temporalClient();
    const args = [{ connectionId: id }];
    const result: unknown = await client.workflow.execute(WORKFLOW.probe, {
      taskQueue: TASK_QUEUE,
      workflowId: `probe-${id}`,
      args,
    });
    expect(result).toMatchObject({ ok: true });
    const row = await db().connection.findUniqueOrThrow({ where: { id } });
    expect(JSON.parse(row.testResult ?? '')).toEqual(result);
  });
});
