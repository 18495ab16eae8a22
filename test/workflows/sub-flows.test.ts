import { describe, expect, it } from 'vitest';
import { TRUSTED } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { decide } from '#platform/approvals.ts';
import { callFlow } from '#platform/calls.ts';
import { effectKeyOf } from '#platform/effect-key.ts';
import { createFlow, deleteFlow, pauseFlow, publishFlow, saveDraft } from '#platform/flows.ts';
import { appendRunEvents } from '#platform/run-events.ts';
import { startRun } from '#platform/start-run.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db } from '#prisma/client.ts';
import { calledBy, calling, greeting, resting } from '#test/support/called-flows.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { published, TESTER, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';
import { reconcile } from '#worker/reconcile.ts';
import { sweepAll } from '#worker/sweep.ts';

useHearth();

const onlyScheduled = () => draw({ nodes: { clock: ['schedule', { cron: '0 8 * * *' }] }, wires: [] });

async function paused(): Promise<{ flowId: string }> {
  const target = await published(draw({ nodes: { begin: ['manual'] }, wires: [] }));
  await pauseFlow({ id: target.flowId, by: 'user:tester' });
  return target;
}

describe('a step that calls a flow', () => {
  it('goes on with what that flow gives, and names the run and version that gave it', async () => {
    const { flowId, versionId } = await published(greeting());
    await using run = await testFlow(calling(flowId, { input: { name: '{{ trigger.who }}' } }), {
      input: { who: 'Ada' },
      from: 'webhook',
    });
    expect(await run.output()).toEqual({ got: { text: 'Hello Ada', by: 'Greet' } });
    const { called } = await run.sees('step.called', 'call');
    expect(called).toMatchObject({ flowId, flowName: 'Greet', versionId, version: 1 });
    const row = await db().run.findUniqueOrThrow({ where: { id: called.runId } });
    expect(row).toMatchObject({ parentRunId: run.runId, parentStep: 'call', rootRunId: run.runId, status: 'done' });
    expect(await run.types('call')).toEqual(['step.started', 'step.input', 'step.called', 'step.waiting', 'step.done']);
  });

  it('keeps the label of each field on the way there and back', async () => {
    const { flowId } = await published(greeting());
    await using run = await testFlow(calling(flowId, { input: { name: '{{ trigger.who }}', from: 'me' } }), {
      input: { who: 'Ada' },
      from: 'webhook',
    });
    const child = await calledBy(run);
    const { input } = await child.sees('run.started');
    expect(input.labels.fields).toMatchObject({
      name: { integrity: 'untrusted', origins: ['webhook'] },
      from: { integrity: 'trusted', origins: [] },
    });
    const { output } = await run.sees('step.done', 'call');
    expect(output.labels.fields).toMatchObject({
      text: { integrity: 'untrusted', origins: ['webhook'] },
      by: { integrity: 'trusted', origins: [] },
    });
  });

  it('goes on at once when it need not wait', async () => {
    const { flowId } = await published(resting());
    await using run = await testFlow(calling(flowId, { wait: false }));
    await using child = await calledBy(run);
    expect(await run.output()).toEqual({ got: { runId: child.runId, flow: 'Rest', version: 1 } });
    await child.sees('step.waiting', 'rest');
    await sweepAll();
    expect(await child.types()).not.toContain('run.stopped');
  });

  it('takes the version that is published when it calls', async () => {
    const { flowId } = await published(greeting());
    const flow = await db().flow.findUniqueOrThrow({ where: { id: flowId } });
    const newer = draw({
      name: 'Greet',
      nodes: { begin: ['manual'], say: ['set', { fields: { v: 2 } }] },
      wires: ['begin > say'],
    });
    await saveDraft({ id: flowId, draft: newer, revision: flow.draftRevision });
    await publishFlow({ id: flowId, by: 'user:tester' });
    await using run = await testFlow(calling(flowId));
    expect(await run.output()).toEqual({ got: { v: 2 } });
    expect((await run.sees('step.called')).called.version).toBe(2);
  });

  it('fails when the other flow fails, by its error branch if it has one', async () => {
    const failing = draw({
      name: 'Fail',
      nodes: { begin: ['flow.called'], no: ['stop', { outcome: 'failed', message: 'Out of milk' }] },
      wires: ['begin > no'],
    });
    const { flowId } = await published(failing);
    await using run = await testFlow(calling(flowId));
    expect(await run.ends()).toMatchObject({
      type: 'run.failed',
      error: { type: 'FlowFailed', message: '"Fail" failed: Out of milk' },
    });
    await using branched = await testFlow(calling(flowId, { branches: true }));
    expect(await branched.output()).toEqual({ why: '"Fail" failed: Out of milk' });
  });

  it('fails when the run that it called is stopped', async () => {
    const { flowId } = await published(resting());
    await using run = await testFlow(calling(flowId));
    const child = await calledBy(run);
    await child.sees('step.waiting', 'rest');
    expect(await run.status()).toBe('waiting');
    await child.cancel();
    expect(await run.ends()).toMatchObject({ error: { type: 'FlowStopped', message: '"Rest" was stopped' } });
  });

  it.each([
    ['is not published', async () => (await createFlow({ flow: greeting() })).id, /has not been published/],
    ['is not given what it asks for', async () => (await published(greeting())).flowId, /input.name: It is missing/],
    ['is paused', async () => (await paused()).flowId, /is paused/],
    ['has nothing to be called by', async () => (await published(onlyScheduled())).flowId, /cannot be called/],
  ])('fails with a reason when the flow %s', async (_, target, message) => {
    await using run = await testFlow(calling(await target()));
    const error = { message: expect.stringMatching(message) as string };
    expect(await run.ends()).toMatchObject({ type: 'run.failed', error });
    expect(await db().run.count({ where: { parentRunId: run.runId } })).toBe(0);
  });
});

