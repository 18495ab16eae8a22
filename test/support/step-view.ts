import { newStep } from '#lib/step-view.ts';
import type { StepView } from '#lib/views-runs.ts';

/** A step of a run as pages show it; done unless `part` says otherwise. */
export function stepView(node: string, part: Partial<StepView> = {}): StepView {
  const heard = { id: 1, seq: 1, runId: 'r', key: 'k', at: 0, body: { type: 'step.queued' as const } };
  const step = newStep({ ...heard, stepId: node, iteration: part.iteration ?? '' }, { type: 'set', name: node });
  return { ...step, status: 'done', attempt: 1, ...part };
}
