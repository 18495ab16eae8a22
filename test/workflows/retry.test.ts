import { beforeAll, describe, expect, it } from 'vitest';
import type { Flow } from '#lib/flow.ts';
import { decide } from '#platform/approvals.ts';
import { saveConnection } from '#platform/connections.ts';
import { publishFlow, saveDraft } from '#platform/flows.ts';
import { db } from '#prisma/client.ts';
import type { Actor } from '#server/actor.ts';
import { retryMany } from '#server/services/retry-many.ts';
import { previewRetry, retryRun } from '#server/services/retry.ts';
import { addPerson } from '#test/server/house.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { FlowRun, published, TESTER, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';

useHearth();

let actor: Actor;
beforeAll(async () => {
  actor = await addPerson('owner');
});

const request = (method: string, url: string) =>
  ['http.request', { method, url }] as [string, { [name: string]: string }];

/** Sends, reads, then does what the service refuses at first. */
const threeSteps = (server: CountingServer, last = '/last') =>
  draw({
    nodes: {
      start: ['manual'],
      send: request('POST', `${server.url}/send`),
      read: request('GET', `${server.url}/read`),
      last: request('POST', server.url + last),
    },
    wires: chain('start', 'send', 'read', 'last'),
  });

async function refusing(path: string): Promise<CountingServer> {
  const server = await CountingServer.start();
  server.answer = (received, response) => {
    response.statusCode = received.path === path ? 403 : 200;
    response.end('{"ok":true}');
  };
  return server;
}

async function failed(flow: Flow): Promise<FlowRun> {
  const run = await testFlow(flow);
  expect((await run.ends()).type).toBe('run.failed');
  return run;
}

async function retried(run: FlowRun, how: Partial<Parameters<typeof retryRun>[0]> = {}): Promise<FlowRun> {
  const { runId } = await retryRun({ id: run.runId, from: 'failed', version: 'original', actor, ...how });
  return new FlowRun(runId, run.flowId);
}

/** Steps whose end was taken over. */
async function reusedIn(run: FlowRun): Promise<string[]> {
  const events = await run.events();
  return events.flatMap(({ stepId, body }) => (body.type === 'step.done' && body.reused ? [stepId] : []));
}

