/** What steps refer to of the fields that a form or a question declares by name. */
import type { FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';
import type { Reference } from '#lib/plan.ts';
import { nearest } from '#nodes/near-miss.ts';

/** Which part of a node's output holds which of its declared fields. */
const PLACES: Record<string, Record<string, (type: Json | undefined) => boolean>> = {
  approval: { answers: () => true },
  form: { fields: (type) => type !== 'file', files: (type) => type === 'file' },
};

/** The fault of a reference to a field that the node does not declare; undefined for every other reference. */
export function declaredFieldFault({ path }: Reference, node: FlowNode): string | undefined {
  const [part, name] = path;
  const holds = typeof part === 'string' ? PLACES[node.type]?.[part] : undefined;
  const { fields = [] } = node.params;
  if (!holds || typeof name !== 'string' || name === '*' || !Array.isArray(fields)) return undefined;
  const names = fields.flatMap((field) => {
    const { name: declared, type } = (field ?? {}) as { name?: Json; type?: Json };
    return typeof declared === 'string' && holds(type) ? [declared] : [];
  });
  if (names.includes(name)) return undefined;
  return `"${node.name}" asks for no "${name}"${nearest(name, names)}. It asks for ${names.join(', ') || 'nothing'}.`;
}
