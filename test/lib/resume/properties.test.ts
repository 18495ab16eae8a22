import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EngineCommand } from '#lib/engine/types.ts';
import { joinLabels, uniform, untrusted, wholeLabel } from '#lib/label.ts';
import { keptOf, type Told } from '#lib/resume/kept.ts';
import { decideReuse } from '#lib/resume/reuse.ts';
import { randomRun, type RandomRun } from '#test/lib/support/random-plan.ts';
import { Simulation } from '#test/lib/support/simulation.ts';
import { logOf } from '#test/lib/support/told.ts';

function answer(sim: Simulation, { world }: RandomRun, command: EngineCommand): void {
  if (command.type === 'watch') return void sim.decide(command.step, 'approve');
  if (command.type === 'timer') {
    sim.open.splice(sim.open.indexOf(command), 1);
    return void sim.tell({ type: 'timer', step: command.step, at: command.until });
  }
  if (command.type !== 'dispatch') throw new Error(`nobody expected ${command.type}`);
  const { step, call } = command;
  const { outcome } = world[step] ?? { outcome: 'done' };
  if (outcome === 'fail') return void sim.fail(step);
  if (outcome === 'ask' && !call.approvalId) return void sim.ask(step, `ap-${step}`);
  const read = Object.values(call.values).map(({ stored }) => wholeLabel(stored.labels));
  sim.done(step, { from: step }, { labels: uniform(joinLabels(untrusted(step), ...read)) });
}

/** Answers as `picks` says until nothing is open, or `most` answers were given. */
function drive(sim: Simulation, run: RandomRun, most = 200): Simulation {
  for (let turn = 0; sim.open.length > 0 && turn < most; turn += 1) {
    const command = sim.open[(run.picks[turn % run.picks.length] ?? 0) % sim.open.length];
    if (command) answer(sim, run, command);
  }
  return sim;
}

const begin = (run: RandomRun, kept?: ReturnType<typeof keptOf>) =>
  new Simulation(run.plan, { triggerId: 'start', ...(kept ? { kept } : {}) }).start();

function fates(sim: Simulation): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(sim.allSteps()).map(([id, { status, port, output, scope }]) => [
      id,
      { status, port, output, scope },
    ]),
  );
}

const doneIn = (log: Told[]) => new Set(log.flatMap(({ stepId, body }) => (body.type === 'step.done' ? [stepId] : [])));

/** Whether a wait is one depends on when its turn comes. */
const factsIn = (log: Told[]) =>
  [...new Set(log.map(({ key }) => key))].filter((key) => !key.endsWith('/step.waiting')).sort();

describe('over random graphs', () => {
  it('a run that is lost after every few answers ends as it would have, and does nothing again that was done', () => {
    fc.assert(
      fc.property(randomRun, fc.integer({ min: 1, max: 6 }), (run, most) => {
        const whole = drive(begin(run), run);
        let sim = begin(run);
        let log: Told[] = [];
        for (let life = 0; ; life += 1) {
          expect(life).toBeLessThan(100);
          drive(sim, run, most);
          const known = new Set(log.map(({ key }) => key));
          log = [...log, ...logOf(sim).filter(({ key }) => !known.has(key))];
          if (sim.open.length === 0) break;
          sim = begin(run, keptOf(run.plan, log));
          // What was decided stays decided: it is read again at once.
          const decided = new Set(log.flatMap(({ stepId, body }) => (body.type === 'step.decided' ? [stepId] : [])));
          for (const command of [...sim.open])
            if (command.type === 'watch' && decided.has(command.step)) answer(sim, run, command);
          for (const { stepId } of sim.dispatched) expect(doneIn(log)).not.toContain(stepId);
        }
        expect(fates(sim)).toEqual(fates(whole));
        expect(sim.state.outcome?.status).toEqual(whole.state.outcome?.status);
        expect(factsIn(log)).toEqual(factsIn(logOf(whole)));
      }),
      { numRuns: 150 },
    );
  });

  it('a retry from any step does that one and what follows, and ends as the first run did', () => {
    fc.assert(
      fc.property(randomRun, fc.nat(20), (run, pick) => {
        const first = drive(begin(run), run);
        const step = run.plan.order[pick % run.plan.order.length] ?? '';
        const asked = { before: run.plan, after: run.plan, events: logOf(first), triggerId: 'start', from: { step } };
        const { kept, reused, again } = decideReuse(asked);
        expect(reused.filter((id) => again[id])).toEqual([]);
        expect(reused).not.toContain(step);
        const second = drive(begin(run, kept), run);
        expect(second.dispatched.map(({ stepId }) => stepId).filter((id) => reused.includes(id))).toEqual([]);
        expect(fates(second)).toEqual(fates(first));
      }),
      { numRuns: 150 },
    );
  });
});
