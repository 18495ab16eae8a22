/** What the policy is told of an action. */
import type { GateAction } from '#lib/policy.ts';
import type { GateInput } from '#platform/gate-types.ts';
import { isListedHost, isListedRecipient } from '#platform/lists.ts';
import { isAnyNew } from '#platform/reached.ts';

/** Only what is needed of the owner's lists, and of those that were reached before. */
export type ListedFacts = { targetListed: boolean; newTarget: boolean };

/** Looks the target up in the owner's lists. */
export async function listedFacts({ target, targetIds, spec }: GateInput): Promise<ListedFacts> {
  if (!target) return { targetListed: false, newTarget: true };
  const ids = targetIds ?? [target.id];
  const listed = ids.map((id) => (target.kind === 'host' ? isListedHost(id) : isListedRecipient(target.kind, id)));
  const targetListed = ids.length > 0 && (await Promise.all(listed)).every(Boolean);
  const isRemembered = spec.risk === 'send' || spec.risk === 'destroy';
  return { targetListed, newTarget: !targetListed && isRemembered && (await isAnyNew(ids)) };
}

/** The action as `lib/policy` judges it. */
export function gateAction(input: GateInput, { targetListed, newTarget }: ListedFacts): GateAction {
  const { call, spec, args, literalFields, target, targetIds, connection } = input;
  return {
    tool: spec.type,
    title: spec.title,
    risk: spec.risk,
    ...(spec.endorses ? { endorses: true } : {}),
    flowId: call.run.flowId,
    callers: call.run.callers ?? [],
    connectionId: connection?.id ?? null,
    fields: args.map(({ field, title, role, label, value }) => ({
      field,
      title,
      role,
      label,
      literal: literalFields.includes(field),
      value,
    })),
    scope: call.scope,
    target,
    ...(targetIds ? { targetIds } : {}),
    targetListed,
    newTarget,
    now: Date.now(),
  };
}
