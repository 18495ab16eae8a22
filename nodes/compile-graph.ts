/** Shape of a drawing: who leads to whom, in which order, and what is wrong with its wires. */
import { IN_PORT, ERROR_PORT, portsOf } from '#nodes/define.ts';
import type { Catalogue } from '#nodes/define.ts';
import type { Flow, FlowEdge, FlowNode } from '#lib/flow.ts';
import type { Problem } from '#lib/plan.ts';
import { own } from '#lib/own.ts';
import { loopsOf } from '#nodes/compile-loops.ts';
import { nearest } from '#nodes/near-miss.ts';

export type Graph = {
  nodes: Map<string, FlowNode>;
  /** Edges between known nodes, without duplicates. */
  edges: FlowEdge[];
  /** Without the edges that lead back into a loop. */
  outgoing: Map<string, FlowEdge[]>;
  /** The innermost loop around each step that is in one. */
  parents: Map<string, string>;
  /** Topological; among equals by place in the file. Short when there is a cycle. */
  order: string[];
  /** Whether a node leads to another. Unknown among those that wait for each other: then yes. */
  leadsTo: (from: string, to: string) => boolean;
};

type Report = (problem: Problem) => void;

/** Reads the wires of a flow and reports what is wrong with them. */
export function graphOf(flow: Flow, catalogue: Catalogue, report: Report): Graph {
  const nodes = new Map<string, FlowNode>();
  for (const node of flow.nodes) {
    if (nodes.has(node.id)) report(error(node.id, `Two steps have the id "${node.id}". Give one of them another id.`));
    else nodes.set(node.id, node);
  }
  const edges = goodEdges(flow, { nodes, catalogue, report });
  const { parents, back } = loopsOf({ nodes, edges, report });
  const onward = edges.filter((edge) => !back.has(edge));
  const outgoing = grouped(onward, (edge) => edge.from.node);
  const order = topological([...nodes.keys()], onward, outgoing);
  if (order.length < nodes.size) reportCycle({ nodes, edges: onward, order: new Set(order), report });
  return { nodes, edges, outgoing, parents, order, leadsTo: ancestry(order, onward) };
}

function error(node: string | undefined, message: string): Problem {
  return node === undefined ? { message, severity: 'error' } : { node, message, severity: 'error' };
}

function goodEdges(
  flow: Flow,
  known: { nodes: Map<string, FlowNode>; catalogue: Catalogue; report: Report },
): FlowEdge[] {
  const seen = new Set<string>();
  return flow.edges.filter((edge) => {
    const key = [edge.from.node, edge.from.port, edge.to.node, edge.to.port].join(' ');
    const fault = seen.has(key)
      ? { node: edge.from.node, message: `"${edge.from.node}" is wired to "${edge.to.node}" twice. Remove one wire.` }
      : faultOf(edge, known);
    seen.add(key);
    if (fault) known.report(error(fault.node, fault.message));
    return !fault;
  });
}

function faultOf(
  edge: FlowEdge,
  known: { nodes: Map<string, FlowNode>; catalogue: Catalogue },
): { node?: string; message: string } | undefined {
  const { nodes, catalogue } = known;
  const from = nodes.get(edge.from.node);
  const to = nodes.get(edge.to.node);
  if (!from || !to) {
    const missing = from ? edge.to.node : edge.from.node;
    const present = from?.id ?? to?.id;
    const message = `A wire leads ${from ? 'to' : 'from'} "${missing}", but there is no such step${nearest(missing, nodes.keys())}. Remove the wire.`;
    return present === undefined ? { message } : { node: present, message };
  }
  const target = own(catalogue, to.type);
  if (target?.kind === 'trigger')
    return {
      node: to.id,
      message: `"${to.name}" starts the flow: nothing can lead to it. Remove the wire from "${from.name}".`,
    };
  if (edge.to.port !== IN_PORT)
    return { node: to.id, message: `"${to.name}" has no input "${edge.to.port}". Its input is called "${IN_PORT}".` };
  const source = own(catalogue, from.type);
  if (!source) return undefined;
  const ports = portsOf(source, from.params).map((port) => port.id);
  if (edge.from.port === ERROR_PORT && !ports.includes(ERROR_PORT) && source.kind !== 'trigger') {
    return from.settings?.onError === 'branch'
      ? undefined
      : {
          node: from.id,
          message: `A wire leaves the error output of "${from.name}", but it has none. Set "on error" to "branch", or remove the wire.`,
        };
  }
  if (ports.includes(edge.from.port)) return undefined;
  const has = ports.length === 0 ? 'It ends the flow.' : `It has ${ports.join(', ')}.`;
  return { node: from.id, message: `"${from.name}" has no output "${edge.from.port}". ${has}` };
}

