import { FLOW_FORMAT, type Flow, type FlowNode } from '#lib/flow.ts';
import type { Json } from '#lib/value.ts';

type Drawn = [type: string, params?: Record<string, Json>, more?: Pick<FlowNode, 'settings' | 'connection'>];

/** A flow in a few lines: nodes by id, wires as `from > to` or `from.port > to`. */
export function draw(drawing: { name?: string; nodes: Record<string, Drawn>; wires: string[] }): Flow {
  const nodes = Object.entries(drawing.nodes).map(([id, [type, params = {}, more = {}]], index) => ({
    id,
    type,
    name: id,
    position: { x: 200 * index, y: 0 },
    params,
    ...more,
  }));
  const edges = drawing.wires.map((wire) => {
    const [from = '', to = ''] = wire.split('>').map((end) => end.trim());
    const [node = '', port = 'out'] = from.split('.');
    return { from: { node, port }, to: { node: to, port: 'in' } };
  });
  return { format: FLOW_FORMAT, name: drawing.name ?? 'Test', nodes, edges, notes: [] };
}

/** Wires that lead through all the given nodes, one after the other. */
export function chain(...ids: string[]): string[] {
  return ids.slice(1).map((id, index) => `${ids[index] ?? ''} > ${id}`);
}
