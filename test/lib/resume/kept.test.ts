import { describe, expect, it } from 'vitest';
import { keptOf } from '#lib/resume/kept.ts';
import { node, planOf, wires } from '#test/lib/support/drawing.ts';
import { Simulation } from '#test/lib/support/simulation.ts';
import { logOf } from '#test/lib/support/told.ts';

const start = node('start', 'manual');

/** The run as it stands after Temporal has forgotten it, later. */
function resumed(sim: Simulation, later = 0): Simulation {
  const again = new Simulation(sim.plan, { kept: keptOf(sim.plan, logOf(sim)) });
  again.now += later;
  return again.start();
}

describe('a run that is taken up from its log', () => {
  it('does nothing again that is done, and says nothing that was not said', () => {
    const plan = planOf(
      [
        start,
        node('a', 'note'),
        node('check', 'if', { rows: [{ left: 1, operator: 'equals', right: 1 }] }),
        node('b', 'note'),
        node('c', 'note'),
      ],
      wires('start > a', 'a > check', 'check:true > b', 'check:false > c'),
    );
    const first = new Simulation(plan).start().done('a');
    const second = resumed(first);
    expect(second.waitingFor('dispatch')).toEqual(['b']);
    expect(second.state.steps).toEqual(first.state.steps);
    expect(second.state.edges).toEqual(first.state.edges);
    const known = new Set(logOf(first).map(({ key }) => key));
    expect(second.events.filter(({ key }) => !known.has(key))).toEqual([]);
  });

  it('waits until the moment that was set', () => {
    const plan = planOf([start, node('rest', 'wait', { for: '1h' })], wires('start > rest'));
    const first = new Simulation(plan).start();
    const second = resumed(first, 600_000);
    expect(second.open).toEqual(first.open);
    expect(second.events.at(-1)?.body).toEqual(first.events.at(-1)?.body);
  });

  it('waits for the same decision', () => {
    const plan = planOf(
      [start, node('ask', 'approval', { title: 'Sure?' }), node('b', 'note')],
      wires('start > ask', 'ask:approve > b'),
    );
    const first = new Simulation(plan).start().opened('ask', 'approval-1');
    const second = resumed(first, 100);
    expect(second.open).toEqual(first.open);
    expect(second.decide('ask', 'approve').waitingFor('dispatch')).toEqual(['b']);
  });

  it('waits at the gate as it did, and dispatches under the generation it had', () => {
    const plan = planOf([start, node('pay', 'fetch', { url: 'https://x.y/z', method: 'POST' })], wires('start > pay'));
    const first = new Simulation(plan).start().ask('pay', 'gate-1').decide('pay', 'again').ask('pay', 'gate-2');
    const second = resumed(first);
    expect(second.open).toEqual(first.open);
    second.decide('pay', 'approve');
    expect(second.dispatched).toEqual([expect.objectContaining({ generation: 1, approvalId: 'gate-2' })]);
  });

  it('has the output of the step that was done last, whatever the order of the drawing', () => {
    const plan = planOf(
      [start, node('a', 'note'), node('b', 'note'), node('c', 'note', {}, { settings: { onError: 'continue' } })],
      wires('start > a', 'start > b', 'start > c'),
    );
    const first = new Simulation(plan).start().done('b', 'B').done('a', 'A');
    const log = logOf(first).sort(
      (one, other) => Number(one.key === 'a/0/step.done') - Number(other.key === 'a/0/step.done'),
    );
    const second = new Simulation(plan, { kept: keptOf(plan, log) }).start().fail('c');
    expect(second.state.outcome?.output).toMatchObject({ value: 'A' });
  });

  it('does not open what a join had let go of', () => {
    const plan = planOf(
      [start, node('a', 'note'), node('b', 'note'), node('end', 'note', {}, { settings: { join: { mode: 'any' } } })],
      wires('start > a', 'start > b', 'a > end', 'b > end'),
    );
    const second = resumed(new Simulation(plan).start().done('b'));
    expect(second.waitingFor('dispatch')).toEqual(['end']);
    expect(second.status('a')).toBe('cancelled');
  });

  it('begins a loop whole that was under way', () => {
    const plan = planOf(
      [start, node('a', 'note'), node('loop', 'forEach', { items: [1, 2] }), node('work', 'note')],
      wires('start > a', 'a > loop', 'loop:each > work', 'work > loop'),
    );
    const second = resumed(new Simulation(plan).start().done('a').done('work@0', 'A'));
    expect(second.waitingFor('dispatch')).toEqual(['work@0']);
  });

  it('leaves an error that ended the run the end of it', () => {
    const plan = planOf([start, node('a', 'note')], wires('start > a'));
    expect(resumed(new Simulation(plan).start().fail('a')).state.outcome?.status).toBe('failed');
  });
});
