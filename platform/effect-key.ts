import { createHash } from 'node:crypto';

export type EffectPlace = { rootRunId: string; stepId: string; iteration: string; generation: number };

/** Names one effect for ever: the same over attempts and continue-as-new; services get it as idempotency key. */
export function effectKeyOf(place: EffectPlace): string {
  const { rootRunId, stepId, iteration, generation } = place;
  return createHash('sha256')
    .update(JSON.stringify([rootRunId, stepId, iteration, generation]))
    .digest('hex');
}
