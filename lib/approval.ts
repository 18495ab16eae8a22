import type { AnswerField } from '#lib/form.ts';
import type { Label } from '#lib/label.ts';
import type { Risk } from '#lib/plan.ts';
import type { CareTier } from '#lib/policy.ts';
import type { Json } from '#lib/value.ts';

/** One argument as the person sees it and as the hash binds it. */
export type ApprovalArgument = {
  field: string;
  title: string;
  role: 'target' | 'content' | 'amount' | 'control' | 'other';
  value: Json;
  label: Label;
};

export type ApprovalButton = { id: string; title: string; style: 'primary' | 'neutral' | 'danger' };

/** Who may decide, where the author of the flow said so; without it everybody with the right to approve. */
export type Deciders = { kind: 'roles'; roles: string[] } | { kind: 'people'; people: { id: string; name: string }[] };

/**
 * Everything an approval binds and shows. `actionHash` is the SHA-256 of its canonical (RFC 8785) JSON.
 * `gate`: one exact action. `step`: a drawn approval. `outcome`: did an interrupted effect happen? `cap`: may a budget of
 * what models cost be raised?
 */
export type ApprovalRequest = {
  kind: 'gate' | 'step' | 'outcome' | 'cap';
  run: {
    runId: string;
    flowId: string;
    flowName: string;
    versionId: string;
    stepId: string;
    stepName: string;
    iteration: string;
  };
  tool: { type: string; version: number; title: string; risk: Risk } | null;
  args: ApprovalArgument[];
  target: { kind: string; id: string } | null;
  attachments: { name: string; size: number; contentType: string; sha256: string }[];
  connection: { id: string; name: string; type: string } | null;
  scope: Label;
  /** How much care it takes: `approve` or `passkey`. */
  tier?: CareTier;
  rule: string;
  reason: string;
  title: string;
  message: string;
  buttons: ApprovalButton[];
  /** What the person fills in with a yes. */
  fields?: AnswerField[];
  deciders?: Deciders;
  /** Who may decide too from a time on (ms since 1970), when nobody has by then. */
  escalation?: { at: number; roles: string[] };
  /** Where a rule wants more than one person's yes: two people; `notBy`: ids of people who may only say no. */
  approvers?: { two?: true; notBy?: string[] };
  policyVersion: number;
  /** ms since 1970 */
  expiresAt: number;
  nonce: string;
};

export const GATE_BUTTONS: ApprovalButton[] = [
  { id: 'approve', title: 'Approve', style: 'primary' },
  { id: 'deny', title: 'Deny', style: 'danger' },
];

export const OUTCOME_BUTTONS: ApprovalButton[] = [
  { id: 'happened', title: 'It happened', style: 'primary' },
  { id: 'again', title: 'Run again', style: 'danger' },
  { id: 'stop', title: 'Stop the run', style: 'neutral' },
];

export const CAP_BUTTONS: ApprovalButton[] = [
  { id: 'approve', title: 'Raise it', style: 'primary' },
  { id: 'deny', title: 'Deny', style: 'danger' },
];

/** Saying no: needs no reading and no filling in. */
export function isRefusal(request: Pick<ApprovalRequest, 'kind'>, button: ApprovalButton): boolean {
  if (button.id === 'deny' || button.id === 'stop') return true;
  return request.kind === 'step' && button.style === 'danger';
}

/** Whether this person is among those who may decide; the right to approve is a matter of its own. */
export function isDecider(
  { deciders, escalation }: ApprovalRequest,
  person: { userId: string; role: string },
  now = Date.now(),
): boolean {
  if (!deciders) return true;
  if (escalation && escalation.at <= now && escalation.roles.includes(person.role)) return true;
  if (deciders.kind === 'roles') return deciders.roles.includes(person.role);
  return deciders.people.some(({ id }) => id === person.userId);
}

/** Those who may decide, in words. */
export function decidersText(deciders: Deciders): string {
  return deciders.kind === 'roles' ? deciders.roles.join(', ') : deciders.people.map(({ name }) => name).join(', ');
}
