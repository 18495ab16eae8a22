import type { Flow, FlowEdge } from '#lib/flow.ts';
import type { TextKey } from '#messages/types.ts';
import type { Catalogue } from '#nodes/define.ts';
import { edgeId, findNode, loopsIn, reachable, sameEdge } from '#components/editor/model/graph.ts';
import { hasInput, outputPorts } from '#components/editor/model/ports.ts';

export type ConnectionProblem = TextKey<'drawing.problem'>;

/** Why these two ends cannot be joined; null if they can. */
export function connectionProblem(flow: Flow, edge: FlowEdge, catalogue: Catalogue): ConnectionProblem | null {
  const from = findNode(flow, edge.from.node);
  const to = findNode(flow, edge.to.node);
  if (!from || !to) return 'gone';
  if (from === to) return 'self';
  if (!hasInput(to, catalogue)) return 'trigger';
  if (!outputPorts(from, catalogue).some((port) => port.id === edge.from.port)) return 'noOutput';
  if (flow.edges.some((other) => sameEdge(other, edge))) return 'already';
  if (!reachable(flow, to.id, 'down').includes(from.id) || closesLoop(flow, edge)) return null;
  return 'circle';
}

function closesLoop(flow: Flow, edge: FlowEdge): boolean {
  return loopsIn({ ...flow, edges: [...flow.edges, edge] }).back.has(edge);
}

/** Adds an edge; an edge that cannot be leaves the flow as it is. */
export function connect(flow: Flow, edge: FlowEdge, catalogue: Catalogue): Flow {
  return connectionProblem(flow, edge, catalogue) === null ? { ...flow, edges: [...flow.edges, edge] } : flow;
}

/** Removes an edge by its canvas id. */
export function disconnect(flow: Flow, id: string): Flow {
  const edges = flow.edges.filter((edge) => edgeId(edge) !== id);
  return edges.length === flow.edges.length ? flow : { ...flow, edges };
}

/** Puts a node that is not connected yet into the middle of an edge. */
export function splice(flow: Flow, change: { edge: string; node: string; catalogue: Catalogue }): Flow {
  const edge = flow.edges.find((other) => edgeId(other) === change.edge);
  const node = findNode(flow, change.node);
  const port = node && outputPorts(node, change.catalogue)[0];
  if (!edge || !node || !port || !hasInput(node, change.catalogue)) return flow;
  const without = disconnect(flow, change.edge);
  const before = connect(without, { from: edge.from, to: { node: node.id, port: edge.to.port } }, change.catalogue);
  const after = connect(before, { from: { node: node.id, port: port.id }, to: edge.to }, change.catalogue);
  return before === without || after === before ? flow : after;
}

/** Drops edges whose port a change of parameters took away; reports which, so that it can be said. */
export function dropDeadEdges(flow: Flow, id: string, catalogue: Catalogue): Flow {
  const node = findNode(flow, id);
  if (!node || catalogue[node.type] === undefined) return flow;
  const ports = new Set(outputPorts(node, catalogue).map((port) => port.id));
  const edges = flow.edges.filter((edge) => edge.from.node !== id || ports.has(edge.from.port));
  return edges.length === flow.edges.length ? flow : { ...flow, edges };
}
