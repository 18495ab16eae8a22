import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineCommand } from '#lib/engine/types.ts';
import type { FlowNode } from '#lib/flow.ts';
import type { Join, PlanStep } from '#lib/plan.ts';
import { complaints, drawing, node, planOf, wires } from '#test/lib/support/drawing.ts';
import { randomRun } from '#test/lib/support/random-plan.ts';
import type { RandomRun } from '#test/lib/support/random-plan.ts';
import { inline, Simulation } from '#test/lib/support/simulation.ts';

const start = node('start', 'manual');
const joined = (join: NonNullable<FlowNode['settings']>['join']) => node('end', 'note', {}, { settings: { join } });

/** Three branches a, b, c that race to `end`. */
function race(join: NonNullable<FlowNode['settings']>['join'], ...more: string[]) {
  const nodes = [start, node('a', 'note'), node('b', 'note'), node('c', 'note'), joined(join)];
  const extra = more.length > 0 ? [node('aside', 'note')] : [];
  return planOf(
    [...nodes, ...extra],
    wires('start > a', 'start > b', 'start > c', 'a > end', 'b > end', 'c > end', ...more),
  );
}

describe('a join of any', () => {
  it('begins with the first to arrive and cancels the others', () => {
    const sim = new Simulation(race({ mode: 'any' })).start().done('b', { value: 1 });
    expect(sim.waitingFor('dispatch')).toEqual(['end']);
    expect([sim.status('a'), sim.status('c')]).toEqual(['cancelled', 'cancelled']);
    expect(sim.bodies('step.cancelled')).toHaveLength(2);
    expect(sim.done('end').state.outcome?.status).toBe('done');
  });

  it('ignores what arrives later, from a step that also leads elsewhere', () => {
    const sim = new Simulation(race({ mode: 'any' }, 'c > aside')).start().done('a');
    expect([sim.status('b'), sim.status('c')]).toEqual(['cancelled', 'running']);
    sim.done('end').done('c');
    expect(sim.waitingFor('dispatch')).toEqual(['aside']);
    expect(sim.dispatched.filter((call) => call.stepId === 'end')).toHaveLength(1);
    expect(sim.done('aside').state.outcome?.status).toBe('done');
  });

  it('skips losers that have not begun, however far away, and what waits in them', () => {
    const nodes = [
      start,
      node('quick', 'note'),
      node('ask', 'approval', { title: 'Sure?' }),
      node('rest', 'wait', { for: '1h' }),
      node('later', 'note'),
      joined({ mode: 'any' }),
    ];
    const plan = planOf(
      nodes,
      wires(
        'start > quick',
        'start > ask',
        'start > rest',
        'ask:approve > later',
        'rest > later',
        'later > end',
        'quick > end',
      ),
    );
    const sim = new Simulation(plan).start().opened('ask', 'ap1').done('quick');
    expect(['ask', 'rest', 'later'].map((id) => sim.status(id))).toEqual(['cancelled', 'cancelled', 'skipped']);
    expect(sim.open.map(({ type }) => type)).toEqual(['dispatch']);
    expect(sim.done('end').state.outcome?.status).toBe('done');
  });

  it('is skipped when no branch arrives', () => {
    const nodes = [start, node('no', 'if', { rows: [{ left: false, operator: 'isTrue' }] }), joined({ mode: 'any' })];
    const sim = new Simulation(planOf(nodes, wires('start > no', 'no:true > end'))).start();
    expect(sim.status('end')).toBe('skipped');
    expect(sim.state.outcome?.status).toBe('done');
  });

  it('may be switched off and still passes on the first', () => {
    const nodes = [
      start,
      node('a', 'note'),
      node('b', 'note'),
      node('end', 'note', {}, { settings: { disabled: true, join: { mode: 'any' } } }),
      node('after', 'note'),
    ];
    const sim = new Simulation(planOf(nodes, wires('start > a', 'start > b', 'a > end', 'b > end', 'end > after')));
    expect(sim.start().done('a').waitingFor('dispatch')).toEqual(['after']);
  });

  it('says why a loser has no result', () => {
    const nodes = [
      start,
      node('a', 'note'),
      node('b', 'note'),
      node('end', 'note', { value: '{{ steps.b.value }}' }, { settings: { join: { mode: 'any' } } }),
    ];
    const sim = new Simulation(planOf(nodes, wires('start > a', 'start > b', 'a > end', 'b > end'))).start().done('a');
    expect(sim.state.outcome?.error?.message).toBe(
      '{{ steps.b.value }} cannot be found: step "b" was cancelled, because a join did not wait for it.',
    );
  });
});

