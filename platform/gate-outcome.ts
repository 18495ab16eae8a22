/** Effects whose outcome nobody knows: a person says whether they happened. */
import type { ActivityResult } from '#lib/call.ts';
import { TRUSTED } from '#lib/label.ts';
import {
  approvalRow,
  consumeApproval,
  createApproval,
  findApproval,
  isGenuine,
  actionHash,
  type ApprovalRow,
} from '#platform/approval-rows.ts';
import { audit } from '#platform/audit.ts';
import { effectKeyOf, type EffectPlace } from '#platform/effect-key.ts';
import { endEffect } from '#platform/effects.ts';
import { changedFields, outcomeRequest, rebuilt } from '#platform/gate-request.ts';
import { denied, type GateInput, type GateOutcome } from '#platform/gate-types.ts';
import type { SqlTx } from '#prisma/client.ts';

const MOST_GENERATIONS = 1000;

/** What a person's answer means. `again`: go on as a new effect under the next key. */
export type OutcomeAnswer =
  { kind: 'settled'; outcome: GateOutcome } | { kind: 'again'; effectKey: string; approvalId: string };

/** Asks whether the effect happened, once; an answer that is there already counts. */
export async function askOutcome(
  tx: SqlTx,
  input: GateInput,
  asked: { effectKey: string; policyVersion: number },
): Promise<OutcomeAnswer> {
  const { effectKey } = asked;
  const before = await findApproval(tx, outcomeId(effectKey));
  if (before) return answerOutcome(tx, input, before);
  await endEffect(tx, { effectKey, status: 'unknown' });
  const { id } = await createApproval(tx, { request: outcomeRequest(input, asked), id: outcomeId(effectKey) });
  const row = await approvalRow(tx, id);
  await audit(tx, {
    actor: 'system',
    action: 'effect.unknown',
    subject: `run:${row.runId}`,
    detail: { effectKey, approval: id },
  });
  return { kind: 'settled', outcome: askAgain(row) };
}

/** Reads the answer to the question about an effect, and uses it up. */
export async function answerOutcome(tx: SqlTx, input: GateInput, row: ApprovalRow): Promise<OutcomeAnswer> {
  const settled = (outcome: GateOutcome): OutcomeAnswer => ({ kind: 'settled', outcome });
  const effectKey = row.request.target?.id ?? '';
  const generation = generationOf(input, effectKey);
  if (generation === null) return settled(denied('outcome-mismatch', 'This answer is about another step.'));
  if (row.status === 'waiting' && row.expiresAt > Date.now()) return settled(askAgain(row));
  if (!isGenuine(row))
    return settled(
      denied('outcome-unknown', 'Nobody said whether the interrupted step happened. It was not run again.'),
    );
  const now = rebuilt(row.request, input);
  const changed = changedFields(row.request, now);
  if (changed.length > 0)
    return settled(denied('approval-mismatch', `Not what was decided about: ${changed.join(', ')} changed.`));
  const next = effectKeyOf({ ...placeOf(input), generation: generation + 1 });
  const usedBy = row.choice === 'again' ? againKey(row, next) : effectKey;
  await consumeApproval(tx, { approvalId: row.id, actionHash: actionHash(now), effectKey: usedBy });
  await audit(tx, {
    actor: 'system',
    action: `effect.${row.choice}`,
    subject: `run:${row.runId}`,
    detail: { effectKey, approval: row.id },
  });
  switch (row.choice) {
    case 'happened': {
      const result: ActivityResult = {
        kind: 'done',
        output: { kind: 'inline', value: null, labels: { rest: TRUSTED } },
      };
      await endEffect(tx, { effectKey, status: 'done', result });
      return settled({ kind: 'repeat', result });
    }
    case 'again':
      return { kind: 'again', effectKey: next, approvalId: row.id };
    default:
      return settled(
        denied('outcome-stop', 'A person stopped the run here: whether the step happened is not known.', 'Stopped'),
      );
  }
}

/** Run, step and iteration of an effect. */
export function placeOf({ call }: GateInput): Omit<EffectPlace, 'generation'> {
  const { runId, rootRunId } = call.run;
  return { runId, rootRunId, stepId: call.stepId, iteration: call.iteration };
}

/** Not the effect's own key: where a passkey is wanted, the effect uses up an approval besides this word. */
function againKey({ consumedBy }: ApprovalRow, next: string): string {
  return consumedBy === next ? next : `again:${next}`;
}

function outcomeId(effectKey: string): string {
  return `outcome-${effectKey.slice(0, 40)}`;
}

function generationOf(input: GateInput, effectKey: string): number | null {
  for (let generation = 0; generation < MOST_GENERATIONS; generation += 1) {
    if (effectKeyOf({ ...placeOf(input), generation }) === effectKey) return generation;
  }
  return null;
}

/** Still waiting for the answer. */
export function askAgain(row: ApprovalRow): Extract<GateOutcome, { kind: 'ask' }> {
  const { rule, reason } = row.request;
  const shown = row.kind === 'outcome' ? 'outcome-unknown' : rule;
  return {
    kind: 'ask',
    approvalId: row.id,
    expiresAt: row.expiresAt,
    reason: shown,
    decision: { outcome: 'ask', rule, reason },
  };
}