it('fails when the flow that it calls was deleted meanwhile', async () => {
  const { flowId } = await published(greeting());
  await using run = await testFlow(calling(flowId), { start: false });
  await deleteFlow({ id: flowId, by: 'user:tester' });
  await startRun(run.runId);
  expect(await run.ends()).toMatchObject({
    error: { message: expect.stringContaining('not there any more') as string },
  });
});

describe('stopping', () => {
  it('a run stops what it called, through two levels', async () => {
    const inner = await published(resting());
    const middle = await published(calling(inner.flowId));
    await using run = await testFlow(calling(middle.flowId));
    const child = await calledBy(run);
    const grandchild = await calledBy(child);
    await grandchild.sees('step.waiting', 'rest');
    const row = await db().run.findUniqueOrThrow({ where: { id: grandchild.runId } });
    expect(JSON.parse(row.callers ?? '')).toEqual([run.flowId, child.flowId]);
    expect(row.rootRunId).toBe(run.runId);
    await run.cancel();
    expect((await run.ends()).type).toBe('run.stopped');
    expect((await child.ends()).type).toBe('run.stopped');
    expect((await grandchild.ends()).type).toBe('run.stopped');
  });
});

describe('a caller whose history is cut after every step', () => {
  /** Works on beside what it called, so that it continues as new meanwhile. */
  const busy = (flow: string, server: CountingServer) => {
    const ids = ['a', 'b', 'c', 'd'];
    const get = (id: string): [string, ['http.request', { method: string; url: string }]] => [
      id,
      ['http.request', { method: 'GET', url: `${server.url}/${id}` }],
    ];
    return draw({
      nodes: {
        start: ['manual'],
        call: ['flow.call', { flow }],
        ...Object.fromEntries(ids.map(get)),
        end: ['set', { fields: { got: '{{ steps.call }}' } }],
      },
      wires: ['start > call', ...chain('start', ...ids, 'end'), 'call > end'],
    });
  };

  it('gets the answer of a run that waits for a person', async () => {
    await using server = await CountingServer.start();
    const asking = draw({
      name: 'Ask',
      nodes: {
        begin: ['flow.called'],
        ask: ['approval', { title: 'Go on?' }],
        said: ['set', { fields: { said: '{{ steps.ask.choice }}' } }],
      },
      wires: ['begin > ask', 'ask.approve > said'],
    });
    const { flowId } = await published(asking);
    await using run = await testFlow(busy(flowId, server), { continueAfter: 1 });
    const child = await calledBy(run);
    const { approvalId = '' } = await child.sees('step.waiting', 'ask');
    await run.sees('step.done', 'd');
    await decide({ approvalId, choice: 'approve', by: TESTER });
    expect(await run.output()).toEqual({ got: { said: 'approve' } });
    expect(await db().run.count({ where: { parentRunId: run.runId } })).toBe(1);
  });

  it('learns that the workflow of the run was terminated', async () => {
    await using server = await CountingServer.start();
    const { flowId } = await published(resting());
    await using run = await testFlow(busy(flowId, server), { continueAfter: 1 });
    const child = await calledBy(run);
    await child.sees('step.waiting', 'rest');
    await (await child.handle()).terminate('by hand');
    await run.sees('step.done', 'd');
    await reconcile(0);
    expect(await run.ends()).toMatchObject({
      error: { type: 'FlowStopped', message: expect.stringContaining('"Rest"') as string },
    });
  });

  it('stops what it called when it is stopped', async () => {
    await using server = await CountingServer.start();
    const { flowId } = await published(resting());
    await using run = await testFlow(busy(flowId, server), { continueAfter: 1 });
    const child = await calledBy(run);
    await run.sees('step.done', 'd');
    await run.cancel();
    expect((await child.ends()).type).toBe('run.stopped');
  });
});

