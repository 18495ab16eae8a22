import { describe, expect, it } from 'vitest';
import type { CalledEnd } from '#lib/call.ts';
import { TRUSTED, untrusted } from '#lib/label.ts';
import { node, planOf, wires } from '#test/lib/support/drawing.ts';
import { inline, Simulation } from '#test/lib/support/simulation.ts';

const start = node('start', 'manual');
const plan = planOf([start, node('a', 'note'), node('b', 'note')], wires('start > a', 'a > b'));
const branching = planOf(
  [start, node('a', 'note', {}, { settings: { onError: 'branch' } }), node('bad', 'note')],
  wires('start > a', 'a:error > bad'),
);

function called(sim: Simulation, runId = 'child1'): Simulation {
  sim.open = sim.open.filter((command) => command.type !== 'dispatch');
  return sim.tell({ type: 'called', step: 'a', at: sim.now, runId });
}

function ended(sim: Simulation, end: CalledEnd, runId = 'child1'): Simulation {
  return sim.tell({ type: 'calledEnded', step: 'a', at: sim.now, runId, end });
}

describe('a step that has called a run', () => {
  it('waits for its end and takes its output with the labels of each field', () => {
    const sim = called(new Simulation(plan).start());
    expect(sim.open).toEqual([{ type: 'watchRun', step: 'a', runId: 'child1' }]);
    expect(sim.bodies('step.waiting')).toEqual([{ type: 'step.waiting', calledRunId: 'child1' }]);
    const labels = { rest: TRUSTED, fields: { text: untrusted('mail') } };
    ended(sim, { flowName: 'Child', status: 'done', output: inline({ text: 'hi', n: 1 }, labels) });
    expect(sim.value('a')).toEqual({ text: 'hi', n: 1 });
    expect(sim.state.steps.a?.output?.labels).toEqual(labels);
    expect(sim.bodies('step.done')).toHaveLength(1);
    expect(sim.waitingFor('dispatch')).toEqual(['b']);
  });

  it('is watched again after continue-as-new, and only once ends', () => {
    const sim = called(new Simulation(plan).start()).continueAsNew();
    expect(sim.open).toEqual([{ type: 'watchRun', step: 'a', runId: 'child1' }]);
    const done = { flowName: 'Child', status: 'done' } as const;
    ended(sim, done, 'another');
    expect(sim.status('a')).toBe('waiting');
    ended(ended(sim, done), done);
    expect(sim.dispatched.filter((call) => call.stepId === 'b')).toHaveLength(1);
    expect(sim.value('a')).toBeNull();
  });

  it('fails with the run, and what decided that failure decides its error branch', () => {
    const error = { type: 'Refused', message: 'No.' };
    const sim = called(new Simulation(branching).start());
    ended(sim, { flowName: 'Child', status: 'failed', error, label: untrusted('mail') });
    expect(sim.value('a')).toMatchObject({ error: { type: 'FlowFailed', message: '"Child" failed: No.' } });
    expect(sim.state.steps.bad?.scope).toMatchObject({ integrity: 'untrusted', origins: ['mail'] });
    const other = called(new Simulation(branching).start());
    ended(other, { flowName: 'Child', status: 'stopped', reason: 'enough' });
    expect(other.value('a')).toMatchObject({ error: { type: 'FlowStopped', message: '"Child" was stopped: enough' } });
    expect(other.state.steps.bad?.scope.integrity).toBe('trusted');
  });

  it('is let go of when the run is cancelled', () => {
    const sim = called(new Simulation(plan).start());
    sim.tell({ type: 'cancel', at: sim.now });
    expect(sim.open).toEqual([]);
    expect(sim.status('a')).toBe('cancelled');
  });
});

describe('a run that was called', () => {
  it('has in the scope of every step what decided that it was called', () => {
    const sim = new Simulation(plan);
    sim.state.scope = untrusted('mail');
    sim.start();
    expect(sim.dispatched[0]?.scope).toMatchObject({ integrity: 'untrusted', origins: ['mail'] });
    sim.fail('a');
    expect(sim.bodies('run.failed')[0]?.label).toMatchObject({ origins: ['mail'] });
  });
});