function topological(ids: string[], edges: FlowEdge[], outgoing: Map<string, FlowEdge[]>): string[] {
  const place = new Map(ids.map((id, index) => [id, index]));
  const left = new Map(ids.map((id) => [id, 0]));
  for (const edge of edges) left.set(edge.to.node, (left.get(edge.to.node) ?? 0) + 1);
  // Kept sorted by place in the file, last first.
  const ready = ids.filter((id) => left.get(id) === 0).reverse();
  const order: string[] = [];
  for (let id = ready.pop(); id !== undefined; id = ready.pop()) {
    order.push(id);
    for (const edge of outgoing.get(id) ?? []) {
      const count = (left.get(edge.to.node) ?? 0) - 1;
      left.set(edge.to.node, count);
      if (count === 0) insert(ready, edge.to.node, place);
    }
  }
  return order;
}

function insert(ready: string[], id: string, place: Map<string, number>): void {
  const at = place.get(id) ?? 0;
  let low = 0;
  let high = ready.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((place.get(ready[middle] ?? '') ?? 0) > at) low = middle + 1;
    else high = middle;
  }
  ready.splice(low, 0, id);
}

function reportCycle(found: {
  nodes: Map<string, FlowNode>;
  edges: FlowEdge[];
  order: Set<string>;
  report: Report;
}): void {
  const { nodes, edges, order, report } = found;
  // Everything left has a predecessor that is left: walking backwards must come round.
  const before = new Map(
    edges
      .filter((edge) => !order.has(edge.from.node) && !order.has(edge.to.node))
      .map((edge) => [edge.to.node, edge.from.node]),
  );
  const path: string[] = [];
  let here = [...nodes.keys()].find((id) => before.has(id)) ?? '';
  while (!path.includes(here)) {
    path.push(here);
    here = before.get(here) ?? '';
  }
  const round = [here, ...path.slice(path.indexOf(here) + 1).reverse()];
  const names = [...round, round[0] ?? ''].map((id) => `"${nodes.get(id)?.name ?? id}"`).join(' → ');
  report(error(round[0], `These steps wait for each other: ${names}. Remove one of the wires, or use a loop.`));
}

/** One row of bits per node, a bit per ancestor: 2,000 nodes in 500 KB. */
function ancestry(order: string[], edges: FlowEdge[]): Graph['leadsTo'] {
  const place = new Map(order.map((id, index) => [id, index]));
  const before = grouped(edges, (edge) => edge.to.node);
  const words = Math.ceil(order.length / 32);
  const rows = new Uint32Array(order.length * words);
  for (const [row, id] of order.entries()) {
    for (const edge of before.get(id) ?? []) {
      const from = place.get(edge.from.node);
      if (from === undefined) continue;
      for (let word = 0; word < words; word += 1)
        rows[row * words + word] = (rows[row * words + word] ?? 0) | (rows[from * words + word] ?? 0);
      const at = row * words + (from >> 5);
      rows[at] = (rows[at] ?? 0) | (1 << (from & 31));
    }
  }
  return (from, to) => {
    const [bit, row] = [place.get(from), place.get(to)];
    if (bit === undefined || row === undefined) return true;
    return ((rows[row * words + (bit >> 5)] ?? 0) & (1 << (bit & 31))) !== 0;
  };
}

function grouped(edges: FlowEdge[], by: (edge: FlowEdge) => string): Map<string, FlowEdge[]> {
  const groups = new Map<string, FlowEdge[]>();
  for (const edge of edges) {
    const group = groups.get(by(edge));
    if (group) group.push(edge);
    else groups.set(by(edge), [edge]);
  }
  return groups;
}
