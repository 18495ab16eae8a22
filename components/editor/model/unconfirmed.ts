import type { Flow, FlowNode } from '#lib/flow.ts';
import type { Catalogue } from '#nodes/define.ts';
import { isTemplate, stringsIn } from '#components/editor/model/references.ts';
import { inputSchema } from '#components/editor/model/schema.ts';

/** What decides where an effect goes and how large it is. */
const ROLES = ['target', 'amount', 'control'];

export type Foreign = { node: FlowNode; field: string; title: string; text: string };

/** Marks the literals of steps that somebody else wrote, so that publishing shows where they lead. */
export function markForeign(nodes: readonly FlowNode[], catalogue: Catalogue): FlowNode[] {
  return nodes.map((node) => {
    const spec = catalogue[node.type];
    const properties = spec ? (inputSchema(spec).properties ?? {}) : {};
    const fields = Object.entries(properties)
      .filter(([field, schema]) => ROLES.includes(schema.role ?? '') && isLiteral(node.params[field]))
      .map(([field]) => field);
    const unconfirmed = [...new Set([...(node.unconfirmed ?? []), ...fields])];
    return unconfirmed.length === 0 ? node : { ...node, unconfirmed };
  });
}

function isLiteral(value: FlowNode['params'][string] | undefined): boolean {
  if (value === undefined || value === null || value === '') return false;
  return typeof value !== 'object' ? !isTemplate(value) : stringsIn(value).some((text) => !isTemplate(text));
}

/** Every literal that nobody here has confirmed, with where it leads. */
export function foreignIn(flow: Flow, catalogue: Catalogue): Foreign[] {
  return flow.nodes.flatMap((node) =>
    (node.unconfirmed ?? []).flatMap((field) => {
      const value = node.params[field];
      if (value === undefined) return [];
      const spec = catalogue[node.type];
      const title = (spec && inputSchema(spec).properties?.[field]?.title) ?? field;
      return [{ node, field, title, text: typeof value === 'string' ? value : JSON.stringify(value) }];
    }),
  );
}

/** A person has looked at them: they are as good as typed here. */
export function confirmForeign(flow: Flow): Flow {
  if (!flow.nodes.some((node) => node.unconfirmed)) return flow;
  return { ...flow, nodes: flow.nodes.map((node) => (node.unconfirmed ? withoutMarks(node, () => true) : node)) };
}

/** The node without the marks that `drop` names; without any left, without the list. */
export function withoutMarks(node: FlowNode, drop: (field: string) => boolean): FlowNode {
  const left = (node.unconfirmed ?? []).filter((field) => !drop(field));
  const { unconfirmed: _before, ...rest } = node;
  return left.length === 0 ? rest : { ...rest, unconfirmed: left };
}
