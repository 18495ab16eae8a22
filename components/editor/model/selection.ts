import type { Flow } from '#lib/flow.ts';
import { edgeId } from '#components/editor/model/graph.ts';
import { canvasIdOf, groupsOf } from '#components/editor/model/groups.ts';

export type Selection = { nodes: ReadonlySet<string>; edges: ReadonlySet<string> };

export const NOTHING: Selection = { nodes: new Set(), edges: new Set() };

export function selectNodes(ids: Iterable<string>): Selection {
  return { nodes: new Set(ids), edges: new Set() };
}

export function selectAll(flow: Flow): Selection {
  return {
    nodes: new Set([...flow.nodes, ...flow.notes].map((item) => item.id)),
    edges: new Set(flow.edges.map(edgeId)),
  };
}

/** The one selected node, if exactly one is. */
export function onlyNode(selection: Selection): string | null {
  const [first] = selection.nodes;
  return selection.nodes.size === 1 && first !== undefined ? first : null;
}

export function isEmpty(selection: Selection): boolean {
  return selection.nodes.size === 0 && selection.edges.size === 0;
}

/** The selection without what the flow no longer holds. */
export function prune(selection: Selection, flow: Flow): Selection {
  if (isEmpty(selection)) return selection;
  const groups = groupsOf(flow).map((group) => canvasIdOf(group.id));
  const items = new Set([...[...flow.nodes, ...flow.notes].map((item) => item.id), ...groups]);
  const edges = new Set(flow.edges.map(edgeId));
  const gone = [...selection.nodes].some((id) => !items.has(id)) || [...selection.edges].some((id) => !edges.has(id));
  if (!gone) return selection;
  return {
    nodes: new Set([...selection.nodes].filter((id) => items.has(id))),
    edges: new Set([...selection.edges].filter((id) => edges.has(id))),
  };
}
