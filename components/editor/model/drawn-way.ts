/** The way of a finding through the drawing. */
import type { Flow } from '#lib/flow.ts';
import { edgeId } from '#components/editor/model/graph.ts';
import { onlyNode, type Selection } from '#components/editor/model/selection.ts';

/** `of`: the drawing that it was found in, and the step that was chosen with it. */
export type DrawnWay = {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
  of: { flow: Flow; node: string } | null;
};

export const NO_WAY: DrawnWay = { nodes: new Set(), edges: new Set(), of: null };

/** The wires that lead from each stop of a way to the next, the shortest where there are several. */
export function drawnWay(flow: Flow, stops: readonly string[]): Omit<DrawnWay, 'of'> {
  const nodes = new Set(stops);
  const edges = new Set<string>();
  for (const [index, to] of stops.slice(1).entries()) {
    for (const edge of wiresBetween(flow, stops[index] ?? '', to)) {
      edges.add(edgeId(edge));
      nodes.add(edge.from.node);
    }
  }
  return { nodes, edges };
}

function wiresBetween(flow: Flow, from: string, to: string): Flow['edges'] {
  const taken = new Map<string, Flow['edges'][number]>();
  const open = [from];
  for (const at of open) {
    if (at === to) break;
    for (const edge of flow.edges) {
      if (edge.from.node !== at || edge.to.node === from || taken.has(edge.to.node)) continue;
      taken.set(edge.to.node, edge);
      open.push(edge.to.node);
    }
  }
  const wires: Flow['edges'] = [];
  for (let edge = taken.get(to); edge; edge = taken.get(edge.from.node)) wires.push(edge);
  return wires;
}

/** Whether it is still looked at: the drawing is the same, and so is the step that is chosen. */
export function isLookedAt({ of }: DrawnWay, { flow, selection }: { flow: Flow; selection: Selection }): boolean {
  return of !== null && of.flow === flow && onlyNode(selection) === of.node;
}
