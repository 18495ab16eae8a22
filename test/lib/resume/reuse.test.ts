import { describe, expect, it } from 'vitest';
import type { FlowNode } from '#lib/flow.ts';
import { untrusted } from '#lib/label.ts';
import type { Plan } from '#lib/plan.ts';
import { decideReuse, type RetryFrom } from '#lib/resume/reuse.ts';
import { node, planOf, wires } from '#test/lib/support/drawing.ts';
import { Simulation } from '#test/lib/support/simulation.ts';
import { logOf } from '#test/lib/support/told.ts';

const start = node('start', 'manual');
const note = (id: string, value: string, more?: Partial<Omit<FlowNode, 'type' | 'id'>>) =>
  node(id, 'note', { value }, more);

/** find > copy > last; `last` failed. */
const chainOf = (find = 'a', copy = '{{ steps.find.value.text }}') =>
  planOf(
    [start, note('find', find), note('copy', copy), note('last', 'x')],
    wires('start > find', 'find > copy', 'copy > last'),
  );

function failedRun(plan: Plan): Simulation {
  return new Simulation(plan)
    .start()
    .done('find', { value: { text: 'found' } })
    .done('copy')
    .fail('last');
}

function reuse(sim: Simulation, more: { after?: Plan; from?: RetryFrom } = {}) {
  const { after = sim.plan, from = 'failed' } = more;
  return decideReuse({ before: sim.plan, after, events: logOf(sim), triggerId: 'start', from });
}

describe('what a retry takes over', () => {
  it('is everything before the step that failed', () => {
    const { reused, again } = reuse(failedRun(chainOf()));
    expect(reused).toEqual(['find', 'copy']);
    expect(again).toEqual({ last: 'chosen' });
  });

  it('is nothing from the start', () => {
    expect(reuse(failedRun(chainOf()), { from: 'start' }).reused).toEqual([]);
  });

  it('is neither the chosen step nor what comes after it', () => {
    const { reused, again } = reuse(failedRun(chainOf()), { from: { step: 'copy' } });
    expect(reused).toEqual(['find']);
    expect(again).toEqual({ copy: 'chosen', last: 'after' });
  });

  it('is the same with a version that changed only what failed', () => {
    const after = planOf(
      [start, note('find', 'a'), note('copy', '{{ steps.find.value.text }}'), note('last', 'repaired')],
      wires('start > find', 'find > copy', 'copy > last'),
    );
    expect(reuse(failedRun(chainOf()), { after }).reused).toEqual(['find', 'copy']);
  });

  it('is no step whose parameters have changed', () => {
    const { reused, again } = reuse(failedRun(chainOf()), { after: chainOf('a', '{{ steps.find.value.other }}') });
    expect(reused).toEqual(['find']);
    expect(again).toMatchObject({ copy: 'changed' });
  });

  it('is no step whose type has another version', () => {
    const after = chainOf();
    if (after.steps.find) after.steps.find.version = 2;
    expect(reuse(failedRun(chainOf()), { after }).reused).toEqual([]);
  });

  it('is no step after one that may give another output', () => {
    const { reused, again } = reuse(failedRun(chainOf()), { after: chainOf('b') });
    expect(reused).toEqual([]);
    expect(again).toEqual({ find: 'changed', copy: 'changed', last: 'chosen' });
  });

  it('is no step with a new one before it', () => {
    const after = planOf(
      [start, note('find', 'a'), note('new', 'n'), note('copy', '{{ steps.find.value.text }}'), note('last', 'x')],
      wires('start > find', 'find > new', 'new > copy', 'copy > last'),
    );
    expect(reuse(failedRun(chainOf()), { after })).toMatchObject({
      reused: ['find'],
      again: { new: 'unfinished', copy: 'changed' },
    });
  });

  it('survives a change in a branch that was passed by, and is passed by again', () => {
    const drawn = (b: string) =>
      planOf(
        [
          start,
          node('check', 'if', { rows: [{ left: 1, operator: 'equals', right: 1 }] }),
          note('a', 'a'),
          note('b', b),
          note('end', 'e'),
          note('last', 'x'),
        ],
        wires('start > check', 'check:true > a', 'check:false > b', 'a > end', 'b > end', 'end > last'),
      );
    const sim = new Simulation(drawn('b')).start().done('a').done('end').fail('last');
    expect(reuse(sim, { after: drawn('other') }).reused).toEqual(['check', 'a', 'end']);
  });

  it('is an error that the flow handled, with the branch it took', () => {
    const plan = planOf(
      [start, note('try', 'x', { settings: { onError: 'branch' } }), note('repair', 'r'), note('last', 'l')],
      wires('start > try', 'try:error > repair', 'repair > last'),
    );
    const sim = new Simulation(plan).start().fail('try').done('repair').fail('last');
    const { kept, reused } = reuse(sim);
    expect(reused).toEqual(['try', 'repair']);
    const repeated = new Simulation(plan, { kept }).start();
    expect(repeated.dispatched.map(({ stepId }) => stepId)).toEqual(['last']);
    expect(repeated.bodies('step.failed')).toEqual([expect.objectContaining({ reused: true, port: 'error' })]);
  });

  it('lets an early join go on without the losers that it did not wait for', () => {
    const plan = planOf(
      [
        start,
        note('a', 'a'),
        note('b', 'b'),
        node('end', 'note', {}, { settings: { join: { mode: 'any' } } }),
        note('last', 'x'),
      ],
      wires('start > a', 'start > b', 'a > end', 'b > end', 'end > last'),
    );
    const sim = new Simulation(plan).start().done('b').done('end').fail('last');
    const { kept, reused, again } = reuse(sim);
    expect([reused, again]).toEqual([['b', 'end'], { last: 'chosen' }]);
    const repeated = new Simulation(plan, { kept }).start();
    expect(repeated.waitingFor('dispatch')).toEqual(['last']);
    expect(repeated.status('a')).toBe('cancelled');
  });

  it('is everything before the step that was drawn to end the run as failed', () => {
    const plan = planOf(
      [start, note('a', 'a'), node('end', 'stop', { outcome: 'failed' })],
      wires('start > a', 'a > end'),
    );
    expect(reuse(new Simulation(plan).start().done('a'))).toMatchObject({ reused: ['a'], again: { end: 'chosen' } });
  });

  it('is no failure that ended the run, even where another step was chosen', () => {
    const plan = planOf([start, note('a', 'a'), note('b', 'b')], wires('start > a', 'start > b'));
    const sim = new Simulation(plan).start().done('a').fail('b');
    expect(reuse(sim, { from: { step: 'a' } })).toMatchObject({ reused: [], again: { a: 'chosen', b: 'unfinished' } });
  });
});

