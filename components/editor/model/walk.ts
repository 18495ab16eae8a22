import type { Flow } from '#lib/flow.ts';
import { findNode } from '#components/editor/model/graph.ts';

export type Step = 'left' | 'right' | 'up' | 'down';

type Placed = Flow['nodes'][number];

function nearest(from: Placed, candidates: Placed[]): string | null {
  const distance = (node: Placed) => Math.hypot(node.position.x - from.position.x, node.position.y - from.position.y);
  return (
    candidates.reduce<Placed | null>((best, node) => (!best || distance(node) < distance(best) ? node : best), null)
      ?.id ?? null
  );
}

/** The node that an arrow key leads to: left and right along edges, up and down to the nearest card; null to stay. */
export function walk(flow: Flow, from: string | null, step: Step): string | null {
  const node = from === null ? undefined : findNode(flow, from);
  if (!node) return flow.nodes[0]?.id ?? null;
  const others = flow.nodes.filter((other) => other !== node);
  if (step === 'up' || step === 'down') {
    const side = step === 'up' ? -1 : 1;
    const beyond = others.filter((other) => Math.sign(other.position.y - node.position.y) === side);
    const column = beyond.filter((other) => Math.abs(other.position.x - node.position.x) < 200);
    return nearest(node, column.length > 0 ? column : beyond);
  }
  const linked = flow.edges.flatMap((edge) => {
    if (step === 'right' && edge.from.node === node.id) return [edge.to.node];
    if (step === 'left' && edge.to.node === node.id) return [edge.from.node];
    return [];
  });
  const along = others.filter((other) => linked.includes(other.id));
  if (along.length > 0) return nearest(node, along);
  const side = step === 'left' ? -1 : 1;
  return nearest(
    node,
    others.filter((other) => Math.sign(other.position.x - node.position.x) === side),
  );
}
