/** What shows that a person, and nobody else, allowed something critical. */
import type { ApprovalRequest } from '#lib/approval.ts';

/** What a passkey signed, in base64url: bound to one approval of one exact action. */
export type Assertion = { credentialId: string; clientDataJSON: string; authenticatorData: string; signature: string };

/** As it stands with the decision. `spent`: what only whoever has the recovery code can know. */
export type DecisionProof = { typed: string } & (
  ({ kind: 'passkey' } & Assertion) | { kind: 'recovery'; codeId: string; spent: string }
);

/** As a person gives it. */
export type GivenProof = { typed: string } & OwnProof;

/** What shows, before passkeys or codes are changed, that it is their person: one that is there already. */
export type OwnProof = ({ kind: 'passkey' } & Assertion) | { kind: 'recovery'; code: string };

/** What of the action a person types again, so that it was read. */
export type KeyField = { title: string; value: string };

const LONGEST = 120;

/** Whether a yes takes more than a click. */
export function needsProof({ kind, tier, tool }: Pick<ApprovalRequest, 'kind' | 'tier' | 'tool'>): boolean {
  return kind === 'gate' && (tier === 'passkey' || tool?.risk === 'critical');
}

/** The amount, else whom or what it reaches, else the tool: by the roles that the tool declares for its fields. */
export function keyFieldOf({ args, target, tool, title }: ApprovalRequest): KeyField {
  const of = (role: string) => args.filter((arg) => arg.role === role).map((arg) => typable(arg.title, arg.value));
  const whole = target ? typable(target.kind, target.id) : null;
  const found = [...of('amount'), ...of('target'), whole].find((one) => one !== null);
  return found ?? { title: 'Step', value: tool?.title ?? title };
}

/** Compared letter by letter; only blanks around it do not count. */
export function isKeyField(request: ApprovalRequest, typed: string): boolean {
  return typed.trim() === keyFieldOf(request).value;
}

function typable(title: string, value: unknown): KeyField | null {
  const text = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : '';
  return text === '' || text.length > LONGEST || text.includes('\n') ? null : { title, value: text };
}
