import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_POLICY } from '#lib/policy.ts';
import { decide } from '#platform/approvals.ts';
import { loadValue } from '#platform/blobs.ts';
import { closeNudge } from '#platform/nudge.ts';
import { savePolicy } from '#platform/policy-store.ts';
import { closeTemporal } from '#platform/temporal.ts';
import { closeDb, db } from '#prisma/client.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { draw } from '#test/support/draw.ts';
import { published, TESTER, testFlow } from '#test/support/flow-run.ts';
import type { FlowRun } from '#test/support/flow-run.ts';
import { Instance } from '#test/support/instance.ts';
import { until } from '#test/support/until.ts';

const PATIENCE_MS = 180_000;

describe('many pieces of work at once, with kill -9 in the middle of them', { timeout: 300_000 }, () => {
  let hearth: Instance;
  let server: CountingServer;

  beforeAll(async () => {
    hearth = await Instance.start();
    server = await CountingServer.start();
  }, 120_000);

  afterAll(async () => {
    await hearth.stop();
    await server[Symbol.asyncDispose]();
    await closeTemporal();
    closeNudge();
    await closeDb();
  });

  /** Answers until so many requests came, then keeps everybody waiting until all is killed and back. */
  async function killAfter(requests: number): Promise<void> {
    server.received.length = 0;
    server.answer = (_request, response) => {
      if (server.count() <= requests) response.end('{"ok":true}');
      else server.hold(response);
    };
    await server.receives(requests + 1);
    await hearth.kill('all');
    server.release();
    await hearth.back('all');
  }

  const posts = (count: number) => ({
    nodes: {
      start: ['manual'],
      loop: ['forEach', { items: Array.from({ length: count }, (_, n) => ({ n })), concurrency: 10 }],
      pay: ['http.request', { method: 'POST', url: `${server.url}/pay/{{ item.value.n }}` }],
      keep: ['set', { fields: { n: '{{ item.value.n }}' } }],
    } as Parameters<typeof draw>[0]['nodes'],
    wires: ['start > loop', 'loop.each > pay', 'pay > keep', 'keep > loop'],
  });

  /** Says "it happened" to every question about an outcome, until the run ends. */
  async function answerAll(run: FlowRun): Promise<number> {
    const answered = new Set<string>();
    const ended = async () => ['done', 'failed', 'stopped'].includes(await run.status());
    const waiting = { runId: run.runId, status: 'waiting', kind: 'outcome' };
    await until(
      async () => {
        for (const { id } of await db().approval.findMany({ where: waiting })) {
          await decide({ approvalId: id, choice: 'happened', by: TESTER });
          answered.add(id);
        }
        return ended();
      },
      { what: 'the end of the run', withinMs: PATIENCE_MS },
    );
    return answered.size;
  }

  it('of two hundred items none is lost and none is paid twice; a person is asked about those under way', async () => {
    const killing = killAfter(60);
    await using run = await testFlow(draw(posts(200)));
    await killing;
    const asked = await answerAll(run);
    const end = await run.ends();
    if (end.type !== 'run.done' || !end.output) throw new Error(JSON.stringify(end));
    expect(await loadValue(end.output)).toMatchObject({
      count: 200,
      failed: 0,
      results: Array.from({ length: 200 }, (_, n) => ({ n })),
    });
    // What was under way when all died may have arrived or not; nothing arrived twice.
    for (let n = 0; n < 200; n += 1) expect(server.count(`/pay/${n}`), `item ${n}`).toBeLessThanOrEqual(1);
    expect(asked).toBeGreaterThan(0);
    expect(asked).toBeLessThanOrEqual(10);
    expect(server.count()).toBeGreaterThanOrEqual(200 - asked);
  });

  it('what they reserved of a budget stays reserved, once: it is never overspent', async () => {
    const budgets = [{ name: 'posts', tool: 'http.request', max: 30, window: '1d' }];
    await savePolicy({ policy: { ...DEFAULT_POLICY, budgets }, by: 'system' });
    const killing = killAfter(15);
    const { nodes, wires } = posts(40);
    const [type, params] = nodes['loop'] ?? ['forEach'];
    await using run = await testFlow(
      draw({ nodes: { ...nodes, loop: [type, { ...params, onItemError: 'continue' }] }, wires }),
    );
    await killing;
    const asked = await answerAll(run);
    const uses = await db().budgetUse.findMany({ where: { budget: { contains: 'posts' } } });
    expect(uses).toHaveLength(30);
    const effects = await db().effect.findMany({ where: { runId: run.runId }, select: { key: true } });
    expect(effects.map(({ key }) => key).sort()).toEqual(uses.map(({ effectKey }) => effectKey).sort());
    expect(server.count()).toBeLessThanOrEqual(30);
    expect(server.count()).toBeGreaterThanOrEqual(30 - asked);
    await savePolicy({ policy: DEFAULT_POLICY, by: 'system' });
  });

  it('flows that a flow called go on, each once, and what they give arrives', async () => {
    const called = await published(
      draw({
        nodes: {
          start: ['flow.called', { fields: [{ name: 'n', title: 'N', type: 'number', required: true }] }],
          get: ['http.request', { method: 'GET', url: `${server.url}/called/{{ trigger.n }}` }],
          give: ['set', { fields: { n: '{{ trigger.n }}' } }],
        },
        wires: ['start > get', 'get > give'],
      }),
    );
    const killing = killAfter(4);
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          loop: ['forEach', { items: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], concurrency: 5 }],
          call: ['flow.call', { flow: called.flowId, input: { n: '{{ item.value }}' } }],
        },
        wires: ['start > loop', 'loop.each > call', 'call > loop'],
      }),
    );
    await killing;
    const end = await run.ends(PATIENCE_MS);
    if (end.type !== 'run.done' || !end.output) throw new Error(JSON.stringify(end));
    expect(await loadValue(end.output)).toMatchObject({
      count: 10,
      results: Array.from({ length: 10 }, (_, n) => ({ n })),
    });
    expect(await db().run.count({ where: { flowId: called.flowId } })).toBe(10);
  });
});
