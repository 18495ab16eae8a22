import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { closeNudge } from '#platform/nudge.ts';
import { closeTemporal } from '#platform/temporal.ts';
import { closeDb, db } from '#prisma/client.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { FlowRun, published, testFlow } from '#test/support/flow-run.ts';
import { Instance, type Victim } from '#test/support/instance.ts';
import { until } from '#test/support/until.ts';

const ITEMS = ['a', 'b', 'c', 'd', 'e', 'f'];

describe('kill -9 while a run waits for runs that it called', { timeout: 240_000 }, () => {
  let hearth: Instance;
  let server: CountingServer;

  beforeAll(async () => {
    hearth = await Instance.start();
    server = await CountingServer.start();
  }, 120_000);

  afterEach(() => {
    server.received.length = 0;
    server.release();
  });

  afterAll(async () => {
    await hearth.stop();
    await server[Symbol.asyncDispose]();
    await closeTemporal();
    closeNudge();
    await closeDb();
  });

  async function calling() {
    const get = (path: string): ['http.request', Record<string, string>] => [
      'http.request',
      { method: 'GET', url: `${server.url}/${path}` },
    ];
    const called = draw({
      name: 'Called',
      nodes: {
        begin: ['flow.called', { fields: [{ name: 'item', type: 'text' }] }],
        before: get('before'),
        slow: get('slow'),
        end: ['set', { fields: { item: '{{ trigger.item }}' } }],
      },
      wires: chain('begin', 'before', 'slow', 'end'),
    });
    const { flowId } = await published(called);
    const flow = draw({
      nodes: {
        start: ['manual'],
        loop: ['forEach', { items: '{{ trigger.items }}', concurrency: ITEMS.length }],
        call: ['flow.call', { flow: flowId, input: { item: '{{ item.value }}' } }],
        end: ['set', { fields: { got: '{{ steps.loop.results[*].item }}' } }],
      },
      wires: ['start > loop', 'loop.each > call', 'call > loop', 'loop.done > end'],
    });
    return testFlow(flow, { input: { items: ITEMS } });
  }

  it.each<Victim>(['worker', 'temporal', 'all'])('of %s: each is called once, and all answers come', async (victim) => {
    server.answer = (request, response) => {
      if (request.path === '/slow' && server.count('/slow') <= ITEMS.length) server.hold(response);
      else response.end('{"ok":true}');
    };
    await using run = await calling();
    await server.receives(ITEMS.length, '/slow');
    await hearth.kill(victim);
    await hearth.back(victim);
    server.release();
    expect((await run.ends()).type).toBe('run.done');
    expect(await run.outputOf('end')).toEqual({ got: ITEMS });
    expect(await db().run.count({ where: { parentRunId: run.runId } })).toBe(ITEMS.length);
    expect(server.count('/before')).toBe(ITEMS.length);
  });

  it('of the worker, and a stop meanwhile: what was called is stopped too', async () => {
    server.answer = (request, response) => {
      if (request.path === '/slow') server.hold(response);
      else response.end('{"ok":true}');
    };
    await using run = await calling();
    await server.receives(ITEMS.length, '/slow');
    await hearth.kill('worker');
    await run.cancel();
    await hearth.back('worker');
    expect((await run.ends()).type).toBe('run.stopped');
    const called = await db().run.findMany({ where: { parentRunId: run.runId } });
    for (const { id, flowId } of called) expect((await new FlowRun(id, flowId).ends()).type).toBe('run.stopped');
    await until(async () => (await db().run.count({ where: { rootRunId: run.runId, endedAt: null } })) === 0, {
      what: 'the end of all',
    });
  });
});
