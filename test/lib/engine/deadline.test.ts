import { describe, expect, it } from 'vitest';
import { compile } from '#nodes/compile.ts';
import { testCatalogue } from '#test/lib/support/catalogue.ts';
import { drawing, node, planOf, wires } from '#test/lib/support/drawing.ts';
import { Simulation, START } from '#test/lib/support/simulation.ts';

const nodes = [node('start', 'manual'), node('a', 'note'), node('b', 'note')];
const edges = wires('start > a', 'start > b');
const plan = { ...planOf(nodes, edges), deadlineMs: 60_000 };
const until = START + 60_000;

describe('the time limit of a run', () => {
  it('is compiled from the settings of the flow', () => {
    const compiled = compile({ ...drawing(nodes, edges), settings: { deadline: '2h' } }, testCatalogue);
    expect('plan' in compiled && compiled.plan.deadlineMs).toBe(7_200_000);
    expect(planOf(nodes, edges).deadlineMs).toBeUndefined();
  });

  it('ends the run at its absolute time and cancels what is under way', () => {
    const sim = new Simulation(plan).start();
    expect(sim.open).toContainEqual({ type: 'deadline', until });
    sim.tell({ type: 'deadline', at: until });
    expect(sim.state.outcome).toMatchObject({ status: 'failed', error: { type: 'Deadline' } });
    expect([sim.status('a'), sim.status('b')]).toEqual(['cancelled', 'cancelled']);
    expect(sim.bodies('run.failed')).toHaveLength(1);
  });

  it('is the same after continue-as-new', () => {
    const sim = new Simulation(plan).start();
    sim.now += 30_000;
    sim.continueAsNew();
    expect(sim.open).toContainEqual({ type: 'deadline', until });
  });

  it('is asked for again when it is told too early, and means nothing to a run that has ended', () => {
    const sim = new Simulation(plan).start();
    sim.open = sim.open.filter(({ type }) => type !== 'deadline');
    sim.tell({ type: 'deadline', at: until - 1 });
    expect(sim.open).toContainEqual({ type: 'deadline', until });
    sim.done('a').done('b').tell({ type: 'deadline', at: until });
    expect(sim.state.outcome?.status).toBe('done');
    expect(sim.bodies('run.failed')).toEqual([]);
  });

  it('does not concern a flow without one', () => {
    const sim = new Simulation(planOf(nodes, edges)).start();
    expect(sim.open.map(({ type }) => type)).toEqual(['dispatch', 'dispatch']);
    sim.tell({ type: 'deadline', at: until });
    expect(sim.state.phase).toBe('running');
  });
});
