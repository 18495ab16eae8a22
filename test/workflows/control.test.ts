import { describe, expect, it } from 'vitest';
import { chain, draw } from '#test/support/draw.ts';
import { testFlow } from '#test/support/flow-run.ts';
import { useHearth } from '#test/support/hearth.ts';
import { replayAll } from '#test/support/replay.ts';

useHearth();

describe('a run', () => {
  it('takes one step after the other and gives the last output', async () => {
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          greet: ['template', { text: 'Hello {{ trigger.name }}' }],
          wrap: ['set', { fields: { said: '{{ steps.greet.text }}!' } }],
        },
        wires: chain('start', 'greet', 'wrap'),
      }),
      { input: { name: 'Ada' } },
    );
    expect(await run.output()).toEqual({ said: 'Hello Ada!' });
    expect(await run.status()).toBe('done');
    const types = await run.types();
    expect(types.slice(0, 2)).toEqual(['run.queued', 'run.started']);
    expect(types.at(-1)).toBe('run.done');
  });

  it('runs branches side by side and joins when all are there', async () => {
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          slow: ['wait', { mode: 'for', for: '300ms' }],
          quick: ['set', { fields: { n: 1 } }],
          join: ['set', { fields: { both: '{{ steps.quick.n }}' } }],
        },
        wires: ['start > slow', 'start > quick', 'slow > join', 'quick > join'],
      }),
    );
    expect(await run.output()).toEqual({ both: 1 });
    const order = (await run.events()).filter((one) => one.body.type === 'step.done').map((one) => one.stepId);
    expect(order).toEqual(['quick', 'slow', 'join']);
  });

  it('takes the branch that if and switch choose, and passes the others by', async () => {
    await using run = await testFlow(
      draw({
        nodes: {
          start: ['manual'],
          big: ['if', { rows: [{ left: '{{ trigger.n }}', operator: 'greater', right: 10 }] }],
          kind: [
            'switch',
            {
              value: '{{ trigger.kind }}',
              cases: [
                { id: 'red', title: 'Red', operator: 'equals', value: 'red' },
                { id: 'blue', title: 'Blue', operator: 'equals', value: 'blue' },
              ],
            },
          ],
          small: ['set', { fields: { end: 'small' } }],
          red: ['set', { fields: { end: 'red' } }],
          blue: ['set', { fields: { end: 'blue' } }],
        },
        wires: ['start > big', 'big.true > kind', 'big.false > small', 'kind.red > red', 'kind.blue > blue'],
      }),
      { input: { n: 11, kind: 'blue' } },
    );
    expect(await run.output()).toEqual({ end: 'blue' });
    expect(await run.types('small')).toEqual(['step.skipped']);
    expect(await run.types('red')).toEqual(['step.skipped']);
  });

  it('evaluates what is more than a reference outside of the workflow', async () => {
    await using run = await testFlow(
      draw({
        nodes: { start: ['manual'], sum: ['set', { fields: { total: '{{ $sum(trigger.prices) * 2 }}' } }] },
        wires: ['start > sum'],
      }),
      { input: { prices: [1, 2, 3] } },
    );
    expect(await run.output()).toEqual({ total: 12 });
  });

  it('waits for a time', async () => {
    await using run = await testFlow(
      draw({ nodes: { start: ['manual'], rest: ['wait', { mode: 'for', for: '200ms' }] }, wires: ['start > rest'] }),
    );
    const { until } = await run.sees('step.waiting', 'rest');
    await run.ends();
    const done = (await run.events()).find((one) => one.body.type === 'step.done' && one.stepId === 'rest');
    expect(done?.at).toBeGreaterThanOrEqual(until ?? Infinity);
  });

  it('runs a hundred pure steps for the price of two local activities', async () => {
    const ids = Array.from({ length: 100 }, (_, index) => `s${index}`);
    const nodes = Object.fromEntries(
      ids.map((id, index) => [
        id,
        ['set', { fields: { n: index === 0 ? '{{ trigger.n }}' : `{{ steps.s${index - 1}.n }}` } }] as [
          string,
          { fields: { n: string } },
        ],
      ]),
    );
    await using run = await testFlow(draw({ nodes: { start: ['manual'], ...nodes }, wires: chain('start', ...ids) }), {
      input: { n: 7 },
    });
    expect(await run.output()).toEqual({ n: 7 });
    await run.closes();
    const history = await (await run.handle()).fetchHistory();
    const markers = (history.events ?? []).filter((event) => event.markerRecordedEventAttributes);
    expect(markers).toHaveLength(2);
    expect((await run.types()).filter((type) => type === 'step.done')).toHaveLength(100);
  });

  it('stops at once when it is cancelled', async () => {
    await using run = await testFlow(
      draw({ nodes: { start: ['manual'], rest: ['wait', { mode: 'for', for: '1h' }] }, wires: ['start > rest'] }),
    );
    await run.sees('step.waiting', 'rest');
    await run.cancel();
    expect((await run.ends()).type).toBe('run.stopped');
    expect(await run.types('rest')).toContain('step.cancelled');
    await run.closes();
  });

  it('treats a cancellation by Temporal as the same wish', async () => {
    await using run = await testFlow(
      draw({ nodes: { start: ['manual'], rest: ['wait', { mode: 'for', for: '1h' }] }, wires: ['start > rest'] }),
    );
    await run.sees('step.waiting', 'rest');
    await (await run.handle()).cancel();
    expect((await run.ends()).type).toBe('run.stopped');
  });

  it('answers the caller of its webhook before it ends', async () => {
    await using run = await testFlow(
      draw({
        nodes: {
          hook: ['webhook', { respond: 'when-finished' }],
          say: ['respond', { status: 201, headers: { 'x-test': 'yes' }, body: { got: '{{ trigger.body.n }}' } }],
          rest: ['wait', { mode: 'for', for: '1h' }],
        },
        wires: chain('hook', 'say', 'rest'),
      }),
      { input: { method: 'POST', path: '', headers: {}, query: {}, body: { n: 5 } }, from: 'webhook:steps.hook' },
    );
    const answer = await run.sees('run.responded');
    expect(answer).toMatchObject({ status: 201, headers: { 'x-test': 'yes' }, body: { value: { got: 5 } } });
    expect(await run.status()).not.toBe('done');
    await run.cancel();
    await run.closes();
  });

  it('can be replayed from its history by the code of today', async () => {
    expect(await replayAll()).toBeGreaterThanOrEqual(9);
  });
});
