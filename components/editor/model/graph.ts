import type { Flow, FlowEdge, FlowNode } from '#lib/flow.ts';
import { loopsOf } from '#nodes/compile-loops.ts';
import type { Loops } from '#nodes/compile-loops.ts';

/** The canvas's id of an edge; edges have none in the file because their ends say all. */
export function edgeId(edge: FlowEdge): string {
  return `${edge.from.node}.${edge.from.port}>${edge.to.node}.${edge.to.port}`;
}

export function sameEdge(a: FlowEdge, b: FlowEdge): boolean {
  return edgeId(a) === edgeId(b);
}

export function findNode(flow: Flow, id: string): FlowNode | undefined {
  return flow.nodes.find((node) => node.id === id);
}

const known = new WeakMap<Flow, Loops>();

/** Which steps are inside of which loop, and the edges that lead back into one. */
export function loopsIn(flow: Flow): Loops {
  const found = known.get(flow);
  if (found) return found;
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const edges = flow.edges.filter((edge) => nodes.has(edge.from.node) && nodes.has(edge.to.node));
  const loops = loopsOf({ nodes, edges, report: () => undefined });
  known.set(flow, loops);
  return loops;
}

/** The edges that lead onward: all but those that close a loop. */
function onward(flow: Flow): FlowEdge[] {
  const { back } = loopsIn(flow);
  return flow.edges.filter((edge) => !back.has(edge));
}

type Direction = 'up' | 'down';

/** Ids of all nodes that can reach this one (`up`) or be reached from it (`down`), nearest first, without itself. */
export function reachable(flow: Flow, start: string, direction: Direction): string[] {
  const next = new Map<string, string[]>();
  for (const edge of onward(flow)) {
    const [here, there] = direction === 'down' ? [edge.from.node, edge.to.node] : [edge.to.node, edge.from.node];
    next.set(here, [...(next.get(here) ?? []), there]);
  }
  const seen = new Set<string>([start]);
  const queue = [start];
  for (const id of queue) {
    for (const other of next.get(id) ?? []) {
      if (seen.has(other)) continue;
      seen.add(other);
      queue.push(other);
    }
  }
  seen.delete(start);
  return queue.slice(1);
}

/** Node ids in topological order; nodes of a cycle come last, in the order of the file. */
export function topological(flow: Flow): string[] {
  const incoming = new Map(flow.nodes.map((node) => [node.id, 0]));
  const edges = onward(flow);
  for (const edge of edges) incoming.set(edge.to.node, (incoming.get(edge.to.node) ?? 0) + 1);
  const targets = new Map<string, string[]>();
  for (const edge of edges) {
    const list = targets.get(edge.from.node);
    if (list) list.push(edge.to.node);
    else targets.set(edge.from.node, [edge.to.node]);
  }
  const order = flow.nodes.filter((node) => incoming.get(node.id) === 0).map((node) => node.id);
  for (const id of order) {
    for (const target of targets.get(id) ?? []) {
      const left = (incoming.get(target) ?? 0) - 1;
      incoming.set(target, left);
      if (left === 0) order.push(target);
    }
  }
  const placed = new Set(order);
  return [...order, ...flow.nodes.filter((node) => !placed.has(node.id)).map((node) => node.id)];
}