describe('a retry', () => {
  it('from what failed does nothing again that was done, and shows it as reused', async () => {
    await using server = await refusing('/last');
    await using first = await failed(threeSteps(server));
    server.release();
    await using second = await retried(first);
    expect((await second.ends()).type).toBe('run.done');
    expect([server.count('/send'), server.count('/read'), server.count('/last')]).toEqual([1, 1, 2]);
    expect(await reusedIn(second)).toEqual(['send', 'read']);
    expect(await second.outputOf('read')).toEqual(await first.outputOf('read'));
    expect(await db().run.findUniqueOrThrow({ where: { id: second.runId } })).toMatchObject({ retryOfId: first.runId });
  });

  it('from the start is refused with the effects that would happen again, until each is ticked', async () => {
    await using server = await refusing('/last');
    await using first = await failed(threeSteps(server));
    server.release();
    const { effects } = await previewRetry({ id: first.runId, from: 'start', version: 'original' });
    expect(effects).toEqual([
      expect.objectContaining({ node: 'send', tool: 'http.request', target: server.host, status: 'done' }),
    ]);
    const unticked = retried(first, { from: 'start' });
    await expect(unticked).rejects.toMatchObject({ name: 'Conflict', details: { effects } });
    await expect(retried(first, { from: 'start', again: ['other'] })).rejects.toThrow('One effect');
    expect(server.count('/send')).toBe(1);
    await using second = await retried(first, { from: 'start', again: effects.map(({ key }) => key) });
    expect((await second.ends()).type).toBe('run.done');
    expect(server.count('/send')).toBe(2);
    expect(await reusedIn(second)).toEqual([]);
  });

  it('lists what an earlier retry has done since', async () => {
    await using server = await refusing('/send');
    await using first = await failed(threeSteps(server));
    server.release();
    await using second = await retried(first);
    expect((await second.ends()).type).toBe('run.done');
    const { effects } = await previewRetry({ id: first.runId, from: 'failed', version: 'original' });
    expect(effects.map(({ node }) => node).sort()).toEqual(['last', 'send']);
  });

  it('lists what the flow that a step called has done', async () => {
    await using server = await refusing('/last');
    const inner = draw({
      nodes: {
        begin: ['flow.called'],
        send: request('POST', `${server.url}/send`),
        last: request('POST', `${server.url}/last`),
      },
      wires: chain('begin', 'send', 'last'),
    });
    const { flowId: flow } = await published(inner);
    const settings = { settings: { onError: 'branch' as const } };
    await using first = await failed(
      draw({
        nodes: {
          start: ['manual'],
          call: ['flow.call', { flow }, settings],
          stop: ['stop', { outcome: 'failed', message: 'It did not work.' }],
        },
        wires: ['start > call', 'call.error > stop'],
      }),
    );
    await expect(retried(first)).rejects.toMatchObject({
      details: { effects: [expect.objectContaining({ node: 'call', tool: 'http.request', target: server.host })] },
    });
    server.release();
    await using second = await retried(first, { again: true });
    expect((await second.ends()).type).toBe('run.done');
    expect([server.count('/send'), server.count('/last')]).toEqual([2, 2]);
  });

  it('from any step does that one and what follows', async () => {
    await using server = await refusing('/last');
    await using first = await failed(threeSteps(server));
    server.release();
    await using second = await retried(first, { from: { step: 'read' } });
    expect((await second.ends()).type).toBe('run.done');
    expect([server.count('/send'), server.count('/read')]).toEqual([1, 2]);
  });

  it('with the published version does its repaired step', async () => {
    await using server = await refusing('/last');
    await using first = await failed(threeSteps(server));
    await saveDraft({ id: first.flowId, draft: threeSteps(server, '/repaired'), revision: 1 });
    await publishFlow({ id: first.flowId, by: 'user:tester' });
    await using second = await retried(first, { version: 'current' });
    expect((await second.ends()).type).toBe('run.done');
    expect([server.count('/send'), server.count('/repaired')]).toEqual([1, 1]);
  });

  it('with an untrusted value from a reused step asks at the gate as before', async () => {
    await using server = await CountingServer.start({ listed: false });
    server.answer = (received, response) =>
      void response.end(`{"to":"http://${server.host}/send","for":"${received.path}"}`);
    const { id: connection } = await saveConnection({
      by: 'user:tester',
      name: 'Service',
      type: 'http-bearer',
      config: { hosts: [server.host] },
      secrets: { token: 'a-token-of-the-test' },
    });
    const step = (
      method: string,
      url: string,
    ): ['http.request', { [name: string]: string }, { connection: string }] => [
      'http.request',
      { method, url },
      { connection },
    ];
    await using first = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          find: step('GET', `${server.url}/find`),
          send: step('POST', '{{ steps.find.body.to }}'),
        },
        wires: chain('start', 'find', 'send'),
      }),
    );
    const asked = await first.sees('step.waiting', 'send');
    await decide({ approvalId: asked.approvalId ?? '', choice: 'deny', by: TESTER });
    expect((await first.ends()).type).toBe('run.failed');
    await using second = await retried(first);
    const again = await second.sees('step.waiting', 'send');
    expect(again.approvalId).not.toBe(asked.approvalId);
    expect(await reusedIn(second)).toEqual(['find']);
    expect([server.count('/find'), server.count('/send')]).toEqual([1, 0]);
    await decide({ approvalId: again.approvalId ?? '', choice: 'approve', by: TESTER });
    expect((await second.ends()).type).toBe('run.done');
    expect([server.count('/find'), server.count('/send')]).toEqual([1, 1]);
  });

  it('of a run that has all it needs is refused', async () => {
    await using run = await testFlow(
      draw({ nodes: { start: ['manual'], a: ['set', { fields: {} }] }, wires: ['start > a'] }),
    );
    await run.ends();
    await expect(retried(run)).rejects.toThrow('Nothing in this run is left to do');
    await expect(retried(run, { from: { step: 'gone' } })).rejects.toThrow('no such step');
  });

  it('takes over values too large for the workflow', async () => {
    await using server = await refusing('/last');
    const text = '.'.repeat(7000);
    const many = Array.from({ length: 40 }, (_, index) => `big${index}`);
    await using first = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          ...Object.fromEntries(many.map((id) => [id, ['set', { fields: { id, text: '{{ trigger.text }}' } }]])),
          last: request('POST', `${server.url}/last`),
          end: ['set', { fields: { id: '{{ steps.big39.id }}', text: '{{ steps.big39.text }}' } }],
        },
        wires: chain('start', ...many, 'last', 'end'),
      }),
      { input: { text } },
    );
    expect((await first.ends()).type).toBe('run.failed');
    server.release();
    await using second = await retried(first);
    expect(await second.output()).toEqual({ id: 'big39', text });
    expect(await reusedIn(second)).toEqual(many);
  });
});

describe('a retry of many', () => {
  it('says first which; then does them, leaves out what would do something twice, and finds none of them again', async () => {
    await using server = await refusing('/last');
    const flow = draw({
      nodes: { start: ['manual'], last: request('POST', `${server.url}/last`) },
      wires: ['start > last'],
    });
    await using one = await failed(flow);
    const request_ = { filter: { flowId: one.flowId, status: 'failed' as const }, version: 'original' as const, actor };
    const preview = await retryMany({ ...request_, from: 'failed', dryRun: true });
    expect(preview).toEqual({ found: 1, retried: [{ id: one.runId, runId: null }], leftOut: [], next: null });
    expect(await db().run.count({ where: { flowId: one.flowId } })).toBe(1);
    server.release();
    const { retried: begun } = await retryMany({ ...request_, from: 'failed', dryRun: false });
    await using again = new FlowRun(begun[0]?.runId ?? '', one.flowId);
    expect((await again.ends()).type).toBe('run.done');
    expect(await retryMany({ ...request_, from: 'failed', dryRun: false })).toMatchObject({ found: 0, retried: [] });

    server.answer = (await refusing('/last')).answer;
    await using other = await failed(threeSteps(server));
    const filter = { flowId: other.flowId, status: 'failed' as const };
    const whole = await retryMany({ ...request_, filter, from: 'start', dryRun: false });
    expect(whole).toMatchObject({ retried: [], leftOut: [{ id: other.runId, effectCount: 1 }] });
    server.release();
    const ticked = await retryMany({ ...request_, filter, from: 'start', again: true, dryRun: false });
    await using third = new FlowRun(ticked.retried[0]?.runId ?? '', other.flowId);
    expect((await third.ends()).type).toBe('run.done');
  });
});

describe('runs that begin with reused steps', () => {
  it('can be replayed', async () => {
    expect(await replayAll()).toBeGreaterThan(10);
  });
});