describe('a join of some', () => {
  it('begins with the second of three', () => {
    const sim = new Simulation(race({ mode: 'count', count: 2 })).start().done('c');
    expect(sim.waitingFor('dispatch')).toEqual(['a', 'b']);
    sim.done('a');
    expect([sim.waitingFor('dispatch'), sim.status('b')]).toEqual([['end'], 'cancelled']);
  });

  it('is skipped as soon as too few can arrive', () => {
    const nodes = [
      start,
      node('no', 'if', { rows: [{ left: false, operator: 'isTrue' }] }),
      node('a', 'note'),
      node('b', 'note'),
      joined({ mode: 'count', count: 3 }),
      node('after', 'note'),
    ];
    const sim = new Simulation(
      planOf(
        nodes,
        wires('start > no', 'no:true > end', 'start > a', 'start > b', 'a > end', 'b > end', 'end > after'),
      ),
    ).start();
    expect(['a', 'b', 'end', 'after'].map((id) => sim.status(id))).toEqual([
      'cancelled',
      'cancelled',
      'skipped',
      'skipped',
    ]);
    expect(sim.state.outcome?.status).toBe('done');
  });

  it('is taken up after continue-as-new with what has arrived', () => {
    const sim = new Simulation(race({ mode: 'count', count: 2 })).start().done('c').continueAsNew().done('b');
    expect([sim.waitingFor('dispatch'), sim.status('a')]).toEqual([['end'], 'cancelled']);
  });

  it('must be possible: compile counts the wires', () => {
    const draw = (count?: number) =>
      drawing(
        [start, node('a', 'note'), joined({ mode: 'count', ...(count ? { count } : {}) })],
        wires('start > a', 'a > end', 'start > end'),
      );
    expect(complaints(draw(2))).toEqual([]);
    expect(complaints(draw(3))).toEqual([
      'end.join: "end" waits for 3 wires, but only 2 lead to it. Lower the number, or add wires.',
    ]);
    expect(complaints(draw())).toEqual(['end.join: Say how many wires "end" waits for.']);
  });
});

const joins: fc.Arbitrary<Join[]> = fc.array(
  fc.oneof(
    fc.constant<Join>({ mode: 'all' }),
    fc.constant<Join>({ mode: 'any' }),
    fc.integer({ min: 1, max: 3 }).map((count): Join => ({ mode: 'count', count })),
  ),
  { minLength: 14, maxLength: 14 },
);

/** Runs a random plan with random joins, answering in the order that `picks` says. */
function drive(run: RandomRun, renew = false): Simulation {
  const sim = new Simulation(run.plan, { triggerId: 'start' }).start();
  for (let turn = 0; sim.open.length > 0; turn += 1) {
    expect(turn).toBeLessThan(200);
    if (renew) sim.continueAsNew();
    const command = sim.open[(run.picks[turn % run.picks.length] ?? 0) % sim.open.length] as EngineCommand;
    if (command.type === 'watch') sim.decide(command.step, 'approve');
    else if (command.type === 'timer') {
      sim.open.splice(sim.open.indexOf(command), 1);
      sim.tell({ type: 'timer', step: command.step, at: command.until });
    } else if (command.type === 'dispatch') {
      const { outcome } = run.world[command.step] ?? { outcome: 'done' };
      if (outcome === 'fail') sim.fail(command.step);
      else if (outcome === 'ask' && !command.call.approvalId) sim.ask(command.step, `ap-${command.step}`);
      else sim.done(command.step);
    }
  }
  return sim;
}

const withJoins = fc.tuple(randomRun, joins).map(([run, chosen]) => {
  const steps = run.plan.order.map((id, index): [string, PlanStep] => {
    const reads: PlanStep = { ...(run.plan.steps[id] as PlanStep), join: chosen[index] ?? { mode: 'all' } };
    return [id, reads];
  });
  return { ...run, plan: { ...run.plan, steps: Object.fromEntries(steps) } };
});

describe('over random graphs with random joins', () => {
  it.each([false, true])('a step runs exactly when enough arrived, and nothing is left (renewed: %s)', (renew) => {
    fc.assert(
      fc.property(withJoins, (run) => {
        const sim = drive(run, renew);
        expect(sim.state.outcome?.status).toBe('done');
        expect(sim.finished).toBe(1);
        for (const id of run.plan.order) {
          const { status, port } = sim.allSteps()[id] ?? {};
          const { join } = run.plan.steps[id] as PlanStep;
          const behind = run.plan.edges.filter((edge) => edge.from === id);
          expect(['done', 'failed', 'skipped', 'cancelled'], id).toContain(status);
          const taken = run.plan.edges.filter((edge) => edge.to === id && sim.allEdges()[edge.id] === 'taken').length;
          if (port !== undefined) expect(taken, id).toBeGreaterThanOrEqual(join.mode === 'count' ? join.count : 1);
          // Whoever was let go of had only decided steps behind it, and something behind it was an early join.
          if (status === 'cancelled') expect(behind.length, id).toBeGreaterThan(0);
          for (const edge of behind) expect(sim.allEdges()[edge.id], edge.id).toBeDefined();
        }
        const keys = sim.events.map((event) => event.key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      { numRuns: 200 },
    );
  });

  it('the same answers give the same run', () => {
    fc.assert(
      fc.property(withJoins, (run) => {
        expect(drive(run).events).toEqual(drive(run).events);
      }),
      { numRuns: 50 },
    );
  });

  it('an answer of a step that was let go of changes nothing', () => {
    const sim = new Simulation(race({ mode: 'any' })).start().done('a');
    const before = JSON.stringify(sim.state);
    sim.tell({ type: 'stepDone', step: 'b', at: 1, output: inline('late') });
    sim.tell({ type: 'stepFailed', step: 'c', at: 1, error: { type: 'Refused', message: 'late' } });
    expect(JSON.stringify(sim.state)).toBe(before);
  });
});
