/** The approval request of an action, built from what is about to be done: when asking and again when it is approved. */
import { randomUUID } from 'node:crypto';
import { GATE_BUTTONS, OUTCOME_BUTTONS, type ApprovalRequest } from '#lib/approval.ts';
import type { Risk } from '#lib/plan.ts';
import { canonicalJson } from '#platform/canonical.ts';
import type { GateDecision, GateInput } from '#platform/gate-types.ts';

/** Time to decide on one action. */
export const GATE_EXPIRY_MS = 24 * 3600_000;
/** Time to say whether an interrupted effect happened. */
export const OUTCOME_EXPIRY_MS = 7 * 24 * 3600_000;

const RISKS: Risk[] = ['read', 'write', 'send', 'destroy', 'critical'];

/** The part that says what is done; all of it must still be so when an approval is used. */
type Action = Pick<ApprovalRequest, 'run' | 'tool' | 'args' | 'target' | 'attachments' | 'connection' | 'scope'>;

/** A new question about an action. */
export function gateRequest(
  input: GateInput,
  asked: { decision: GateDecision; policyVersion: number; approvers?: ApprovalRequest['approvers'] },
): ApprovalRequest {
  const { decision, policyVersion, approvers } = asked;
  const { tier } = decision;
  return {
    kind: 'gate',
    ...actionOf(input),
    ...(tier ? { tier } : {}),
    ...(approvers ? { approvers } : {}),
    rule: decision.rule,
    reason: decision.reason,
    title: `${input.names.stepName}: ${input.spec.title}`,
    message: decision.reason,
    buttons: GATE_BUTTONS,
    policyVersion,
    expiresAt: Date.now() + GATE_EXPIRY_MS,
    nonce: randomUUID(),
  };
}

/** The question whether an effect happened. `effectKey` is the target: the answer is for this very effect. */
export function outcomeRequest(input: GateInput, asked: { effectKey: string; policyVersion: number }): ApprovalRequest {
  const reason = `"${input.names.stepName}" was interrupted while it was under way. It may or may not have happened, and doing it again blindly could do it twice.`;
  return {
    kind: 'outcome',
    ...actionOf(input),
    target: { kind: 'effect', id: asked.effectKey },
    rule: 'outcome-unknown',
    reason,
    title: `${input.names.stepName}: did it happen?`,
    message: reason,
    buttons: OUTCOME_BUTTONS,
    policyVersion: asked.policyVersion,
    expiresAt: Date.now() + OUTCOME_EXPIRY_MS,
    nonce: randomUUID(),
  };
}

/** What was asked for, with every part of the action taken from what is about to be done now. */
export function rebuilt(asked: ApprovalRequest, input: GateInput): ApprovalRequest {
  const action = actionOf(input);
  return {
    ...asked,
    ...action,
    tool: action.tool && asked.tool && { ...action.tool, risk: higherRisk(action.tool.risk, asked.tool.risk) },
    target: asked.kind === 'outcome' ? asked.target : action.target,
  };
}

/** A host that was listed meanwhile lowers the risk of the same action; that is no change to refuse. */
function higherRisk(one: Risk, other: Risk): Risk {
  return RISKS.indexOf(one) > RISKS.indexOf(other) ? one : other;
}

/** Names what differs between what was approved and what would be done. */
export function changedFields(asked: ApprovalRequest, now: ApprovalRequest): string[] {
  const differs = (one: unknown, other: unknown) => canonicalJson(one ?? null) !== canonicalJson(other ?? null);
  const keys = Object.keys(asked).filter((key) => key !== 'args') as (keyof ApprovalRequest)[];
  const fields = new Set([...asked.args, ...now.args].map((arg) => arg.field));
  const find = (request: ApprovalRequest, field: string) => request.args.find((arg) => arg.field === field);
  return [
    ...[...fields].filter((field) => differs(find(asked, field), find(now, field))),
    ...keys.filter((key) => differs(asked[key], now[key])),
  ];
}

/** What is about to be done, as a question binds it. */
export function actionOf({ call, spec, args, target, attachments, connection, names }: GateInput): Action {
  return {
    run: {
      runId: call.run.runId,
      flowId: call.run.flowId,
      flowName: names.flowName,
      versionId: call.run.versionId ?? '',
      stepId: call.stepId,
      stepName: names.stepName,
      iteration: call.iteration,
    },
    tool: { type: spec.type, version: spec.version, title: spec.title, risk: spec.risk },
    args,
    target,
    attachments,
    connection,
    scope: call.scope,
  };
}
