import { describe, expect, it } from 'vitest';
import type { OpenedList } from '#lib/engine/types.ts';
import type { FlowNode } from '#lib/flow.ts';
import { TRUSTED, untrusted, uniform, wholeLabel } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { node, planOf, wires } from '#test/lib/support/drawing.ts';
import { inline, Simulation } from '#test/lib/support/simulation.ts';

const start = node('start', 'manual');
const forEach = (params: Record<string, Json> = {}, more: Partial<FlowNode> = {}) =>
  node('loop', 'forEach', { items: '{{ trigger.rows }}', ...params }, more);
const work = node('work', 'note', { value: '{{ item.value }}' });
const after = node('after', 'note', { value: '{{ steps.loop.results }}' });

/** `start > loop`, `work` inside, `after` behind. */
function looping(rows: Json, ...drawn: Parameters<typeof forEach>): Simulation {
  const plan = planOf(
    [start, forEach(...drawn), work, after],
    wires('start > loop', 'loop:each > work', 'work > loop', 'loop:done > after'),
  );
  return new Simulation(plan, { trigger: inline({ rows }, uniform(untrusted('webhook:steps.start'))) }).start();
}

describe('a for-each', () => {
  it('works on as many items at once as it may, and gives results in the order of the items', () => {
    const sim = looping(['a', 'b', 'c'], { concurrency: 2 });
    expect(sim.waitingFor('dispatch')).toEqual(['work@0', 'work@1']);
    sim.done('work@1', 'B');
    expect(sim.waitingFor('dispatch')).toEqual(['work@0', 'work@2']);
    sim.done('work@2', 'C').done('work@0', 'A');
    expect(sim.value('loop')).toEqual({ count: 3, results: ['A', 'B', 'C'], failed: 0, errors: [] });
    expect(sim.waitingFor('dispatch')).toEqual(['after']);
  });

  it('hands each iteration its own item', () => {
    const sim = looping(['a', 'b'], { concurrency: 2 });
    const handed = sim.dispatched.map(({ values, iteration }) => [iteration, values['item.value']?.stored]);
    expect(handed).toMatchObject([
      ['0', { value: 'a' }],
      ['1', { value: 'b' }],
    ]);
  });

  it('goes on at once when there is nothing to do', () => {
    const sim = looping([]);
    expect(sim.value('loop')).toEqual({ count: 0, results: [], failed: 0, errors: [] });
    expect(sim.waitingFor('dispatch')).toEqual(['after']);
  });

  it('fails with the first item that fails, and lets go of the others', () => {
    const sim = looping(['a', 'b', 'c'], { concurrency: 2 }).fail('work@0');
    expect(sim.state.outcome).toMatchObject({ status: 'failed', stepId: 'work', error: { type: 'Refused' } });
    expect(sim.bodies('step.cancelled')).toHaveLength(1);
    expect(sim.dispatched).toHaveLength(2);
  });

  it('takes its own error branch when an item fails', () => {
    const plan = planOf(
      [start, forEach({}, { settings: { onError: 'branch' } }), work, node('sorry', 'note')],
      wires('start > loop', 'loop:each > work', 'work > loop', 'loop:error > sorry'),
    );
    const sim = new Simulation(plan, { trigger: inline({ rows: [1, 2] }) }).start().fail('work@0');
    expect(sim.waitingFor('dispatch')).toEqual(['sorry']);
    expect(sim.done('sorry').state.outcome?.status).toBe('done');
  });

  it('notes what fails and goes on, if it is told to', () => {
    const sim = looping(['a', 'b'], { onItemError: 'continue' }).fail('work@0').done('work@1', 'B');
    expect(sim.value('loop')).toMatchObject({
      results: [null, 'B'],
      failed: 1,
      errors: [{ index: 0, type: 'Refused', message: 'The service said no.' }],
    });
  });

  it('only counts when nobody wants the results', () => {
    const sim = looping(['a', 'b'], { collect: false }).done('work@0').done('work@1');
    expect(sim.value('loop')).toEqual({ count: 2, results: [], failed: 0, errors: [] });
  });

  it('refuses what is no list', () => {
    const sim = looping('abc');
    expect(sim.state.outcome).toMatchObject({ status: 'failed', stepId: 'loop', error: { type: 'Invalid' } });
    expect(sim.state.outcome?.error?.message).toContain('"Items" must be a list');
  });

  it('decides joins in each iteration by itself', () => {
    const end = node('end', 'note', {}, { settings: { join: { mode: 'any' } } });
    const plan = planOf(
      [start, forEach({ concurrency: 2 }), node('a', 'note'), node('b', 'note'), end],
      wires('start > loop', 'loop:each > a', 'loop:each > b', 'a > end', 'b > end', 'end > loop'),
    );
    const sim = new Simulation(plan, { trigger: inline({ rows: [1, 2] }) }).start().done('b@1');
    expect([sim.status('a@1'), sim.status('a@0')]).toEqual(['cancelled', 'running']);
    sim.done('end@1', 'second').done('a@0').done('end@0', 'first');
    expect(sim.value('loop')).toMatchObject({ results: ['first', 'second'] });
  });
});

