import { createHash } from 'node:crypto';

export type EffectPlace = { runId?: string; rootRunId: string; stepId: string; iteration: string; generation: number };

/** Names one effect for ever: the same over attempts and continue-as-new; services get it as idempotency key. */
export function effectKeyOf(place: EffectPlace): string {
  const { runId = place.rootRunId, rootRunId, stepId, iteration, generation } = place;
  // Called runs of one root have steps of the same names; each is another place.
  const run = runId === rootRunId ? rootRunId : `${rootRunId}/${runId}`;
  return createHash('sha256')
    .update(JSON.stringify([run, stepId, iteration, generation]))
    .digest('hex');
}
