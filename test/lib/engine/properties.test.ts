import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineCommand } from '#lib/engine/types.ts';
import { joinLabels, untrusted, uniform, wholeLabel } from '#lib/label.ts';
import { expectedPorts, randomRun } from '#test/lib/support/random-plan.ts';
import type { RandomRun } from '#test/lib/support/random-plan.ts';
import { inline, Simulation } from '#test/lib/support/simulation.ts';

type Way = { picks?: number[]; roundTrip?: boolean; renew?: boolean };

/** Runs a random plan to its end, answering open commands in the order that `picks` says. */
function drive(run: RandomRun, { picks = run.picks, roundTrip = false, renew = false }: Way = {}): Simulation {
  const sim = new Simulation(run.plan, { triggerId: 'start' });
  sim.roundTrip = roundTrip;
  sim.start();
  for (let turn = 0; sim.open.length > 0; turn += 1) {
    expect(turn).toBeLessThan(200);
    if (renew) sim.continueAsNew();
    const command = sim.open[(picks[turn % picks.length] ?? 0) % sim.open.length] as EngineCommand;
    answer(sim, run, command);
  }
  return sim;
}

function answer(sim: Simulation, { world }: RandomRun, command: EngineCommand): void {
  switch (command.type) {
    case 'dispatch': {
      // Joins wait: nothing is handed out while a step before it may still change its mind.
      for (const edge of sim.plan.edges) if (edge.to === command.step) expect(sim.allEdges()[edge.id]).toBeDefined();
      const { outcome } = world[command.step] ?? { outcome: 'done' };
      if (outcome === 'fail') sim.fail(command.step);
      else if (outcome === 'ask' && !command.call.approvalId) sim.ask(command.step, `ap-${command.step}`);
      else
        sim.done(
          command.step,
          { from: command.step },
          {
            labels: uniform(
              joinLabels(
                untrusted(command.step),
                ...Object.values(command.call.values).map(({ stored }) => wholeLabel(stored.labels)),
              ),
            ),
          },
        );
      break;
    }
    case 'watch':
      sim.decide(command.step, 'approve');
      break;
    case 'timer':
      sim.open.splice(sim.open.indexOf(command), 1);
      sim.tell({ type: 'timer', step: command.step, at: command.until });
      break;
    default:
      throw new Error(`nobody expected ${command.type}`);
  }
}

function fates(sim: Simulation): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(sim.allSteps()).map(([id, { status, port, output }]) => [id, { status, port, output }]),
  );
}

const settings = { numRuns: 150 };