describe('the labels of a for-each', () => {
  it('taint what it repeats with the list, and not what follows it', () => {
    const sim = looping(['a']);
    expect(sim.dispatched[0]?.scope).toMatchObject({ integrity: 'untrusted', origins: ['webhook:steps.start'] });
    sim.done('work@0', 'A', { labels: uniform(TRUSTED) });
    expect(sim.dispatched[1]?.scope).toEqual(TRUSTED);
    expect(wholeLabel(sim.state.steps.loop?.output?.labels).integrity).toBe('untrusted');
  });

  it('join those of all results, and of what failed', () => {
    const plan = planOf(
      [start, forEach({ items: [1, 2], onItemError: 'continue' }), work],
      wires('start > loop', 'loop:each > work', 'work > loop'),
    );
    const sim = new Simulation(plan)
      .start()
      .done('work@0', 1, { labels: uniform(untrusted('mail:x')) })
      .fail('work@1');
    expect(wholeLabel(sim.state.steps.loop?.output?.labels).origins).toEqual(['error:steps.work', 'mail:x']);
  });
});

describe('a long list', () => {
  const list = (count: number, ahead: Json[]): OpenedList => ({
    concurrency: 1,
    collect: true,
    stopsAtError: true,
    count,
    ahead: ahead.map((value) => ({ value })),
    chunks: ['c0', 'c1'],
  });
  const rows = Array.from({ length: 300 }, (_, index) => index);

  it('is put away, and read again piece by piece', () => {
    const sim = looping(rows);
    expect(sim.open).toMatchObject([{ type: 'openList', step: 'loop' }]);
    sim.open = [];
    sim.tell({ type: 'listOpened', step: 'loop', at: sim.now, list: list(300, [0, 1]), input: inline({}) });
    sim.done('work@0').done('work@1');
    expect(sim.open).toMatchObject([{ type: 'loadItems', from: 2, chunks: ['c0', 'c1'] }]);
    expect(sim.continueAsNew().open).toMatchObject([{ type: 'loadItems', from: 2 }]);
    sim.open = [];
    sim.tell({ type: 'itemsLoaded', step: 'loop', at: sim.now, from: 2, items: [{ value: 2 }, { value: 3 }] });
    expect(sim.waitingFor('dispatch')).toEqual(['work@2']);
    // A late repetition of the answer changes nothing.
    sim.tell({ type: 'itemsLoaded', step: 'loop', at: sim.now, from: 2, items: [{ value: 2 }] });
    expect(sim.state.steps.loop?.loop).toMatchObject({ ahead: [{ value: 3 }] });
  });

  it('puts results away as they grow, and asks for the whole at the end', () => {
    const sim = looping(rows);
    sim.open = [];
    sim.tell({ type: 'listOpened', step: 'loop', at: sim.now, list: list(9, rows.slice(0, 9)), input: inline({}) });
    const big = 'x'.repeat(7000);
    for (const index of [0, 1, 2, 3, 4]) sim.done(`work@${index}`, big);
    const [command] = sim.open.filter((one) => one.type === 'saveResults');
    expect(command).toMatchObject({ type: 'saveResults', results: [{ index: 0 }, {}, {}, {}, { index: 4 }] });
    sim.done('work@5', 'small');
    sim.open = sim.open.filter((one) => one.type !== 'saveResults');
    sim.tell({ type: 'resultsSaved', step: 'loop', at: sim.now, count: 5, blob: 'r0' });
    expect(sim.state.steps.loop?.loop).toMatchObject({ saved: ['r0'], results: [{ index: 5, value: 'small' }] });
    for (const index of [6, 7, 8]) sim.done(`work@${index}`, 'small');
    expect(sim.open).toMatchObject([
      { type: 'closeList', saved: ['r0'], output: { count: 9, results: { length: 4 } } },
    ]);
    sim.open = [];
    sim.tell({ type: 'listClosed', step: 'loop', at: sim.now, output: inline({ results: ['whole'] }) });
    expect(sim.value('loop')).toEqual({ results: ['whole'] });
  });
});