describe('whatever is lost', () => {
  it('a caller that was not told is told by the sweeper', async () => {
    const { flowId } = await published(resting());
    await using run = await testFlow(calling(flowId));
    const child = await calledBy(run);
    await child.sees('step.waiting', 'rest');
    // Its end is written by a process that cannot reach Temporal.
    const client = await temporalClient();
    const find = client.workflow.getHandle.bind(client.workflow);
    client.workflow.getHandle = () => {
      throw new Error('lost');
    };
    const output = { kind: 'inline' as const, value: { late: true }, labels: { rest: TRUSTED } };
    const body = { type: 'run.done' as const, output };
    await appendRunEvents(child.runId, [{ key: 'run.done', stepId: '', iteration: '', at: Date.now(), body }]);
    client.workflow.getHandle = find;
    await (await child.handle()).terminate('The test is over.');
    expect(await run.types('call')).not.toContain('step.done');
    await sweepAll();
    expect(await run.output()).toEqual({ got: { late: true } });
  });

  it('a run whose caller has ended is stopped by the sweeper', async () => {
    const { flowId } = await published(resting());
    await using run = await testFlow(calling(flowId));
    const child = await calledBy(run);
    await child.sees('step.waiting', 'rest');
    await (await run.handle()).terminate('by hand');
    await reconcile(0);
    await sweepAll();
    expect(await child.ends()).toMatchObject({ type: 'run.stopped' });
  });

  it('a caller that begins anew finds the run that it called before', async () => {
    const { flowId } = await published(greeting());
    await using run = await testFlow(calling(flowId, { input: { name: 'Ada' } }), { start: false });
    // Accepted by a worker that died before it could say so.
    const effectKey = effectKeyOf({ rootRunId: run.runId, stepId: 'call', iteration: '', generation: 0 });
    const call = { flowId, runId: run.runId, step: 'call', awaited: true, scope: TRUSTED, effectKey };
    const input = { input: { name: 'Ada' }, labels: { rest: TRUSTED } };
    const [first, second] = [await callFlow({ ...call, ...input }), await callFlow({ ...call, ...input })];
    expect(second).toEqual(first);
    await startRun(run.runId);
    expect(await run.output()).toMatchObject({ got: { text: 'Hello Ada' } });
    expect((await run.sees('step.called')).called.runId).toBe(first.runId);
    expect(await db().run.count({ where: { parentRunId: run.runId } })).toBe(1);
  });
});

it('can be replayed', async () => {
  expect(await replayAll()).toBeGreaterThan(30);
});

describe('many at once', () => {
  it('all give their answers to one run', async () => {
    const { flowId } = await published(greeting());
    const ids = Array.from({ length: 200 }, (_, index) => `c${index}`);
    const flow = draw({
      nodes: {
        start: ['manual'],
        ...Object.fromEntries(
          ids.map((id): [string, ['flow.call', Json]] => [id, ['flow.call', { flow: flowId, input: { name: id } }]]),
        ),
        end: ['set', { fields: Object.fromEntries(ids.map((id) => [id, `{{ steps.${id}.text }}`])) }],
      },
      wires: ids.flatMap((id) => [`start > ${id}`, `${id} > end`]),
    });
    await using run = await testFlow(flow);
    expect(await run.output()).toEqual(Object.fromEntries(ids.map((id) => [id, `Hello ${id}`])));
    expect(await db().run.count({ where: { parentRunId: run.runId } })).toBe(200);
  });

  it('each item of a list calls a run of its own', async () => {
    const { flowId } = await published(greeting());
    const names = Array.from({ length: 200 }, (_, index) => `n${index}`);
    const flow = draw({
      nodes: {
        start: ['manual'],
        loop: ['forEach', { items: '{{ trigger.names }}', concurrency: 20 }],
        call: ['flow.call', { flow: flowId, input: { name: '{{ item.value }}' } }],
        end: ['set', { fields: { said: '{{ steps.loop.results[*].text }}' } }],
      },
      wires: ['start > loop', 'loop.each > call', 'call > loop', 'loop.done > end'],
    });
    await using run = await testFlow(flow, { input: { names }, continueAfter: 60 });
    expect((await run.ends()).type).toBe('run.done');
    expect(await run.outputOf('end')).toEqual({ said: names.map((name) => `Hello ${name}`) });
    const rows = await db().run.findMany({ where: { parentRunId: run.runId }, select: { parentStep: true } });
    expect(new Set(rows.map(({ parentStep }) => parentStep)).size).toBe(200);
  });
});
