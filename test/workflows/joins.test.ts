import { describe, expect, it } from 'vitest';
import { decide, readDecision } from '#platform/approvals.ts';
import { CountingServer } from '#test/support/counting-server.ts';
import { draw } from '#test/support/draw.ts';
import { TESTER, testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';

useHearth();

describe('a join that does not wait for all', () => {
  it('goes on with the first, lets go of the request, the question and the wait that only lead to it', async () => {
    await using server = await CountingServer.start();
    // The slow one is answered by nobody: only its cancellation lets the run end.
    server.answer = (request, response) => void (request.path === '/slow' ? undefined : response.end('{"n":1}'));
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          slow: ['http.request', { method: 'GET', url: `${server.url}/slow` }],
          ask: ['approval', { title: 'Faster than a machine?', expiresAfter: '1h' }],
          rest: ['wait', { mode: 'for', for: '1h' }],
          go: ['approval', { title: 'Go?', expiresAfter: '1h' }],
          quick: ['http.request', { method: 'GET', url: `${server.url}/quick` }],
          end: ['set', { fields: { got: '{{ steps.quick.body.n }}' } }, { settings: { join: { mode: 'any' } } }],
        },
        wires: [
          ...['start > slow', 'start > ask', 'start > rest', 'start > go', 'go.approve > quick'],
          ...['slow > end', 'ask.approve > end', 'ask.deny > end', 'ask.expired > end', 'rest > end', 'quick > end'],
        ],
      }),
    );
    const { approvalId: abandoned } = await run.sees('step.waiting', 'ask');
    await run.sees('step.waiting', 'rest');
    await run.sees('step.started', 'slow');
    const { approvalId } = await run.sees('step.waiting', 'go');
    await decide({ approvalId: approvalId ?? '', choice: 'approve', by: TESTER });
    expect(await run.output()).toEqual({ got: 1 });
    await run.closes();
    for (const id of ['slow', 'ask', 'rest']) expect(await run.types(id)).toContain('step.cancelled');
    expect((await readDecision(abandoned ?? '')).status).not.toBe('waiting');
  });

  it('goes on with two of three over a cut history', async () => {
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          a: ['approval', { title: 'A?', expiresAfter: '1h' }],
          b: ['set', { fields: { n: '{{ $sum([1, 2]) }}' } }],
          c: ['wait', { mode: 'for', for: '1h' }],
          end: ['set', { fields: { n: '{{ steps.b.n }}' } }, { settings: { join: { mode: 'count', count: 2 } } }],
        },
        wires: ['start > a', 'start > b', 'start > c', 'a.approve > end', 'b > end', 'c > end'],
      }),
      { continueAfter: 1 },
    );
    await run.sees('step.done', 'b');
    const { approvalId } = await run.sees('step.waiting', 'a');
    await decide({ approvalId: approvalId ?? '', choice: 'approve', by: TESTER });
    expect(await run.output()).toEqual({ n: 3 });
    expect(await run.types('c')).toContain('step.cancelled');
  });

  it('can be replayed', async () => {
    expect(await replayAll()).toBeGreaterThan(2);
  });
});
