/** Which steps are inside of which loop, worked out along the wires, and what is wrong with how loops are drawn. */
import { EACH_PORT, LOOP_TYPES } from '#lib/control.ts';
import type { FlowEdge, FlowNode } from '#lib/flow.ts';
import type { Problem } from '#lib/plan.ts';

/** Loops in loops in loops; nobody reads deeper drawings, and each level is a part of every key. */
const MAX_LOOPS = 5;

export type Loops = {
  /** The innermost loop around each step that is in one. */
  parents: Map<string, string>;
  /** Edges that lead back into the loop they are in. */
  back: Set<FlowEdge>;
};

type Drawing = {
  nodes: ReadonlyMap<string, FlowNode>;
  edges: readonly FlowEdge[];
  report: (problem: Problem) => void;
};

/**
 * Follows the wires from where they begin and carries along which loops each is in: the port `each` leads into one, and
 * arriving at the innermost one leads back. A cycle that is no loop is left for whoever sorts the steps.
 */
export function loopsOf(drawing: Drawing): Loops {
  const { nodes, edges } = drawing;
  const outgoing = new Map<string, FlowEdge[]>();
  for (const edge of edges) outgoing.set(edge.from.node, [...(outgoing.get(edge.from.node) ?? []), edge]);
  const walk: Walk = { ...drawing, outgoing, around: new Map(), back: new Set(), blamed: new Set() };
  const led = new Set(edges.map((edge) => edge.to.node));
  follow(
    walk,
    [...nodes.keys()].filter((id) => !led.has(id)),
  );
  // A loop that nothing leads to yet is led to by its own body.
  const unknown = [...nodes.keys()].filter((id) => isLoop(nodes, id) && !walk.around.has(id));
  const inner = new Set(unknown.flatMap((id) => bodyOf(walk, id)));
  follow(
    walk,
    unknown.filter((id) => !inner.has(id)),
  );
  const parents = [...walk.around].flatMap(([id, loops]) => loops.slice(-1).map((loop) => [id, loop] as const));
  return { parents: new Map(parents), back: walk.back };
}

type Walk = Drawing & {
  outgoing: ReadonlyMap<string, FlowEdge[]>;
  /** The loops around each step that was reached, from the outside in. */
  around: Map<string, readonly string[]>;
  back: Set<FlowEdge>;
  blamed: Set<string>;
};

function follow(walk: Walk, roots: string[]): void {
  const { around, outgoing } = walk;
  for (const id of roots) around.set(id, []);
  const open = [...roots];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const edge of outgoing.get(id) ?? []) if (arrive(walk, edge)) open.push(edge.to.node);
  }
}

/** Whether an edge leads to a step that was not reached before. */
function arrive(walk: Walk, edge: FlowEdge): boolean {
  const { around, back, nodes } = walk;
  const [from, to] = [edge.from.node, edge.to.node];
  const loops = around.get(from) ?? [];
  const inside = isLoop(nodes, from) && edge.from.port === EACH_PORT ? [...loops, from] : loops;
  if (inside.at(-1) === to) {
    if (from === to) blame(walk, from, `"${nameOf(nodes, to)}" leads straight back into itself. Draw what it repeats.`);
    back.add(edge);
    return false;
  }
  const known = around.get(to);
  const fault = faultOf({ edge, inside, known }, nodes);
  if (fault !== undefined) blame(walk, from, fault);
  if (known) return false;
  around.set(to, inside);
  return fault === undefined;
}

function blame({ blamed, report }: Walk, id: string, message: string): void {
  if (!blamed.has(id)) report({ node: id, message, severity: 'error' });
  blamed.add(id);
}

/** All that the port `each` of a loop leads to, until it comes back. */
function bodyOf({ outgoing }: Walk, loop: string): string[] {
  const found = new Set([loop]);
  const open = (outgoing.get(loop) ?? []).filter((edge) => edge.from.port === EACH_PORT).map((edge) => edge.to.node);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (found.has(id)) continue;
    found.add(id);
    open.push(...(outgoing.get(id) ?? []).map((edge) => edge.to.node));
  }
  found.delete(loop);
  return [...found];
}

function faultOf(
  arrival: { edge: FlowEdge; inside: readonly string[]; known: readonly string[] | undefined },
  nodes: Drawing['nodes'],
): string | undefined {
  const { edge, inside, known } = arrival;
  const [from, to] = [nameOf(nodes, edge.from.node), nameOf(nodes, edge.to.node)];
  if (inside.includes(edge.to.node)) {
    const inner = nameOf(nodes, inside.at(-1) ?? '');
    return `The wire from "${from}" leads back to "${to}" out of "${inner}". Lead it back into "${inner}" first.`;
  }
  if (inside.length > MAX_LOOPS) return `More than ${MAX_LOOPS} loops are inside of each other. Use a flow of its own.`;
  if (known === undefined || known.join(' ') === inside.join(' ')) return undefined;
  const [loop] = [...inside, ...known].filter((id) => !inside.includes(id) || !known.includes(id));
  return `Wires lead to "${to}" from inside and from outside of the loop "${nameOf(nodes, loop ?? '')}". Draw it twice, or lead there from "done".`;
}

function isLoop(nodes: Drawing['nodes'], id: string): boolean {
  return LOOP_TYPES.has(nodes.get(id)?.type ?? '');
}

function nameOf(nodes: Drawing['nodes'], id: string): string {
  return nodes.get(id)?.name ?? id;
}
