/** Which waiting actions one decision may answer: the same one of several runs, alike ones, or those of one run. */
import type { ApprovalArgument, ApprovalRequest } from '#lib/approval.ts';
import { needsProof } from '#lib/approval-proof.ts';
import { isPicked, type Label } from '#lib/label.ts';
import type { Json } from '#lib/value.ts';

/** Nobody reads more than this in one window. */
export const MOST_IN_BATCH = 20;

/** How many same ones a decision answers at most. */
export const MOST_SAME = 200;

/** The action without its run: equal for two requests that would do the same. Null for what is always decided alone. */
export function sameAction(request: ApprovalRequest): object | null {
  if (!isOrdinary(request)) return null;
  const { run, tool, args, target, attachments, connection, scope, tier, rule, reason } = request;
  return { flow: run.flowId, tool, args, target, attachments, connection, scope, tier: tier ?? null, rule, reason };
}

/**
 * What the requests of a batch have in common: tool, connection, class of recipients, labels, all that is not content or
 * an amount, and the rule that asks. Null for what is always decided alone: also where somebody else chose whom it
 * reaches, and where nobody is reached.
 */
export function batchClass(request: ApprovalRequest): object | null {
  const { tool, args, target, connection, scope, tier, rule } = request;
  if (!isOrdinary(request) || target === null) return null;
  if (isTargetChosen(request)) return null;
  return {
    ...{ tool, rule, scope: classOf(scope), tier: tier ?? null, connection: connection?.id ?? null },
    reached: { kind: target.kind, by: recipientClass(target.id) },
    args: args.map((arg) => [arg.field, arg.role, classOf(arg.label), commonPart(arg)]),
  };
}

/**
 * The questions of one run that wait at once, whatever they are about: what an agent wants to do in one turn, read and
 * answered as a plan. Null for what is always decided alone.
 */
export function planClass(request: ApprovalRequest): object | null {
  return isOrdinary(request) ? { run: request.run.runId } : null;
}

/** Whether somebody else than the owner or the author chose whom or what it reaches. */
export function isTargetChosen({ args }: Pick<ApprovalRequest, 'args'>): boolean {
  return args.some(({ role, label }) => role === 'target' && (label.integrity === 'untrusted' || isPicked(label)));
}

function commonPart({ role, value }: ApprovalArgument): Json {
  if (role === 'content' || role === 'amount') return null;
  return role === 'target' ? recipientClass(value) : value;
}

/** Addresses of mail: their domains. All else: this very target. */
export function recipientClass(value: Json): Json {
  const listed = Array.isArray(value) ? value : [value];
  const parts = listed.flatMap((one) => (typeof one === 'string' ? one.split(/[\s,;]+/).filter(Boolean) : [null]));
  const domains = parts.map((part) => /^[^@<>"]+@([^@<>"]+)$/.exec(part ?? '')?.[1]?.toLowerCase());
  if (domains.length === 0 || domains.includes(undefined)) return value;
  return [...new Set(domains.map((domain) => `@${domain ?? ''}`))].sort();
}

/** The arguments that are not the same in all of them: what there is to compare. */
export function differingFields(requests: readonly Pick<ApprovalRequest, 'args'>[]): string[] {
  const [first, ...others] = requests;
  if (!first) return [];
  const valueIn = (args: ApprovalArgument[], field: string) =>
    JSON.stringify(args.find((arg) => arg.field === field)?.value ?? null);
  return first.args
    .map(({ field }) => field)
    .filter((field) => others.some(({ args }) => valueIn(args, field) !== valueIn(first.args, field)));
}

/** A question of the gate that takes one click of one person. */
function isOrdinary(request: ApprovalRequest): boolean {
  return request.kind === 'gate' && !needsProof(request) && !request.approvers && !request.deciders;
}

function classOf({ integrity, confidentiality }: Label): string {
  return `${integrity} ${confidentiality}`;
}
