import { describe, expect, it } from 'vitest';
import type { Json } from '#lib/value.ts';
import { loadValue } from '#platform/blobs.ts';
import { decide } from '#platform/approvals.ts';
import { db } from '#prisma/client.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { draw } from '#test/support/draw.ts';
import { TESTER, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';
import { until } from '#test/support/until.ts';

useHearth();

const rows = (count: number) => Array.from({ length: count }, (_, index) => ({ n: index }));

describe('a for-each', () => {
  it('calls a service once for each item, some at a time, and collects the answers', async () => {
    await using server = await CountingServer.start();
    server.answer = ({ path }, response) => void response.end(JSON.stringify({ n: Number(path.slice(1)) * 10 }));
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          loop: ['forEach', { items: '{{ trigger.rows }}', concurrency: 4 }],
          get: ['http.request', { method: 'GET', url: `${server.url}/{{ item.value.n }}` }],
          keep: [
            'set',
            { fields: { got: '{{ steps.get.body.n }}', of: '{{ item.value.n }}', at: '{{ item.index }}' } },
          ],
          end: ['set', { fields: { all: '{{ steps.loop.results }}', count: '{{ steps.loop.count }}' } }],
        },
        wires: ['start > loop', 'loop.each > get', 'get > keep', 'keep > loop', 'loop.done > end'],
      }),
      { input: { rows: rows(12) } },
    );
    expect(await run.output()).toEqual({
      count: 12,
      all: rows(12).map(({ n }) => ({ got: n * 10, of: n, at: n })),
    });
    for (const { n } of rows(12)) expect(server.count(`/${n}`)).toBe(1);
    const iterations = (await run.events()).filter((one) => one.stepId === 'get' && one.body.type === 'step.done');
    expect(new Set(iterations.map((one) => one.iteration)).size).toBe(12);
  });

  it('goes on over a cut history, with loops inside of loops and large items', async () => {
    const large = (n: number) => ({ n, text: `${n}`.repeat(5000), parts: [1, 2, 3] });
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          outer: ['forEach', { items: '{{ trigger.list }}', concurrency: 2 }],
          inner: ['forEach', { items: '{{ item.value.parts }}', concurrency: 3 }],
          hash: ['crypto.hash', { text: '{{ steps.outer.item.value.n }}-{{ item.value }}' }],
          keep: [
            'set',
            { fields: { n: '{{ item.value.n }}', texts: '{{ steps.inner.results }}', text: '{{ item.value.text }}' } },
          ],
          end: [
            'set',
            { fields: { all: '{{ steps.outer.results[*].n }}', hashes: '{{ steps.outer.results[*].texts[*].hash }}' } },
          ],
        },
        wires: [
          ...['start > outer', 'outer.each > inner', 'inner.each > hash', 'hash > inner'],
          ...['inner.done > keep', 'keep > outer', 'outer.done > end'],
        ],
      }),
      { input: { list: [large(1), large(2), large(3)] }, continueAfter: 3 },
    );
    const output = (await run.output()) as { all: Json[]; hashes: string[] };
    expect(output.all).toEqual([1, 2, 3]);
    expect(new Set(output.hashes).size).toBe(9);
  });

  it('asks a person in each iteration, and goes on with each answer by itself', async () => {
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          loop: ['forEach', { items: ['a', 'b', 'c'], concurrency: 3 }],
          ask: ['approval', { title: 'Take {{ item.value }}?', expiresAfter: '1h' }],
          yes: ['set', { fields: { took: '{{ item.value }}' } }],
          no: ['set', { fields: { left: '{{ item.value }}' } }],
          end: ['set', { fields: { all: '{{ steps.loop.results }}' } }],
        },
        wires: [
          ...['start > loop', 'loop.each > ask', 'ask.approve > yes', 'ask.deny > no', 'ask.expired > no'],
          ...['yes > loop', 'no > loop', 'loop.done > end'],
        ],
      }),
      { continueAfter: 2 },
    );
    const asked = await until(
      async () => {
        const found = await db().approval.findMany({ where: { runId: run.runId }, orderBy: { title: 'asc' } });
        return found.length === 3 ? found : undefined;
      },
      { what: 'three questions' },
    );
    expect(asked.map(({ title, iteration }) => [title, iteration])).toEqual([
      ['Take a?', '0'],
      ['Take b?', '1'],
      ['Take c?', '2'],
    ]);
    const choices = ['approve', 'deny', 'approve'];
    for (const index of [2, 0, 1])
      await decide({ approvalId: asked[index]?.id ?? '', choice: choices[index] ?? '', by: TESTER });
    expect(await run.output()).toEqual({ all: [{ took: 'a' }, { left: 'b' }, { took: 'c' }] });
  });

  it('works through ten thousand items', { timeout: 240_000 }, async () => {
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          loop: ['forEach', { items: '{{ trigger.rows }}', concurrency: 50 }],
          keep: ['set', { fields: { twice: '{{ item.value.n }}{{ item.value.n }}' } }],
        },
        wires: ['start > loop', 'loop.each > keep', 'keep > loop'],
      }),
      { input: { rows: rows(10_000) } },
    );
    const end = await run.ends(200_000);
    if (end.type !== 'run.done' || !end.output) throw new Error(JSON.stringify(end));
    const output = (await loadValue(end.output)) as { count: number; results: { twice: string }[] };
    expect(output.count).toBe(10_000);
    expect(output.results.every(({ twice }, index) => twice === `${index}${index}`)).toBe(true);
  });
});

describe('a while', () => {
  it('asks a service again until it is ready, with a pause between', async () => {
    await using server = await CountingServer.start();
    server.answer = (_request, response) => void response.end(JSON.stringify({ ready: server.count('/state') >= 3 }));
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          loop: [
            'while',
            { rows: [{ left: '{{ steps.loop.last.body.ready }}', operator: 'isFalse' }], pause: '100ms' },
          ],
          get: ['http.request', { method: 'GET', url: `${server.url}/state` }],
          end: ['set', { fields: { rounds: '{{ steps.loop.rounds }}', ready: '{{ steps.loop.last.body.ready }}' } }],
        },
        wires: ['start > loop', 'loop.each > get', 'get > loop', 'loop.done > end'],
      }),
      { continueAfter: 1 },
    );
    expect(await run.output()).toEqual({ rounds: 3, ready: true });
    expect(server.count('/state')).toBe(3);
  });

  it('hands large results on, and has its conditions evaluated', async () => {
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          loop: ['while', { expression: '{{ $length(steps.loop.last.text) < 30000 }}', start: { text: '0123456789' } }],
          grow: ['set', { fields: { text: '{{ $join([item.value.text, item.value.text, item.value.text]) }}' } }],
          end: [
            'set',
            { fields: { rounds: '{{ steps.loop.rounds }}', length: '{{ $length(steps.loop.last.text) }}' } },
          ],
        },
        wires: ['start > loop', 'loop.each > grow', 'grow > loop', 'loop.done > end'],
      }),
    );
    expect(await run.output()).toEqual({ rounds: 8, length: 65_610 });
  });
});

it('all of it can be replayed', async () => {
  expect(await replayAll()).toBeGreaterThan(5);
});
