/** A yes that stands: what was allowed three times over, exactly, is done without asking until it expires. */
import { sameJson } from '#lib/condition.ts';
import { writtenByModel, type Label } from '#lib/label.ts';
import type { GateAction } from '#lib/policy.ts';
import type { Json } from '#lib/value.ts';

/**
 * What may be waived: that private data goes to a target of the owner's own choosing, and that a value from outside decided
 * that the step runs. Never that others choose whom, how much or what.
 */
export const WAIVABLE = ['private-data', 'untrusted-branch'] as const;
export type Waivable = (typeof WAIVABLE)[number];

/** An action but for its content. `labels`: of what kind each value is. `values`: all that is not content, to the letter. */
export type ExactAction = {
  flowId: string;
  tool: string;
  connectionId: string | null;
  target: { kind: string; id: string };
  rule: Waivable;
  scope: string;
  labels: Record<string, string>;
  values: Record<string, Json>;
};

/** `expiresAt`: ms since 1970. */
export type Standing = ExactAction & { id: string; expiresAt: number };

/** What both a question and an action tell. */
export type Told = Pick<GateAction, 'flowId' | 'tool' | 'risk' | 'connectionId' | 'target' | 'scope'> & {
  fields: readonly Pick<GateAction['fields'][number], 'field' | 'role' | 'label' | 'value'>[];
};

/** What a standing yes to this would be about. Null where there can be none: only messages that nobody else directs have one. */
export function exactAction(told: Told, rule: string): ExactAction | null {
  const waivable = WAIVABLE.find((one) => one === rule);
  const { flowId, tool, connectionId, target, fields, risk } = told;
  if (!waivable || !target || risk !== 'send') return null;
  const fixed = fields.filter(({ role }) => role !== 'content');
  if (!fixed.every(({ label }) => label.integrity === 'trusted' && !writtenByModel(label))) return null;
  const values: Record<string, Json> = {};
  for (const { field, value } of fixed) {
    if (value === undefined) return null;
    values[field] = value;
  }
  const labels = Object.fromEntries(fields.map(({ field, label }) => [field, kindOf(label)]));
  return { flowId, tool, connectionId, target, rule: waivable, scope: kindOf(told.scope), labels, values };
}

/** Whether a standing yes covers an action at its time. An action without a time, or done for another flow, has none. */
export function covers({ id: _id, expiresAt, ...exact }: Standing, action: GateAction, rule: string): boolean {
  if (action.now === undefined || action.now >= expiresAt || (action.callers ?? []).length > 0) return false;
  const about = exactAction(action, rule);
  return about !== null && sameJson(about, exact);
}

function kindOf(label: Label): string {
  return `${label.integrity} ${label.confidentiality}${writtenByModel(label) ? ' model' : ''}`;
}