describe('a loop', () => {
  const looping = (inner = '{{ item }}') =>
    planOf(
      [
        start,
        node('loop', 'forEach', { items: [1, 2] }),
        note('work', inner),
        note('last', '{{ steps.loop.results }}'),
      ],
      wires('start > loop', 'loop:each > work', 'work > loop', 'loop:done > last'),
    );

  it('that is over is taken over whole, with nothing of what is in it', () => {
    const plan = looping();
    const sim = new Simulation(plan).start().done('work@0', 'A').done('work@1', 'B').fail('last');
    const { kept, reused, again } = reuse(sim);
    expect([reused, again]).toEqual([['loop'], { last: 'chosen' }]);
    const repeated = new Simulation(plan, { kept }).start();
    expect(repeated.waitingFor('dispatch')).toEqual(['last']);
    expect(repeated.value('loop')).toEqual(sim.value('loop'));
  });

  it('begins whole when it failed, or when a step inside of it is chosen', () => {
    const failed = new Simulation(looping()).start().done('work@0', 'A').fail('work@1');
    expect(reuse(failed)).toMatchObject({ reused: [], again: { loop: 'chosen', last: 'after' } });
    const over = new Simulation(looping()).start().done('work@0', 'A').done('work@1', 'B').fail('last');
    expect(reuse(over, { from: { step: 'work' } })).toMatchObject({
      reused: [],
      again: { loop: 'chosen', last: 'after' },
    });
  });

  it('is not taken over when something inside of it has changed', () => {
    const sim = new Simulation(looping()).start().done('work@0', 'A').done('work@1', 'B').fail('last');
    expect(reuse(sim, { after: looping('other') }).again).toMatchObject({ loop: 'changed' });
  });
});

describe('a run that begins with reused steps', () => {
  it('marks them, keeps their output and goes on behind them', () => {
    const { kept } = reuse(failedRun(chainOf()));
    const sim = new Simulation(chainOf(), { kept }).start();
    expect(sim.waitingFor('dispatch')).toEqual(['last']);
    expect(sim.bodies('step.done').map(({ reused, output }) => [reused, output])).toEqual([
      [true, expect.objectContaining({ value: { value: { text: 'found' } } })],
      [true, expect.objectContaining({ value: { ok: true } })],
    ]);
    expect(sim.value('find')).toEqual({ value: { text: 'found' } });
    expect(sim.state.kept).toBeUndefined();
    expect(sim.done('last').state.outcome?.status).toBe('done');
  });

  it('keeps the labels of values and the taint of branches that they decided', () => {
    const plan = planOf(
      [
        start,
        note('find', 'a'),
        node('check', 'if', { rows: [{ left: '{{ steps.find.value.text }}', operator: 'exists' }] }),
        note('last', '{{ steps.find.value.text }}'),
      ],
      wires('start > find', 'find > check', 'check:true > last'),
    );
    const label = untrusted('mail:steps.find');
    const first = new Simulation(plan)
      .start()
      .done('find', { value: { text: 'x' } }, { labels: { rest: label } })
      .fail('last');
    const second = new Simulation(plan, { kept: reuse(first).kept }).start();
    const [before, after] = [first.dispatched.at(-1), second.dispatched.at(-1)];
    expect(second.dispatched).toHaveLength(1);
    expect(after?.values).toEqual(before?.values);
    expect(after?.scope).toEqual(before?.scope);
    expect(after?.scope.integrity).toBe('untrusted');
  });

  it('answers its caller as the reused step did', () => {
    const plan = planOf(
      [start, node('tell', 'respond', { status: 201, body: 'hi' }), note('last', 'x')],
      wires('start > tell', 'tell > last'),
    );
    const { kept } = reuse(new Simulation(plan).start().fail('last'));
    const sim = new Simulation(plan, { kept }).start();
    expect(sim.bodies('run.responded')).toEqual([expect.objectContaining({ status: 201 })]);
    expect(sim.done('last').state.outcome?.output).toMatchObject({ value: 'hi' });
  });
});
