import type { Flow, FlowNode } from '#lib/flow.ts';
import type { Catalogue, NodeSpec } from '#nodes/define.ts';
import { findNode } from '#components/editor/model/graph.ts';
import { takenNames, uniqueName } from '#components/editor/model/ids.ts';
import { hasInput, outputPorts } from '#components/editor/model/ports.ts';
import { inputSchema, type Schema } from '#components/editor/model/schema.ts';

const typeOf = (schema: Schema | undefined) => JSON.stringify([schema?.type, schema?.enum, schema?.widget]);

function keptParams(node: FlowNode, from: NodeSpec | undefined, to: NodeSpec | undefined): FlowNode['params'] {
  const before = from && inputSchema(from).properties;
  const after = to && inputSchema(to).properties;
  if (!before || !after) return {};
  const kept = Object.entries(node.params).filter(
    ([field]) => Object.hasOwn(after, field) && typeOf(before[field]) === typeOf(after[field]),
  );
  return Object.fromEntries(kept);
}

const connectionTypes = (spec: NodeSpec | undefined) =>
  (spec?.kind === 'action' ? spec.connection?.types : undefined) ?? [];

/**
 * Makes a step one of another type, where it stands. Its id stays, so that expressions go on meaning it; so do
 * parameters of the same name and type, settings, and wires whose ports the new type has.
 */
export function replaceNode(flow: Flow, change: { id: string; type: string; catalogue: Catalogue }): Flow {
  const { catalogue, type } = change;
  const node = findNode(flow, change.id);
  const [from, to] = [node && catalogue[node.type], catalogue[type]];
  if (!node || !to || node.type === type) return flow;
  const titled = from !== undefined && node.name.replace(/ \d+$/, '') === from.title;
  const params = keptParams(node, from, to);
  const { connection, unconfirmed, ...rest } = node;
  const sameService = connectionTypes(from).some((one) => connectionTypes(to).includes(one));
  const marked = (unconfirmed ?? []).filter((field) => Object.hasOwn(params, field));
  const replaced: FlowNode = {
    ...rest,
    type,
    version: to.version,
    name: titled ? uniqueName(to.title, takenNames(flow)) : node.name,
    params,
    ...(connection !== undefined && sameService ? { connection } : {}),
    ...(marked.length > 0 ? { unconfirmed: marked } : {}),
  };
  const ports = new Set(outputPorts(replaced, catalogue).map((port) => port.id));
  const mayEnter = hasInput(replaced, catalogue);
  const edges = flow.edges.filter(
    (edge) => (edge.from.node !== node.id || ports.has(edge.from.port)) && (edge.to.node !== node.id || mayEnter),
  );
  const nodes = flow.nodes.map((one) => (one === node ? replaced : one));
  return { ...flow, nodes, edges: edges.length === flow.edges.length ? flow.edges : edges };
}
