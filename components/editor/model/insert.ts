import type { Flow, FlowEdge, FlowNode } from '#lib/flow.ts';
import { IN_PORT, type Catalogue } from '#nodes/define.ts';
import { addNode, moveTo, removeItems } from '#components/editor/model/commands.ts';
import { connect, connectionProblem, disconnect, splice } from '#components/editor/model/edge-commands.ts';
import { edgeId, findNode, reachable } from '#components/editor/model/graph.ts';
import { CARD, freePlace, GAP } from '#components/editor/model/placement.ts';
import { hasInput, outputPorts } from '#components/editor/model/ports.ts';

const COLUMN = CARD.width + GAP.x;

/** Moves what follows `id` (and `id` itself) to the right until a card of its own fits before it. */
function shiftFrom(flow: Flow, id: string, by: number): Flow {
  const first = findNode(flow, id);
  if (!first || by <= 0) return flow;
  const later = new Set([id, ...reachable(flow, id, 'down')]);
  const places = flow.nodes
    .filter((node) => later.has(node.id) && node.position.x >= first.position.x)
    .map((node) => [node.id, { x: node.position.x + by, y: node.position.y }] as const);
  return moveTo(flow, new Map(places));
}

/** Puts a new step into the middle of an edge; what follows moves over when there is no room. */
export function insertOnEdge(
  flow: Flow,
  change: { edge: string; type: string; catalogue: Catalogue },
): { flow: Flow; id: string } | null {
  const edge = flow.edges.find((one) => edgeId(one) === change.edge);
  const from = edge && findNode(flow, edge.from.node);
  const to = edge && findNode(flow, edge.to.node);
  if (!edge || !from || !to) return null;
  const onward = to.position.x > from.position.x;
  const x = onward ? from.position.x + COLUMN : (from.position.x + to.position.x) / 2;
  const y = onward ? to.position.y : (from.position.y + to.position.y) / 2 + CARD.height;
  const roomy = onward ? shiftFrom(flow, to.id, x + COLUMN - to.position.x) : flow;
  const added = addNode(roomy, {
    type: change.type,
    position: freePlace(roomy, { x, y }),
    catalogue: change.catalogue,
  });
  const wired = splice(added.flow, { edge: change.edge, node: added.id, catalogue: change.catalogue });
  return { flow: wired, id: added.id };
}

/** Puts a step that lies on an edge into it, where it lies; what follows moves over when it would be covered. */
export function spliceInto(flow: Flow, change: { edge: string; node: string; catalogue: Catalogue }): Flow {
  const spliced = splice(flow, change);
  const edge = flow.edges.find((one) => edgeId(one) === change.edge);
  const node = findNode(flow, change.node);
  const to = edge && findNode(flow, edge.to.node);
  if (spliced === flow || !node || !to || to.position.x < node.position.x) return spliced;
  return shiftFrom(spliced, to.id, node.position.x + COLUMN - to.position.x);
}

/** Whether a step could be put into an edge: it leads nowhere yet and nothing leads to it. */
export function isLoose(flow: Flow, node: FlowNode, catalogue: Catalogue): boolean {
  const wired = flow.edges.some((edge) => edge.from.node === node.id || edge.to.node === node.id);
  return !wired && hasInput(node, catalogue) && outputPorts(node, catalogue).length > 0;
}

/** Removes steps and leads what came to each of them on to what followed its first used output. */
export function removeAndBridge(flow: Flow, ids: ReadonlySet<string>, catalogue: Catalogue): Flow {
  let result = flow;
  for (const id of ids) {
    const node = findNode(result, id);
    const into = result.edges.filter((edge) => edge.to.node === id && edge.from.node !== id);
    const used = new Set(result.edges.filter((edge) => edge.from.node === id).map((edge) => edge.from.port));
    const port = node && outputPorts(node, catalogue).find((one) => used.has(one.id))?.id;
    const onto = result.edges.filter((edge) => edge.from.node === id && edge.from.port === port);
    result = removeItems(result, { nodes: new Set([id]), edges: new Set() });
    for (const { from } of into) for (const { to } of onto) result = connect(result, { from, to }, catalogue);
  }
  return result;
}

/** Steps that an output may be led to, those that it leads to already marked. */
export function targetsFor(
  flow: Flow,
  from: FlowEdge['from'],
  catalogue: Catalogue,
): { node: FlowNode; connected: boolean }[] {
  return flow.nodes.flatMap((node) => {
    const edge = { from, to: { node: node.id, port: IN_PORT } };
    const connected = flow.edges.some((other) => edgeId(other) === edgeId(edge));
    return connected || connectionProblem(flow, edge, catalogue) === null ? [{ node, connected }] : [];
  });
}

/** Draws the wire, or takes it away when it is there. */
export function toggleWire(flow: Flow, edge: FlowEdge, catalogue: Catalogue): Flow {
  const without = disconnect(flow, edgeId(edge));
  return without === flow ? connect(flow, edge, catalogue) : without;
}
