import { expect, it } from 'vitest';
import type { CarriedState } from '#lib/engine/carry.ts';
import { workflowIdOf } from '#lib/messages.ts';
import type { Json } from '#lib/value.ts';
import { jsonSize } from '#lib/value.ts';
import { payloadCodecs } from '#platform/codec.ts';
import { temporalClient } from '#platform/temporal.ts';
import { db } from '#prisma/client.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import type { RunFlowArgs } from '#workflows/run-flow.ts';

useHearth();

const STATE_LIMIT = 256 * 1024;

/** The states that every execution of a run began with, but the first. */
async function carriedStates(runId: string): Promise<CarriedState[]> {
  const client = await temporalClient();
  const states: CarriedState[] = [];
  for await (const one of client.workflow.list({ query: `WorkflowId = '${workflowIdOf(runId)}'` })) {
    const { events = [] } = await client.workflow.getHandle(one.workflowId, one.runId).fetchHistory();
    const payloads = events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads ?? [];
    const [plain] = (await payloadCodecs[0]?.decode(payloads)) ?? [];
    const args = JSON.parse(Buffer.from(plain?.data ?? []).toString('utf8')) as RunFlowArgs;
    if (args.state) states.push(args.state);
  }
  return states;
}

it(
  'a run of a drawing of two thousand, with results of megabytes, carries less than 256 KB along',
  { timeout: 240_000 },
  async () => {
    await using server = await CountingServer.start();
    const ids = Array.from({ length: 1997 }, (_, index) => `s${index}`);
    const text = (index: number) => String(index).padStart(4, '0').repeat(1000);
    const isLocal = (index: number) => index % 10 === 9;
    const steps = ids.map((id, index): [string, [string, Record<string, Json>]] => [
      id,
      isLocal(index)
        ? ['crypto.hash', { text: `{{ steps.s${index - 1}.text }}` }]
        : ['set', { fields: { text: index % 20 === 0 ? text(index) : 'short' } }],
    ]);
    // A hundred of the results are looked at in the end: 400 KB that must be kept until then.
    const read = ids.filter((_, index) => index % 20 === 0).map((id) => `{{ steps.${id}.text }}`);
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          ...Object.fromEntries(steps),
          send: ['http.request', { method: 'POST', url: `${server.url}/all`, bodyType: 'text', body: read.join('') }],
          end: ['set', { fields: { status: '{{ steps.send.status }}' } }],
        },
        wires: chain('start', ...ids, 'send', 'end'),
      }),
      { continueAfter: 40 },
    );
    expect(await run.output(200_000)).toEqual({ status: 200 });
    const [sent] = server.received;
    expect(sent?.body).toContain(text(20));
    expect(sent?.body.length).toBeGreaterThanOrEqual(400_000);
    const states = await carriedStates(run.runId);
    expect(states.length).toBeGreaterThan(3);
    for (const state of states) expect(jsonSize(state as unknown as Json)).toBeLessThan(STATE_LIMIT);
    // Without putting away what is large, the last of them would be far larger.
    const kept = states.flatMap((state) => Object.values(state.steps)).filter((at) => at.output?.kind === 'blob');
    expect(kept.length).toBeGreaterThan(10);
  },
);

it('a run whose steps give fifty megabytes carries none of them along', { timeout: 240_000 }, async () => {
  await using server = await CountingServer.start();
  const megabyte = JSON.stringify({ text: 'x'.repeat(1024 * 1024) });
  server.answer = (_request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(megabyte);
  };
  const pages = Array.from({ length: 50 }, (_, page) => page);
  await using run = await testFlow(
    draw({
      nodes: {
        start: ['manual'],
        loop: ['forEach', { items: pages, concurrency: 5, collect: false }],
        get: ['http.request', { method: 'GET', url: `${server.url}/{{ item.value }}` }],
        hash: ['crypto.hash', { text: '{{ steps.get.body.text }}' }],
        end: ['set', { fields: { count: '{{ steps.loop.count }}' } }],
      },
      wires: ['start > loop', 'loop.each > get', 'get > hash', 'hash > loop', 'loop.done > end'],
    }),
    { continueAfter: 20 },
  );
  expect(await run.output(200_000)).toEqual({ count: 50 });
  const { _sum: sum } = await db().blob.aggregate({ where: { runId: run.runId }, _sum: { size: true } });
  expect(sum.size).toBeGreaterThanOrEqual(50 * 1024 * 1024);
  const states = await carriedStates(run.runId);
  expect(states.length).toBeGreaterThan(3);
  for (const state of states) expect(jsonSize(state as unknown as Json)).toBeLessThan(STATE_LIMIT);
});
