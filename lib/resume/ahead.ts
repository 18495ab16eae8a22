/** What a run would begin with, found out by the interpreter alone: nothing is executed. */
import { initialState, step } from '#lib/engine/step.ts';
import type { Kept } from '#lib/engine/types.ts';
import type { Plan } from '#lib/plan.ts';
import type { Stored } from '#lib/value.ts';

const RUN = { runId: '', rootRunId: '', flowId: '', versionId: null, planHash: '' };

/** Steps that a run with these results in hand begins at once, and those that it passes by. */
export function lookAhead(
  plan: Plan,
  { triggerId, trigger, kept }: { triggerId: string; trigger: Stored; kept: Record<string, Kept> },
): { begun: string[]; passed: string[] } {
  const state = initialState({ run: RUN, plan, triggerId, trigger, at: 0 });
  state.kept = structuredClone(kept);
  step(plan, state, { type: 'start', at: 0 });
  const known = Object.entries(state.steps).map(([key, { status }]) => ({ id: key.split('@')[0] ?? '', status }));
  return {
    begun: known.filter(({ id, status }) => status !== 'skipped' && !Object.hasOwn(kept, id)).map(({ id }) => id),
    passed: known.filter(({ status }) => status === 'skipped').map(({ id }) => id),
  };
}
