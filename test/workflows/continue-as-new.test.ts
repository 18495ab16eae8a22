import { describe, expect, it } from 'vitest';
import { workflowIdOf } from '#lib/messages.ts';
import { decide } from '#platform/approvals.ts';
import { temporalClient } from '#platform/temporal.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { chain, draw } from '#test/support/draw.ts';
import { TESTER, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';
import { until } from '#test/support/until.ts';

useHearth();

describe('a run whose history is cut every three steps', () => {
  it('ends the same, with each step done once and its waits and approvals carried over', async () => {
    await using server = await CountingServer.start();
    const ids = Array.from({ length: 10 }, (_, index) => `s${index}`);
    const steps = Object.fromEntries(
      ids.map((id) => [id, ['http.request', { method: 'GET', url: `${server.url}/${id}` }]]),
    ) as Record<string, ['http.request', { method: string; url: string }]>;
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          ask: ['approval', { title: 'Go on?', expiresAfter: '1h' }],
          rest: ['wait', { mode: 'for', for: '3s' }],
          ...steps,
          end: ['set', { fields: { said: '{{ steps.ask.choice }}', waited: '{{ steps.rest.waitedUntil }}' } }],
        },
        wires: [...chain('start', ...ids, 'end'), 'start > ask', 'start > rest', 'ask.approve > end', 'rest > end'],
      }),
      { continueAfter: 3 },
    );
    const { approvalId } = await run.sees('step.waiting', 'ask');
    await run.sees('step.done', 's9');
    expect(await executions(run.runId)).toBeGreaterThanOrEqual(4);
    await decide({ approvalId: approvalId ?? '', choice: 'approve', by: TESTER });
    expect(await run.output()).toMatchObject({ said: 'approve' });
    for (const id of ids) expect(server.count(`/${id}`)).toBe(1);
    const events = await run.events();
    const waiting = events.filter((one) => one.body.type === 'step.waiting');
    expect(waiting.map((one) => one.stepId).sort()).toEqual(['ask', 'rest']);
    const rest = waiting.find((one) => one.stepId === 'rest')?.body;
    const done = events.find((one) => one.stepId === 'rest' && one.body.type === 'step.done');
    expect(done?.at).toBeGreaterThanOrEqual(rest?.type === 'step.waiting' ? (rest.until ?? Infinity) : Infinity);
  });

  it('keeps a decision that falls between two of its executions', async () => {
    await using server = await CountingServer.start();
    const ids = Array.from({ length: 6 }, (_, index) => `s${index}`);
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          ask: ['approval', { title: 'Go on?', expiresAfter: '1h' }],
          ...Object.fromEntries(
            ids.map((id): [string, ['http.request', { method: string; url: string }]] => [
              id,
              ['http.request', { method: 'GET', url: `${server.url}/${id}` }],
            ]),
          ),
        },
        wires: [...chain('start', ...ids), 'start > ask'],
      }),
      { continueAfter: 1 },
    );
    const { approvalId } = await run.sees('step.waiting', 'ask');
    await decide({ approvalId: approvalId ?? '', choice: 'deny', by: TESTER });
    expect((await run.ends()).type).toBe('run.done');
    expect(await run.sees('step.decided', 'ask')).toMatchObject({ choice: 'deny' });
  });

  it('is cancelled like any other', async () => {
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          sum: ['set', { fields: { n: '{{ $sum([1, 2]) }}' } }],
          rest: ['wait', { mode: 'for', for: '1h' }],
        },
        wires: chain('start', 'sum', 'rest'),
      }),
      { continueAfter: 1 },
    );
    await run.sees('step.waiting', 'rest');
    await until(async () => (await executions(run.runId)) > 1, { what: 'a second execution' });
    await run.cancel();
    expect((await run.ends()).type).toBe('run.stopped');
  });

  it('can be replayed, each execution of it', async () => {
    expect(await replayAll()).toBeGreaterThan(8);
  });
});

async function executions(runId: string): Promise<number> {
  const client = await temporalClient();
  const { count } = await client.workflow.count(`WorkflowId = "${workflowIdOf(runId)}"`);
  return count;
}
