/** When a step that several wires lead to begins. */
import type { FlowNode } from '#lib/flow.ts';
import type { Join, Problem } from '#lib/plan.ts';
import type { Graph } from '#nodes/compile-graph.ts';

/** The join of a drawn node; all of its wires where nothing is set. */
export function joinOf({ settings }: FlowNode): Join {
  const { mode = 'all', count } = settings?.join ?? {};
  return mode === 'count' ? { mode, count: count ?? 1 } : { mode };
}

/** Reports a join that can never come about. */
export function checkJoin(node: FlowNode, graph: Graph, report: (problem: Problem) => void): void {
  const { join } = node.settings ?? {};
  if (join?.mode !== 'count') return;
  const say = (message: string) => report({ node: node.id, field: 'join', message, severity: 'error' });
  if (join.count === undefined) return say(`Say how many wires "${node.name}" waits for.`);
  const wires = graph.edges.filter((edge) => edge.to.node === node.id).length;
  if (join.count <= wires) return;
  const there = wires === 1 ? 'only 1 leads' : `only ${wires} lead`;
  say(`"${node.name}" waits for ${join.count} wires, but ${there} to it. Lower the number, or add wires.`);
}
