/** Flows that are called, and one that calls. */
import type { Flow } from '#lib/flow.ts';
import { draw, chain } from './draw.ts';
import { FlowRun } from './flow-run.ts';

const ASKED = { fields: [{ name: 'name', type: 'text', required: true }] };

/** Greets whom it is told. */
export const greeting = () =>
  draw({
    name: 'Greet',
    nodes: {
      begin: ['flow.called', ASKED],
      greet: ['set', { fields: { text: 'Hello {{ trigger.name }}', by: 'Greet' } }],
    },
    wires: ['begin > greet'],
  });

/** Rests for an hour. */
export const resting = () =>
  draw({
    name: 'Rest',
    nodes: { begin: ['flow.called'], rest: ['wait', { mode: 'for', for: '1h' }] },
    wires: ['begin > rest'],
  });

/** Calls that flow. */
export function calling(
  flow: string,
  more: { input?: Record<string, string>; wait?: boolean; branches?: boolean } = {},
): Flow {
  const { input = {}, wait = true, branches = false } = more;
  return draw({
    name: 'Caller',
    nodes: {
      start: ['manual'],
      call: ['flow.call', { flow, input, wait }, branches ? { settings: { onError: 'branch' } } : {}],
      end: ['set', { fields: { got: '{{ steps.call }}' } }],
      ...(branches ? { bad: ['set', { fields: { why: '{{ steps.call.error.message }}' } }] } : {}),
    },
    wires: [...chain('start', 'call', 'end'), ...(branches ? ['call.error > bad'] : [])],
  });
}

/** The run that a step has called. */
export async function calledBy(run: FlowRun, step = 'call'): Promise<FlowRun> {
  const { called } = await run.sees('step.called', step);
  return new FlowRun(called.runId, called.flowId);
}
