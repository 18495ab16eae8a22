import { own } from '#lib/own.ts';
import type { Told } from '#lib/resume/kept.ts';
import type { Simulation } from '#test/lib/support/simulation.ts';

/** The log of a simulated run, with what the wrapper of activities writes itself. */
export function logOf(sim: Simulation): Told[] {
  const done = Object.entries(sim.state.steps).flatMap(([key, at]): Told[] => {
    const [stepId = '', iteration = ''] = key.split('@');
    if (at.status !== 'done' || !at.output || own(sim.plan.steps, stepId)?.tier === 'pure') return [];
    const body = { type: 'step.done' as const, output: at.output, attempt: 1 };
    return [{ key: `${key}/${at.generation}/step.done`, stepId, iteration, body }];
  });
  return [...sim.events, ...done];
}
