import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineCommand } from '#lib/engine/types.ts';
import { untrusted, uniform } from '#lib/label.ts';
import { expectedOf, failing, randomLoops } from '#test/lib/support/random-loops.ts';
import type { LoopRun } from '#test/lib/support/random-loops.ts';
import { Simulation } from '#test/lib/support/simulation.ts';

type Way = { picks?: number[]; roundTrip?: boolean; renewEvery?: number; asks?: boolean };

/** Runs to the end, answering what is open in the order that `picks` says. */
function drive(
  run: LoopRun,
  { picks = run.picks, roundTrip = false, renewEvery = 0, asks = false }: Way = {},
): Simulation {
  const sim = new Simulation(run.plan, { triggerId: 'start' });
  const bad = failing(run);
  sim.roundTrip = roundTrip;
  sim.start();
  for (let turn = 1; sim.open.length > 0; turn += 1) {
    expect(turn).toBeLessThan(20_000);
    if (renewEvery > 0 && turn % renewEvery === 0) sim.continueAsNew();
    const command = sim.open[(picks[turn % picks.length] ?? 0) % sim.open.length] as EngineCommand;
    if (command.type === 'watch') sim.decide(command.step, 'approve');
    else if (command.type !== 'dispatch') throw new Error(`nobody expected ${command.type}`);
    else if (bad.has(command.call.stepId)) sim.fail(command.step);
    else if (asks && !command.call.approvalId) sim.ask(command.step, `ap-${command.step}`);
    else sim.done(command.step, { from: command.step }, { labels: uniform(untrusted('world')) });
  }
  return sim;
}

/** What every loop came to, by key: iterations that are over leave the state, so the log is asked. */
function outputs(sim: Simulation): Record<string, unknown> {
  const loops = sim.events.filter(({ stepId, body }) => sim.plan.steps[stepId]?.body && body.type === 'step.done');
  return Object.fromEntries(
    loops.map(({ stepId, iteration, body }) => {
      const output = body.type === 'step.done' && body.output.kind === 'inline' ? body.output.value : null;
      return [iteration === '' ? stepId : `${stepId}@${iteration}`, output];
    }),
  );
}

/** The same, of what is expected: a loop whose last step is a loop has that one's output as result. */
function checkOutputs(sim: Simulation, run: LoopRun): void {
  const { results } = expectedOf(run);
  const found = outputs(sim) as Record<string, { results?: unknown[]; rounds?: number; failed?: number }>;
  for (const [key, expected] of Object.entries(results)) {
    if (Array.isArray(expected)) {
      const failed = found[key]?.failed ?? 0;
      expect(found[key]?.results, key).toHaveLength(expected.length);
      expect(found[key]?.results?.filter((one) => one === null).length, key).toBe(failed);
      expect(expected.filter((one) => one === null).length, key).toBe(failed);
      for (const [index, one] of expected.entries()) {
        const isPlain = one !== null && typeof one === 'object' && 'from' in one;
        if (isPlain) expect(found[key]?.results?.[index], `${key}[${index}]`).toEqual(one);
      }
    } else expect(found[key]?.rounds, key).toBe((expected as { rounds: number }).rounds);
  }
}

const settings = { numRuns: 80 };

describe('over random loops', () => {
  it('every step runs once in every iteration that the drawing says, loops give their results, and the run ends', () => {
    fc.assert(
      fc.property(randomLoops, (run) => {
        const sim = drive(run);
        expect(sim.state.outcome?.status).toBe('done');
        expect(sim.finished).toBe(1);
        expect(
          sim.dispatched.map((call) => (call.iteration ? `${call.stepId}@${call.iteration}` : call.stepId)).sort(),
        ).toEqual(expectedOf(run).keys);
        checkOutputs(sim, run);
      }),
      settings,
    );
  });

  it('nothing of an iteration that is over stays in the state', () => {
    fc.assert(
      fc.property(randomLoops, (run) => {
        const { state } = drive(run);
        expect([...Object.keys(state.steps), ...Object.keys(state.edges)].filter((key) => key.includes('@'))).toEqual(
          [],
        );
        expect(Object.values(state.steps).filter((at) => at.loop)).toEqual([]);
      }),
      settings,
    );
  });

  it('every fact is told once, and the same events give the same state', () => {
    fc.assert(
      fc.property(randomLoops, (run) => {
        const [one, two] = [drive(run), drive(run)];
        const keys = one.events.map((event) => event.key);
        expect(new Set(keys).size).toBe(keys.length);
        expect(JSON.stringify(two.state)).toBe(JSON.stringify(one.state));
      }),
      settings,
    );
  });

  it('a state that went through JSON before every event behaves the same', () => {
    fc.assert(
      fc.property(randomLoops, (run) => {
        const [kept, carried] = [drive(run), drive(run, { roundTrip: true })];
        expect(carried.events).toEqual(kept.events);
      }),
      settings,
    );
  });

  it('continue-as-new every few answers repeats no decided step and gives the same results', () => {
    fc.assert(
      fc.property(randomLoops, fc.integer({ min: 1, max: 4 }), (run, renewEvery) => {
        const [plain, renewed] = [drive(run), drive(run, { renewEvery })];
        expect(renewed.state.outcome).toEqual(plain.state.outcome);
        const done = renewed.events.filter(({ body }) => body.type === 'step.done').map(({ key }) => key);
        expect(new Set(done).size).toBe(done.length);
        expect(outputs(renewed)).toEqual(outputs(plain));
      }),
      settings,
    );
  });

  it('steps that ask a person first go on the same way', () => {
    fc.assert(
      fc.property(randomLoops, (run) => {
        expect(outputs(drive(run, { asks: true, renewEvery: 2 }))).toEqual(outputs(drive(run)));
      }),
      { numRuns: 40 },
    );
  });

  it('cancelling at any moment ends the run and leaves nothing open', () => {
    fc.assert(
      fc.property(randomLoops, fc.nat(12), (run, after) => {
        const sim = new Simulation(run.plan, { triggerId: 'start' }).start();
        for (let turn = 0; turn < after && sim.open[0]; turn += 1) {
          const [command] = sim.open;
          if ('step' in command) sim.done(command.step, { from: command.step });
        }
        sim.tell({ type: 'cancel', at: sim.now });
        expect(sim.state.phase).toBe('ended');
        expect(sim.open).toEqual([]);
        const live = Object.values(sim.state.steps).filter((at) =>
          ['queued', 'running', 'waiting'].includes(at.status),
        );
        expect(live).toEqual([]);
      }),
      settings,
    );
  });
});
