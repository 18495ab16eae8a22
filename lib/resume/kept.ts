/** What the log of a run says of its steps: enough to take each of them up where it was. */
import { indexOf } from '#lib/engine/plan-index.ts';
import type { Kept } from '#lib/engine/types.ts';
import { own } from '#lib/own.ts';
import type { Plan } from '#lib/plan.ts';
import type { RunEvent } from '#lib/run-event.ts';

/** The part of an event that counts here. */
export type Told = Pick<RunEvent, 'key' | 'stepId' | 'iteration' | 'body'>;

/**
 * Where the steps of a run stood, by step key. Steps that were passed by or let go of are not in it: what is kept decides
 * that anew. Neither is what is inside of a loop: a loop that is not over begins whole.
 */
export function keptOf(plan: Plan, events: readonly Told[]): Record<string, Kept> {
  const kept: Record<string, Kept> = {};
  // Why a called run failed, and what decided that, is read from that run again.
  const callers = new Set(events.flatMap(({ stepId, body }) => (body.type === 'step.called' ? [stepId] : [])));
  for (const event of events) {
    const drawn = own(plan.steps, event.stepId);
    if (!drawn || event.iteration !== '') continue;
    if (event.body.type === 'step.failed' && callers.has(event.stepId)) continue;
    const told = keptFrom(event, { before: own(kept, event.stepId), isWait: drawn.type === 'wait' });
    if (told) kept[event.stepId] = told;
  }
  for (const event of events) answerOf(kept, event);
  return inOrder(plan, { kept, events });
}

/** Says of all steps but the last to be done that nothing follows, that their output is not the run's. */
export function inOrder(
  plan: Plan,
  { kept, events }: { kept: Record<string, Kept>; events: readonly Told[] },
): Record<string, Kept> {
  const { outgoing } = indexOf(plan);
  const ends = events.filter(
    ({ stepId, body }) => body.type === 'step.done' && own(kept, stepId)?.status === 'done' && !outgoing.has(stepId),
  );
  const last = ends.at(-1)?.stepId;
  for (const { stepId } of ends) {
    const { overtaken: _before, ...step } = kept[stepId] as Kept & { status: 'done' };
    kept[stepId] = stepId === last ? step : { ...step, overtaken: true };
  }
  return kept;
}

function keptFrom(event: Told, step: { before: Kept | undefined; isWait: boolean }): Kept | undefined {
  const { body } = event;
  const generation = generationOf(event);
  const isOver = step.before !== undefined && step.before.status !== 'waiting';
  switch (body.type) {
    case 'step.done': {
      const { output, port, attempt } = body;
      return { status: 'done', generation, output, attempt, ...(port === undefined ? {} : { port }) };
    }
    case 'step.failed':
      return { status: 'failed', generation, error: body.error, attempt: body.attempt };
    case 'step.waiting': {
      const { until, approvalId, reason } = body;
      if (isOver || until === undefined || (approvalId === undefined && !step.isWait)) return undefined;
      const asked = approvalId === undefined ? {} : { approvalId, ...(reason === undefined ? {} : { reason }) };
      return { status: 'waiting', generation, until, ...asked };
    }
    default:
      return undefined;
  }
}

/** The generation is part of an event's key: `<step key>/<generation>/<type>`. */
function generationOf({ key, stepId }: Told): number {
  const generation = Number.parseInt(key.slice(stepId.length + 1), 10);
  return Number.isNaN(generation) ? 0 : generation;
}

function answerOf(kept: Record<string, Kept>, { stepId, body }: Told): void {
  const step = own(kept, stepId);
  if (body.type !== 'run.responded' || step?.status !== 'done') return;
  step.answer = { status: body.status, headers: body.headers, body: body.body };
}
