import type { ActivityResult } from '#lib/call.ts';
import { Invalid, OutcomeUnknown, Refused } from '#lib/errors.ts';
import { TRUSTED } from '#lib/label.ts';
import type { RunEventDraft } from '#lib/run-event.ts';
import { endEffect } from '#platform/effects.ts';
import { finishEffect, type GateInput } from '#platform/gate.ts';
import { appendRunEvents, appendRunEventsIn } from '#platform/run-events.ts';
import { transactSql } from '#prisma/client.ts';
import { neverSent, OutputTooLarge } from './map-errors.ts';
import { LetGo } from './under-way.ts';

/** An effect that the gate has let through. */
export type Begun = { effectKey: string; gate: GateInput };

/** Records that an effect is done, with the facts that say so, in one commit. */
export async function recordDone(begun: Begun, end: { result: ActivityResult; facts: RunEventDraft[] }): Promise<void> {
  const { effectKey, gate } = begun;
  const { runId } = gate.call.run;
  if (gate.spec.risk === 'read' && gate.spec.repeat === 'safe') {
    await finishEffect({ effectKey, status: 'done', result: end.result });
    // A read has no row of its own: its facts share the commit of other runs.
    return appendRunEvents(runId, end.facts);
  }
  await transactSql(async (tx) => {
    await endEffect(tx, { effectKey, status: 'done', result: end.result });
    await appendRunEventsIn(tx, runId, end.facts);
  });
}

/** Records how an effect failed. `unknown`: it may have happened, and must not be found out by doing it again. */
export async function recordFailure(
  begun: Begun,
  failed: { error: unknown; final: boolean },
): Promise<'unknown' | 'failed'> {
  const { effectKey, gate } = begun;
  const { error } = failed;
  if (error instanceof LetGo && error.workerGone) return 'failed';
  if (error instanceof OutputTooLarge) {
    const output = { kind: 'inline', value: null, labels: { rest: TRUSTED } } as const;
    await finishEffect({ effectKey, status: 'done', result: { kind: 'done', output } });
    return 'failed';
  }
  if (error instanceof OutcomeUnknown || (gate.spec.repeat === 'never' && !saysItDidNotHappen(error))) {
    await finishEffect({ effectKey, status: 'unknown' });
    return 'unknown';
  }
  if (failed.final) await finishEffect({ effectKey, status: 'failed' });
  return 'failed';
}

function saysItDidNotHappen(error: unknown): boolean {
  return error instanceof Refused || error instanceof Invalid || neverSent(error);
}
