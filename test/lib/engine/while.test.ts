import { describe, expect, it } from 'vitest';
import { TRUSTED, untrusted, uniform, wholeLabel } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';
import { node, planOf, wires } from '#test/lib/support/drawing.ts';
import { inline, Simulation, START } from '#test/lib/support/simulation.ts';

const start = node('start', 'manual');
const open = { rows: [{ left: '{{ steps.loop.last.state }}', operator: 'equals', right: 'open' }] };
const after = node('after', 'note');

function repeating(params: Record<string, Json>, body: Record<string, Json> = {}): Simulation {
  const plan = planOf(
    [start, node('loop', 'while', params), node('ask', 'note', body), after],
    wires('start > loop', 'loop:each > ask', 'ask > loop', 'loop:done > after'),
  );
  return new Simulation(plan).start();
}

describe('a while', () => {
  it('runs round after round for as long as its conditions hold', () => {
    const sim = repeating(open).done('ask@0', { state: 'open' }).done('ask@1', { state: 'open' });
    expect(sim.waitingFor('dispatch')).toEqual(['ask@2']);
    sim.done('ask@2', { state: 'closed' });
    expect(sim.value('loop')).toEqual({ rounds: 3, reachedMax: false, last: { state: 'closed' } });
    expect(sim.waitingFor('dispatch')).toEqual(['after']);
  });

  it('looks before the first round only if it is told to', () => {
    const before = { ...open, check: 'before', start: { state: 'closed' } };
    expect(repeating(before).value('loop')).toEqual({ rounds: 0, reachedMax: false, last: { state: 'closed' } });
    expect(repeating({ ...before, start: { state: 'open' } }).waitingFor('dispatch')).toEqual(['ask@0']);
  });

  it('hands what a round gave to the next one', () => {
    const sim = repeating({ ...open, start: 'begin' }, { value: '{{ item.value }}' });
    expect(sim.dispatched[0]?.values['item.value']?.stored).toMatchObject({ value: 'begin' });
    sim.done('ask@0', { state: 'open', page: 2 });
    expect(sim.dispatched[1]?.values['item.value']?.stored).toMatchObject({ value: { state: 'open', page: 2 } });
  });

  it('fails at its bound, or goes on there', () => {
    const round = (sim: Simulation) => sim.done('ask@0', { state: 'open' }).done('ask@1', { state: 'open' });
    expect(round(repeating({ ...open, maxRounds: 2 })).state.outcome).toMatchObject({
      status: 'failed',
      stepId: 'loop',
      error: { type: 'TooManyRounds' },
    });
    const goesOn = round(repeating({ ...open, maxRounds: 2, onMax: 'continue' }));
    expect(goesOn.value('loop')).toMatchObject({ rounds: 2, reachedMax: true });
    expect(goesOn.waitingFor('dispatch')).toEqual(['after']);
  });

  it('pauses between rounds, also when the history is cut meanwhile', () => {
    const sim = repeating({ ...open, pause: '10m' }).done('ask@0', { state: 'open' });
    expect(sim.open).toMatchObject([{ type: 'timer', step: 'loop', until: START + 600_000 }]);
    expect(sim.continueAsNew().open).toMatchObject([{ type: 'timer', until: START + 600_000 }]);
    sim.open = [];
    sim.tell({ type: 'timer', step: 'loop', at: START + 599_000 });
    expect(sim.open).toMatchObject([{ type: 'timer' }]);
    sim.open = [];
    sim.tell({ type: 'timer', step: 'loop', at: START + 600_000 });
    expect(sim.waitingFor('dispatch')).toEqual(['ask@1']);
  });

  it('fails with the step inside that fails', () => {
    const sim = repeating(open).fail('ask@0');
    expect(sim.state.outcome).toMatchObject({ status: 'failed', stepId: 'ask' });
  });

  it('has conditions that take JSONata evaluated before each round', () => {
    const sim = repeating({ expression: '{{ $length(steps.loop.last.text) < 3 }}' }).done('ask@0', { text: 'ab' });
    expect(sim.open).toMatchObject([{ type: 'evaluate', step: 'loop', params: { expression: {} } }]);
    expect(sim.continueAsNew().open).toMatchObject([{ type: 'evaluate', step: 'loop' }]);
    sim.open = [];
    sim.tell({ type: 'evaluated', step: 'loop', at: sim.now, params: { match: 'all', rows: [], expression: true } });
    expect(sim.waitingFor('dispatch')).toEqual(['ask@1']);
    sim.done('ask@1', { text: 'abc' });
    sim.open = [];
    sim.tell({ type: 'evaluated', step: 'loop', at: sim.now, params: { match: 'all', rows: [], expression: false } });
    expect(sim.value('loop')).toMatchObject({ rounds: 2 });
  });

  it('hands a result that lies in the blob store on, and lets the driver make its output of it', () => {
    const sim = repeating({ rows: [{ left: '{{ steps.loop.rounds }}', operator: 'less', right: 1 }] });
    const blob = { ref: 'b1', size: 9000, contentType: 'application/json', preview: '' };
    sim.open = [];
    sim.tell({
      type: 'stepDone',
      step: 'ask@0',
      at: sim.now,
      output: { kind: 'blob', blob, labels: uniform(TRUSTED) },
    });
    expect(sim.open).toMatchObject([
      { type: 'evaluate', step: 'loop', params: {}, output: { kind: 'object' }, call: { values: {} } },
    ]);
    const [command] = sim.open;
    expect(command?.type === 'evaluate' && command.call.values['steps.loop.last']).toEqual({
      reference: { root: 'steps', step: 'loop', path: [] },
      stored: { kind: 'blob', blob, labels: uniform(TRUSTED) },
    });
    sim.open = [];
    const output = { kind: 'blob' as const, blob: { ...blob, ref: 'b2' }, labels: uniform(TRUSTED) };
    sim.tell({ type: 'evaluated', step: 'loop', at: sim.now, params: {}, output });
    expect(sim.state.steps.loop?.output).toMatchObject({ kind: 'blob', blob: { ref: 'b2' } });
  });
});

describe('the labels of a while', () => {
  it('taint the rounds that an untrusted value decides, and not what follows', () => {
    const sim = repeating(open);
    expect(sim.dispatched[0]?.scope).toEqual(TRUSTED);
    sim.done('ask@0', { state: 'open' }, { labels: uniform(untrusted('web:x')) });
    expect(sim.dispatched[1]?.scope).toMatchObject({ integrity: 'untrusted', origins: ['web:x'] });
    sim.done('ask@1', { state: 'closed' }, { labels: uniform(TRUSTED) });
    expect(sim.dispatched[2]).toMatchObject({ stepId: 'after', scope: TRUSTED });
    // Whether there is a second round was decided by it.
    expect(wholeLabel(sim.state.steps.loop?.output?.labels).origins).toEqual(['web:x']);
  });

  it('start with those of what it starts with', () => {
    const plan = planOf(
      [
        start,
        node('loop', 'while', { ...open, start: '{{ trigger.from }}' }),
        node('ask', 'note', { value: '{{ item.value }}' }),
      ],
      wires('start > loop', 'loop:each > ask', 'ask > loop'),
    );
    const trigger = inline({ from: 'x' }, uniform(untrusted('mail:y')));
    const sim = new Simulation(plan, { trigger }).start();
    expect(sim.dispatched[0]?.values['item.value']?.stored.labels.rest).toMatchObject({ origins: ['mail:y'] });
  });
});
