/** A drawing as a list that can be read: steps in the order they run, branches inside of the step that they leave. */
import type { Flow, FlowEdge, FlowNode } from '#lib/flow.ts';
import { EACH_PORT, LOOP_TYPES } from '#lib/control.ts';
import { ERROR_PORT, type Catalogue, type Port } from '#nodes/define.ts';
import { loopsIn, topological } from '#components/editor/model/graph.ts';
import { outputPorts } from '#components/editor/model/ports.ts';

export type OutlineStep = {
  id: string;
  /** Steps that must come first, where there is more than the one before: this step joins them. */
  joins: string[];
  branches: OutlineBranch[];
  /** Wires that lead to a step further down, or back into a loop. */
  onward: { port: Port; to: string; back: boolean }[];
  /** The output that the next line follows; null where every output has a branch of its own, or there is none. */
  main: Port | null;
};

/** What follows one output. Where several steps follow it, each has a branch, numbered by `part`. */
export type OutlineBranch = { port: Port; part: { at: number; of: number } | null; steps: OutlineStep[] };

type Graph = {
  flow: Flow;
  catalogue: Catalogue;
  nodes: ReadonlyMap<string, FlowNode>;
  /** Wires out of a step, those that close a loop left out. */
  out: ReadonlyMap<string, FlowEdge[]>;
  into: ReadonlyMap<string, FlowEdge[]>;
  back: ReadonlySet<FlowEdge>;
  order: ReadonlyMap<string, number>;
  /** Steps by the last step that all ways to them go through; `null` for the beginning. */
  children: ReadonlyMap<string | null, string[]>;
};

function byNode(edges: readonly FlowEdge[], end: (edge: FlowEdge) => string): Map<string, FlowEdge[]> {
  const map = new Map<string, FlowEdge[]>();
  for (const edge of edges) {
    const list = map.get(end(edge));
    if (list) list.push(edge);
    else map.set(end(edge), [edge]);
  }
  return map;
}

/** The last step that all ways to each step go through. */
function gatesOf(order: readonly string[], into: ReadonlyMap<string, FlowEdge[]>): Map<string, string | null> {
  const gate = new Map<string, string | null>();
  const depth = new Map<string | null, number>([[null, 0]]);
  const meet = (a: string | null, b: string | null): string | null => {
    let [one, other] = [a, b];
    while (one !== other) {
      if ((depth.get(one) ?? 0) >= (depth.get(other) ?? 0)) one = one === null ? null : (gate.get(one) ?? null);
      else other = other === null ? null : (gate.get(other) ?? null);
    }
    return one;
  };
  for (const id of order) {
    const before = (into.get(id) ?? []).map(({ from }) => from.node).filter((from) => gate.has(from));
    const [first, ...rest] = before;
    const found = first === undefined ? null : rest.reduce<string | null>(meet, first);
    gate.set(id, found);
    depth.set(id, (depth.get(found) ?? 0) + 1);
  }
  return gate;
}

function graphOf(flow: Flow, catalogue: Catalogue): Graph {
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const { back } = loopsIn(flow);
  const onward = flow.edges.filter((edge) => !back.has(edge) && nodes.has(edge.from.node) && nodes.has(edge.to.node));
  const into = byNode(onward, ({ to }) => to.node);
  const order = topological(flow);
  const children = new Map<string | null, string[]>();
  for (const [id, gate] of gatesOf(order, into)) {
    const list = children.get(gate);
    if (list) list.push(id);
    else children.set(gate, [id]);
  }
  return {
    flow,
    catalogue,
    nodes,
    out: byNode(onward, ({ from }) => from.node),
    into,
    back,
    order: new Map(order.map((id, index) => [id, index])),
    children,
  };
}

/** A step that only one wire leads to, out of the given step. */
function followsDirectly(graph: Graph, id: string, from: string): boolean {
  const into = graph.into.get(id) ?? [];
  return into.length === 1 && into[0]?.from.node === from;
}

