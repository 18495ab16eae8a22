import { describe, expect, it } from 'vitest';
import { TRUSTED } from '#lib/label.ts';
import { decide } from '#platform/approvals.ts';
import { appendRunEvents, historyMarks } from '#platform/run-events.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db, sql } from '#prisma/client.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { FlowRun, published, TESTER, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';
import { until } from '#test/support/until.ts';
import { reconcile } from '#worker/reconcile.ts';

useHearth();

const post = (url: string) => ['http.request', { method: 'POST', url }] as [string, { [name: string]: string }];

/** As a Temporal that never heard of the run. */
async function forget(run: FlowRun): Promise<void> {
  const client = await temporalClient();
  const { workflowId, runId } = await (await run.handle()).describe();
  await client.workflowService.deleteWorkflowExecution({
    namespace: client.options.namespace,
    workflowExecution: { workflowId, runId },
  });
  const gone = () =>
    client.workflow
      .getHandle(workflowId)
      .describe()
      .then(
        () => false,
        () => true,
      );
  await until(gone, { what: 'Temporal to forget the run' });
}

const execution = async (run: FlowRun) => (await (await run.handle()).describe()).runId;

describe('a run that Temporal has lost', () => {
  it('goes on from its log: what is done is not done again, and the same question waits', async () => {
    await using server = await CountingServer.start();
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          pay: post(`${server.url}/pay`),
          read: ['http.request', { method: 'GET', url: `${server.url}/read` }],
          ask: ['approval', { title: 'Go on?' }],
          last: post(`${server.url}/last`),
        },
        wires: [...chain('start', 'pay', 'read', 'ask'), 'ask.approve > last'],
      }),
    );
    const { approvalId } = await run.sees('step.waiting', 'ask');
    await forget(run);
    await reconcile(0);
    await until(async () => (await execution(run)).length > 0, { what: 'the new workflow' });
    await decide({ approvalId: approvalId ?? '', choice: 'approve', by: TESTER });
    expect((await run.ends()).type).toBe('run.done');
    expect(['/pay', '/read', '/last'].map((path) => server.count(path))).toEqual([1, 1, 1]);
    expect(await db().approval.count({ where: { runId: run.runId } })).toBe(1);
    const keys = (await run.events()).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('goes on with the variables that it began with', async () => {
    const kept = { name: 'town', labels: JSON.stringify({ rest: TRUSTED }) };
    await db().variable.create({ data: { ...kept, value: '"Oslo"' } });
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          ask: ['approval', { title: 'Go on?' }],
          end: ['set', { fields: { town: '{{ vars.town }}' } }],
        },
        wires: ['start > ask', 'ask.approve > end'],
      }),
    );
    const { approvalId } = await run.sees('step.waiting', 'ask');
    await db().variable.update({ where: { name: 'town' }, data: { value: '"Bergen"' } });
    await forget(run);
    await reconcile(0);
    await decide({ approvalId: approvalId ?? '', choice: 'approve', by: TESTER });
    expect(await run.output()).toEqual({ town: 'Oslo' });
  });

  it('waits no longer than it would have', async () => {
    await using run = await testFlow(
      draw({ nodes: { start: ['manual'], rest: ['wait', { mode: 'for', for: '4s' }] }, wires: ['start > rest'] }),
    );
    const { until: due = 0 } = await run.sees('step.waiting', 'rest');
    await forget(run);
    await reconcile(0);
    expect(await run.output()).toEqual({ waitedUntil: new Date(due).toISOString() });
  });

  it('asks whether a step happened that was under way and must never happen twice', async () => {
    await using server = await CountingServer.start();
    server.answer = null;
    await using run = await testFlow(
      draw({ nodes: { start: ['manual'], pay: post(`${server.url}/pay`) }, wires: ['start > pay'] }),
    );
    await server.receives(1, '/pay');
    await forget(run);
    await reconcile(0);
    const { approvalId, reason } = await run.sees('step.waiting', 'pay');
    expect(reason).toBe('outcome-unknown');
    await decide({ approvalId: approvalId ?? '', choice: 'happened', by: TESTER });
    expect((await run.ends()).type).toBe('run.done');
    expect(server.count('/pay')).toBe(1);
  });

  it('goes through a loop again without doing again what its iterations did', async () => {
    await using server = await CountingServer.start();
    server.answer = (request, response) => {
      if (request.path === '/3' && server.count('/3') === 1) server.hold(response);
      else response.end(`{"n":${server.received.length}}`);
    };
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          loop: ['forEach', { items: [1, 2, 3, 4] }],
          send: post(`${server.url}/{{ item.value }}`),
          read: ['http.request', { method: 'GET', url: `${server.url}/read/{{ item.value }}` }],
        },
        wires: ['start > loop', 'loop.each > send', 'send > read', 'read > loop'],
      }),
    );
    await server.receives(1, '/3');
    await forget(run);
    await reconcile(0);
    const { approvalId } = await run.sees('step.waiting', 'send');
    await decide({ approvalId: approvalId ?? '', choice: 'happened', by: TESTER });
    expect((await run.ends()).type).toBe('run.done');
    for (const path of ['/1', '/2', '/3', '/4', '/read/1', '/read/2'])
      expect([path, server.count(path)]).toEqual([path, 1]);
  });

  it('and that has called another one waits for the same one, whichever of them is lost', async () => {
    await using server = await CountingServer.start();
    const inner = draw({
      nodes: { begin: ['flow.called'], pay: post(`${server.url}/pay`), ask: ['approval', { title: 'Go on?' }] },
      wires: chain('begin', 'pay', 'ask'),
    });
    const { flowId: flow } = await published(inner);
    await using run = await testFlow(
      draw({
        nodes: { start: ['manual'], call: ['flow.call', { flow }], last: post(`${server.url}/last`) },
        wires: chain('start', 'call', 'last'),
      }),
    );
    const { called } = await run.sees('step.called', 'call');
    await using child = new FlowRun(called.runId, called.flowId);
    const { approvalId } = await child.sees('step.waiting', 'ask');
    await run.sees('step.waiting', 'call');
    await forget(run);
    await forget(child);
    await reconcile(0);
    await decide({ approvalId: approvalId ?? '', choice: 'approve', by: TESTER });
    expect((await run.ends()).type).toBe('run.done');
    expect([server.count('/pay'), server.count('/last')]).toEqual([1, 1]);
    expect(await db().run.count({ where: { flowId: flow } })).toBe(1);
  });

  it('stays as it is while everything is stopped', async () => {
    await using run = await testFlow(
      draw({ nodes: { start: ['manual'], rest: ['wait', { mode: 'for', for: '1h' }] }, wires: ['start > rest'] }),
    );
    await run.sees('step.waiting', 'rest');
    await forget(run);
    await db().stopFlag.create({ data: { scope: 'global' } });
    await reconcile(0);
    await expect(execution(run)).rejects.toThrow();
    await db().stopFlag.deleteMany();
    await reconcile(0);
    expect(await execution(run)).toEqual(expect.any(String));
  });
});

