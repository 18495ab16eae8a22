import type { Flow, FlowEdge } from '#lib/flow.ts';
import { IN_PORT, type Catalogue } from '#nodes/define.ts';
import { moveTo } from '#components/editor/model/commands.ts';
import { findNode } from '#components/editor/model/graph.ts';
import { hasInput, outputPorts } from '#components/editor/model/ports.ts';

type Pair = { first: string; second: string };

/** The one wire between two steps of a chain, if they may change places: nothing else leaves the first or reaches the second. */
function wireBetween(flow: Flow, { first, second }: Pair, catalogue: Catalogue): FlowEdge | null {
  const [a, b] = [findNode(flow, first), findNode(flow, second)];
  const out = flow.edges.filter((edge) => edge.from.node === first);
  const into = flow.edges.filter((edge) => edge.to.node === second);
  const [wire] = out;
  if (!a || !b || !wire || out.length !== 1 || into.length !== 1 || wire.to.node !== second) return null;
  const used = new Set(flow.edges.filter((edge) => edge.from.node === second).map((edge) => edge.from.port));
  const free = used.size <= 1 && outputPorts(b, catalogue).length > 0;
  return free && hasInput(a, catalogue) ? wire : null;
}

/** Whether two steps that follow each other may change places. */
export function canSwap(flow: Flow, pair: Pair, catalogue: Catalogue): boolean {
  return wireBetween(flow, pair, catalogue) !== null;
}

/** Lets the second of two steps run before the first; what led to the pair and what followed it stays. */
export function swapSteps(flow: Flow, pair: Pair, catalogue: Catalogue): Flow {
  const wire = wireBetween(flow, pair, catalogue);
  const [a, b] = [findNode(flow, pair.first), findNode(flow, pair.second)];
  if (!wire || !a || !b) return flow;
  const port = flow.edges.find((edge) => edge.from.node === b.id)?.from.port ?? outputPorts(b, catalogue)[0]?.id;
  if (port === undefined) return flow;
  const edges = flow.edges.map((edge): FlowEdge => {
    if (edge === wire) return { from: { node: b.id, port }, to: { node: a.id, port: IN_PORT } };
    if (edge.to.node === a.id) return { ...edge, to: { ...edge.to, node: b.id } };
    if (edge.from.node === b.id) return { from: { node: a.id, port: wire.from.port }, to: edge.to };
    return edge;
  });
  const places = new Map([
    [a.id, b.position],
    [b.id, a.position],
  ]);
  return moveTo({ ...flow, edges }, places);
}