function mainPort(node: FlowNode, ports: readonly Port[]): Port | null {
  const isLoop = LOOP_TYPES.has(node.type);
  const candidates = ports.filter(({ id }) => id !== ERROR_PORT && !(isLoop && id === EACH_PORT));
  return candidates.length === 1 ? (candidates[0] ?? null) : null;
}

/** What stays to be written down: the way is a list and not a recursion, because a chain may be very long. */
function sequence(graph: Graph, first: readonly string[]): OutlineStep[] {
  const steps: OutlineStep[] = [];
  const waiting = [...first].reverse();
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const node = graph.nodes.get(id);
    if (!node) continue;
    const { step, next } = stepOf(graph, node);
    steps.push(step);
    waiting.push(...next.reverse());
  }
  return steps;
}

function stepOf(graph: Graph, node: FlowNode): { step: OutlineStep; next: string[] } {
  const ports = outputPorts(node, graph.catalogue);
  const children = (graph.children.get(node.id) ?? []).toSorted(
    (a, b) => (graph.order.get(a) ?? 0) - (graph.order.get(b) ?? 0),
  );
  const direct = children.filter((child) => followsDirectly(graph, child, node.id));
  const later = children.filter((child) => !direct.includes(child));
  const known = new Map(ports.map((port) => [port.id, port]));
  const edges = graph.out.get(node.id) ?? [];
  // A wire may leave an output that is not there any more: its step must not be lost from sight.
  for (const { from } of edges) if (!known.has(from.port)) known.set(from.port, { id: from.port, title: from.port });
  const behind = (port: Port) => direct.filter((child) => graph.into.get(child)?.[0]?.from.port === port.id);
  const main = mainPort(node, ports);
  const goesOn = main !== null && behind(main).length <= 1 ? main : null;
  const branches = [...known.values()]
    .filter((port) => port !== goesOn)
    .flatMap((port) => branchesOf(graph, port, behind(port)));
  const ends = [...edges, ...graph.flow.edges.filter((edge) => graph.back.has(edge) && edge.from.node === node.id)];
  const onward = ends
    .filter(({ to }) => !direct.includes(to.node) && graph.nodes.has(to.node))
    .map((edge) => ({
      port: known.get(edge.from.port) ?? { id: edge.from.port, title: edge.from.port },
      to: edge.to.node,
      back: graph.back.has(edge),
    }));
  const into = [...new Set((graph.into.get(node.id) ?? []).map(({ from }) => from.node))];
  const joins = (graph.into.get(node.id) ?? []).length > 1 ? into : [];
  const step = { id: node.id, joins, branches, onward, main: goesOn };
  return { step, next: [...(goesOn ? behind(goesOn) : []), ...later] };
}

function branchesOf(graph: Graph, port: Port, starts: readonly string[]): OutlineBranch[] {
  if (starts.length < 2) return [{ port, part: null, steps: sequence(graph, starts) }];
  return starts.map((start, index) => ({
    port,
    part: { at: index + 1, of: starts.length },
    steps: sequence(graph, [start]),
  }));
}

/** The whole drawing as lines: what starts it first, each step once. */
export function outlineOf(flow: Flow, catalogue: Catalogue): OutlineStep[] {
  const graph = graphOf(flow, catalogue);
  const roots = (graph.children.get(null) ?? []).toSorted((a, b) => rank(graph, a) - rank(graph, b));
  return sequence(graph, roots);
}

/** Triggers come first, then what several of them lead to, then what nothing leads to. */
function rank(graph: Graph, id: string): number {
  const order = graph.order.get(id) ?? 0;
  if (graph.catalogue[graph.nodes.get(id)?.type ?? '']?.kind === 'trigger') return order;
  const led = (graph.into.get(id) ?? []).length > 0;
  return order + (led ? 1 : 2) * graph.nodes.size;
}

/** Ids in the order of the lines. */
export function lineOrder(steps: readonly OutlineStep[]): string[] {
  const ids: string[] = [];
  const waiting = [...steps].reverse();
  for (let step = waiting.pop(); step; step = waiting.pop()) {
    ids.push(step.id);
    waiting.push(...step.branches.flatMap((branch) => branch.steps).reverse());
  }
  return ids;
}