describe('a run that Temporal knows at an earlier point', () => {
  it('is told by the length of the history that its log has seen, and goes on from its log', async () => {
    await using run = await testFlow(
      draw({ nodes: { start: ['manual'], ask: ['approval', { title: 'Go on?' }] }, wires: ['start > ask'] }),
    );
    const { approvalId } = await run.sees('step.waiting', 'ask');
    const first = await execution(run);
    await reconcile(0);
    expect(await execution(run)).toBe(first);
    const [mark] = await historyMarks(run.runId);
    expect(mark).toMatchObject({ execution: first });
    await sql().run('UPDATE "RunEvent" SET "reached" = 1000 WHERE "runId" = ? AND "execution" = ?', [run.runId, first]);
    await db().run.update({ where: { id: run.runId }, data: { acceptedAt: new Date(0) } });
    await reconcile(1);
    // While the worker is at work, only who is still behind at the next look is.
    expect(await execution(run)).toBe(first);
    await reconcile(1);
    expect(await execution(run)).not.toBe(first);
    await decide({ approvalId: approvalId ?? '', choice: 'approve', by: TESTER });
    expect((await run.ends()).type).toBe('run.done');
  });

  it('is told by an execution that came before the latest', async () => {
    await using run = await testFlow(
      draw({ nodes: { start: ['manual'], rest: ['wait', { mode: 'for', for: '1h' }] }, wires: ['start > rest'] }),
    );
    await run.sees('step.waiting', 'rest');
    const first = await execution(run);
    const later = { key: 'x/0/step.done', stepId: 'x', iteration: '', at: Date.now() };
    const body = { type: 'step.cancelled' } as const;
    await appendRunEvents(run.runId, [{ ...later, body, mark: { execution: 'later', reached: 3 } }]);
    await reconcile(0);
    expect(await execution(run)).not.toBe(first);
  });
});

describe('a run that has ended', () => {
  it('ends in Temporal too, and does nothing more', async () => {
    await using server = await CountingServer.start();
    await using run = await testFlow(
      draw({
        nodes: { start: ['manual'], rest: ['wait', { mode: 'for', for: '2s' }], pay: post(`${server.url}/pay`) },
        wires: chain('start', 'rest', 'pay'),
      }),
    );
    await run.sees('step.waiting', 'rest');
    const at = Date.now();
    await appendRunEvents(run.runId, [
      { key: 'run.stopped', stepId: '', iteration: '', at, body: { type: 'run.stopped' } },
    ]);
    await run.closes();
    expect([server.count('/pay'), await run.status()]).toEqual([0, 'stopped']);

    await using other = await testFlow(
      draw({ nodes: { start: ['manual'], rest: ['wait', { mode: 'for', for: '1h' }] }, wires: ['start > rest'] }),
    );
    await other.sees('step.waiting', 'rest');
    await appendRunEvents(other.runId, [
      { key: 'run.done', stepId: '', iteration: '', at, body: { type: 'run.done' } },
    ]);
    const client = await temporalClient();
    const isListed = async () => (await client.workflow.count(`WorkflowId = "run-${other.runId}"`)).count > 0;
    await until(isListed, { what: 'the run to be listed' });
    await reconcile(0);
    expect((await (await other.handle()).describe()).status.name).toBe('TERMINATED');
    expect(await other.status()).toBe('done');
  });
});

describe('runs that were taken up', () => {
  it('can be replayed', async () => {
    expect(await replayAll()).toBeGreaterThan(5);
  });
});
