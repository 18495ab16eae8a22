/** Actions that a person must allow: finds the approval of this very action, or asks for one. */
import {
  actionHash,
  approvalRow,
  approvalsOfStep,
  consumeApproval,
  createApproval,
  isGenuine,
  standingRow,
  type ApprovalRow,
  type Reminders,
} from '#platform/approval-rows.ts';
import { durationMs } from '#lib/duration.ts';
import { needsProof } from '#lib/approval-proof.ts';
import { approversFor, peopleProblem } from '#platform/approval-people.ts';
import { proofProblem } from '#platform/approval-proof.ts';
import { audit } from '#platform/audit.ts';
import { askAgain } from '#platform/gate-outcome.ts';
import { changedFields, gateRequest, rebuilt } from '#platform/gate-request.ts';
import { denied, type GateDecision, type GateInput, type GateOutcome } from '#platform/gate-types.ts';
import type { SqlTx } from '#prisma/client.ts';

type Asking = { decision: GateDecision; policyVersion: number; effectKey: string };

/** `{ approvalId }` when an approval of exactly this action was used up for this effect; else what the step must do. */
export type Approved = { kind: 'approved'; approvalId: string } | Extract<GateOutcome, { kind: 'ask' | 'deny' }>;

/** The approval that the call names, or one that an earlier attempt asked for, or a new question. */
export async function passApproval(tx: SqlTx, input: GateInput, asking: Asking): Promise<Approved> {
  const row = await relevant(tx, input, asking.effectKey);
  return row ? judge(tx, input, { ...asking, row }) : ask(tx, input, asking);
}

async function relevant(tx: SqlTx, input: GateInput, effectKey: string): Promise<ApprovalRow | null> {
  const named = input.call.approvalId;
  const row = named === undefined ? null : await approvalRow(tx, named);
  // The word that something critical may be tried again does not allow it.
  if (row && row.kind !== 'outcome') return standingRow(tx, row);
  const { run, stepId, iteration } = input.call;
  for (const other of await approvalsOfStep(tx, { runId: run.runId, stepId, iteration, kind: 'gate' })) {
    // An attempt that died after asking left a question behind; a new one would be asked twice.
    const isFree = other.consumedBy === null || other.consumedBy === effectKey;
    if (
      isFree &&
      other.replacedById === null &&
      changedFields(other.request, rebuilt(other.request, input)).length === 0
    )
      return other;
  }
  return null;
}

async function judge(tx: SqlTx, input: GateInput, at: Asking & { row: ApprovalRow }): Promise<Approved> {
  const { row, effectKey } = at;
  const { run, stepId, iteration } = input.call;
  if (row.runId !== run.runId || row.stepId !== stepId || row.iteration !== iteration) {
    return denied('approval-mismatch', 'This approval is for another step.');
  }
  if (row.status === 'waiting' && row.expiresAt > Date.now()) return askAgain(row);
  if (row.status !== 'decided') return denied('approval-expired', 'Nobody approved this in time.');
  if (!isGenuine(row))
    return denied('approval-forged', 'The decision has no valid signature: it was not made in Hearth.');
  if (row.choice !== 'approve') return denied('approval-denied', row.reason ?? 'A person said no.');
  const now = rebuilt(row.request, input);
  const changed = changedFields(row.request, now);
  if (changed.length > 0) {
    return denied(
      'approval-mismatch',
      `What was approved is not what would be done now: ${changed.join(', ')} changed.`,
    );
  }
  if (row.consumedBy !== null && row.consumedBy !== effectKey) {
    return denied('approval-used', 'This approval was used already. An approval is for one action.');
  }
  // Approved, but too long ago.
  if (row.consumedBy === null && row.expiresAt <= Date.now()) return ask(tx, input, at);
  const strict = at.decision.tier === 'passkey';
  // The rules ask for more care now than when it was asked for.
  if (strict && !needsProof(row.request)) return ask(tx, input, at);
  // Or for more people.
  if (at.decision.approvers?.two && !row.request.approvers?.two) return ask(tx, input, at);
  const people = await peopleProblem(tx, row, await approversFor(tx, row, at.decision.approvers));
  if (people !== null) return denied('approval-people', people);
  const problem = needsProof(row.request) ? await proofProblem(tx, row) : null;
  if (problem !== null) return denied('approval-unproven', problem);
  await consumeApproval(tx, { approvalId: row.id, actionHash: actionHash(now), effectKey });
  return { kind: 'approved', approvalId: row.id };
}

async function ask(tx: SqlTx, input: GateInput, { decision, policyVersion }: Asking): Promise<Approved> {
  const { runId, flowId } = input.call.run;
  const approvers = await approversFor(tx, { runId, flowId }, decision.approvers);
  const request = gateRequest(input, { decision, policyVersion, ...(approvers ? { approvers } : {}) });
  const { id } = await createApproval(tx, { request, ...attentionTo(decision) });
  const { rule } = decision;
  await audit(tx, {
    actor: 'system',
    action: 'gate.ask',
    subject: `run:${input.call.run.runId}`,
    detail: { step: input.call.stepId, tool: input.spec.type, rule, tier: decision.tier ?? null, approval: id },
  });
  return {
    kind: 'ask',
    approvalId: id,
    expiresAt: request.expiresAt,
    reason: rule,
    decision: { ...decision, outcome: 'ask' },
  };
}

const REMINDERS = 3;

function attentionTo({ attention = {} }: GateDecision): { remind?: Reminders; escalateAt?: number } {
  const { remindAfter, escalateAfter } = attention;
  return {
    ...(remindAfter === undefined ? {} : { remind: { everyMs: durationMs(remindAfter), times: REMINDERS } }),
    ...(escalateAfter === undefined ? {} : { escalateAt: Date.now() + durationMs(escalateAfter) }),
  };
}