describe('over random graphs', () => {
  it('every step goes the way that the graph says, exactly once, and the run ends', () => {
    fc.assert(
      fc.property(randomRun, (run) => {
        const sim = drive(run);
        const ports = expectedPorts(run);
        expect(sim.state.outcome?.status).toBe('done');
        expect(sim.finished).toBe(1);
        for (const id of run.plan.order) {
          const port = ports.get(id);
          const step = run.plan.steps[id];
          expect(sim.allSteps()[id]?.port, id).toBe(port);
          if (port === undefined) expect(sim.status(id)).toBe('skipped');
          const asked = run.world[id]?.outcome === 'ask' ? 2 : 1;
          const times = port === undefined || step?.tier === 'pure' || step?.disabled ? 0 : asked;
          expect(sim.dispatched.filter((call) => call.stepId === id)).toHaveLength(times);
        }
      }),
      settings,
    );
  });

  it('every fact is told once, whatever happens', () => {
    fc.assert(
      fc.property(randomRun, (run) => {
        const keys = drive(run).events.map((event) => event.key);
        expect(new Set(keys).size).toBe(keys.length);
      }),
      settings,
    );
  });

  it('the same events give the same commands and the same state', () => {
    fc.assert(
      fc.property(randomRun, (run) => {
        const [one, two] = [drive(run), drive(run)];
        expect(two.events).toEqual(one.events);
        expect(JSON.stringify(two.state)).toBe(JSON.stringify(one.state));
      }),
      settings,
    );
  });

  it('the order in which answers come changes nothing about what each step does', () => {
    fc.assert(
      fc.property(randomRun, fc.array(fc.nat(1000), { minLength: 10, maxLength: 10 }), (run, picks) => {
        expect(fates(drive(run, { picks }))).toEqual(fates(drive(run)));
      }),
      settings,
    );
  });

  it('a state that went through JSON before every event behaves the same', () => {
    fc.assert(
      fc.property(randomRun, (run) => {
        const [kept, carried] = [drive(run), drive(run, { roundTrip: true })];
        expect(carried.events).toEqual(kept.events);
        expect(JSON.stringify(carried.state)).toBe(JSON.stringify(kept.state));
      }),
      settings,
    );
  });

  it('continue-as-new after every single answer loses nothing and repeats nothing', () => {
    fc.assert(
      fc.property(randomRun, (run) => {
        const renewed = drive(run, { renew: true, picks: [0] });
        expect(fates(renewed)).toEqual(fates(drive(run, { picks: [0] })));
        expect(renewed.state.outcome?.status).toBe('done');
      }),
      settings,
    );
  });

  it('cancelling at any moment ends the run and leaves nothing open', () => {
    fc.assert(
      fc.property(randomRun, fc.nat(10), (run, after) => {
        const sim = new Simulation(run.plan, { triggerId: 'start' }).start();
        for (let turn = 0; turn < after && sim.open[0]; turn += 1) answer(sim, run, sim.open[0]);
        sim.tell({ type: 'cancel', at: sim.now });
        expect(sim.state.phase).toBe('ended');
        expect(sim.open).toEqual([]);
        expect(
          Object.values(sim.allSteps()).filter(({ status }) => ['queued', 'running', 'waiting'].includes(status)),
        ).toEqual([]);
      }),
      settings,
    );
  });

  it('labels only grow: what is made of a value carries its origins', () => {
    fc.assert(
      fc.property(randomRun, (run) => {
        const sim = drive(run);
        for (const { to, from } of run.plan.edges) {
          const [source, target] = [sim.allSteps()[from]?.output, sim.allSteps()[to]];
          if (!source || !target?.output || run.plan.steps[to]?.type === 'if' || run.plan.steps[to]?.type === 'wait')
            continue;
          if (run.plan.steps[to]?.disabled) continue;
          const made = wholeLabel(target.output.labels).origins;
          expect(made).toEqual(expect.arrayContaining(wholeLabel(source.labels).origins));
        }
      }),
      settings,
    );
  });

  it('the same event a second time changes nothing', () => {
    fc.assert(
      fc.property(randomRun, (run) => {
        const sim = drive(run);
        const before = JSON.stringify(sim.state);
        for (const id of run.plan.order) {
          sim.tell({ type: 'stepDone', step: id, at: 1, output: inline('late') });
          sim.tell({ type: 'timer', step: id, at: 9e15 });
          sim.tell({
            type: 'decided',
            step: id,
            at: 1,
            decision: { status: 'decided', choice: 'deny', by: 'late', at: 1 },
          });
        }
        expect(JSON.stringify(sim.state)).toBe(before);
      }),
      settings,
    );
  });
});

describe('size', () => {
  it('a turn touches each of two thousand pure steps once', () => {
    const chain = (length: number) => {
      const step = (index: number) => ({ ...firstStep, id: `s${index}`, name: `s${index}` });
      const firstStep = {
        id: '',
        type: 'set',
        version: 1,
        name: '',
        tier: 'pure' as const,
        params: {},
        repeat: 'safe' as const,
        retry: { attempts: 1, backoffMs: 1, factor: 1, maxBackoffMs: 1 },
        timeoutMs: 1,
        onError: 'fail' as const,
        disabled: false,
        join: { mode: 'all' as const },
        ports: ['out'],
      };
      const order = Array.from({ length }, (_, index) => `s${index}`);
      const fields = { kind: 'object' as const, fields: {} };
      const steps = Object.fromEntries(order.map((id, index) => [id, { ...step(index), params: { fields } }]));
      const edges = order.map((to, index) => ({
        id: String(index),
        from: index === 0 ? 'start' : `s${index - 1}`,
        port: 'out',
        to,
      }));
      return {
        format: 'hearth.plan/1' as const,
        name: 'chain',
        triggers: { start: { id: 'start', type: 'manual', version: 1, name: 's', params: {} } },
        steps,
        order,
        edges,
      };
    };
    // Counted in facts, not in time: three for each step, two for the run.
    const commands = (length: number) => new Simulation(chain(length)).start().events.length;
    expect([commands(100), commands(2000)]).toEqual([302, 6002]);
  });
});
