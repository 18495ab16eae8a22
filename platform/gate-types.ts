import type { ApprovalArgument, ApprovalRequest } from '#lib/approval.ts';
import type { ActivityCall, ActivityResult } from '#lib/call.ts';
import type { Repeat, Risk } from '#lib/plan.ts';
import type { GateVerdict, RunEventDraft } from '#lib/run-event.ts';

/** Exactly what is about to be done. */
export type GateInput = {
  call: ActivityCall;
  spec: {
    type: string;
    version: number;
    title: string;
    risk: Risk;
    repeat: Repeat;
    /** A message to people: it waits a little, so that it can be taken back. */
    delayed?: boolean;
    /** A yes vouches for the value itself: what came from outside is asked about. */
    endorses?: boolean;
  };
  args: ApprovalArgument[];
  /** Fields that the author drew whole: no value of the run is in them. */
  literalFields: string[];
  target: ApprovalRequest['target'];
  /** Every recipient, where there may be several: all of them must be listed or allowed. */
  targetIds?: string[];
  attachments: ApprovalRequest['attachments'];
  connection: ApprovalRequest['connection'];
  attempt: number;
  names: { flowName: string; stepName: string };
  /** Run events that the verdict's own transaction takes along: no write of their own. */
  facts?: (outcome: GateOutcome) => RunEventDraft[];
};

/** The verdict and the rule behind it, as the run shows them. */
export type GateDecision = GateVerdict;

export type GateOutcome =
  | { kind: 'go'; effectKey: string; decision: GateDecision }
  /** Done by an earlier attempt: its stored result. */
  | { kind: 'repeat'; result: ActivityResult }
  | { kind: 'ask'; approvalId: string; expiresAt: number; reason: string; decision: GateDecision }
  /** `type` is the name of the error that the run shows. */
  | { kind: 'deny'; type: 'Denied' | 'Stopped'; reason: string; rule: string; decision: GateDecision };

/** A verdict that is a no. */
export function denied(
  rule: string,
  reason: string,
  type: 'Denied' | 'Stopped' = 'Denied',
): Extract<GateOutcome, { kind: 'deny' }> {
  return { kind: 'deny', type, reason, rule, decision: { outcome: 'deny', rule, reason, tier: 'never' } };
}
