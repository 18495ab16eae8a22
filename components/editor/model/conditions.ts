import { setParam, updateNode } from '#components/editor/model/commands.ts';
import type { Flow } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';

export type ConditionMode = 'rows' | 'expression';

/** Fields of a declaration that are conditions, and which of them each way of writing them shows. */
const SHOWN: Record<ConditionMode, readonly string[]> = { rows: ['match', 'rows'], expression: ['expression'] };

/** Whether a type of step takes conditions as rows or as one expression. */
export function hasConditions(properties: Record<string, unknown>): boolean {
  return [...SHOWN.rows, ...SHOWN.expression].every((field) => Object.hasOwn(properties, field));
}

/** Whether a field of such a step is hidden in this way of writing. */
export function isOtherMode(field: string, mode: ConditionMode): boolean {
  return SHOWN[mode === 'rows' ? 'expression' : 'rows'].includes(field);
}

/** How the conditions of a step are written; null where there are none yet. An expression wins, as it does in a run. */
export function conditionMode(params: Record<string, Json>): ConditionMode | null {
  if (params.expression !== undefined) return 'expression';
  return Array.isArray(params.rows) && params.rows.length > 0 ? 'rows' : null;
}

/** The conditions of a step in their other writing; a mark that nobody has confirmed them goes along. */
export function withConditions(flow: Flow, id: string, params: Record<string, Json | undefined>): Flow {
  const marked = flow.nodes.find((node) => node.id === id)?.unconfirmed ?? [];
  const isForeign = marked.includes('rows') || marked.includes('expression');
  const changed = Object.entries(params).reduce((all, [field, value]) => setParam(all, { id, field, value }), flow);
  const carrier = params.expression === undefined ? 'rows' : 'expression';
  if (!isForeign || params[carrier] === undefined) return changed;
  return updateNode(changed, id, (node) => ({ ...node, unconfirmed: [...(node.unconfirmed ?? []), carrier] }));
}
