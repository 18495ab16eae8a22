import type { Flow } from '#lib/flow.ts';
import { moveTo } from '#components/editor/model/commands.ts';
import { topological } from '#components/editor/model/graph.ts';
import { CARD, snap } from '#components/editor/model/placement.ts';

const COLUMN = CARD.width + 88;
const ROW = CARD.height + 40;

function columnsOf(flow: Flow, ids: ReadonlySet<string>): string[][] {
  const column = new Map<string, number>();
  const columns: string[][] = [];
  for (const id of topological(flow)) {
    if (!ids.has(id)) continue;
    const before = flow.edges.filter((edge) => edge.to.node === id).map((edge) => column.get(edge.from.node) ?? -1);
    const at = Math.max(-1, ...before) + 1;
    column.set(id, at);
    (columns[at] ??= []).push(id);
  }
  return columns;
}

/** Lays the given nodes (all if none are given) out in columns from left to right, near their parents' rows. */
export function tidy(flow: Flow, only?: ReadonlySet<string>): Flow {
  const chosen = flow.nodes.filter((node) => !only || only.size === 0 || only.has(node.id));
  if (chosen.length === 0) return flow;
  const origin = {
    x: Math.min(...chosen.map((node) => node.position.x)),
    y: Math.min(...chosen.map((node) => node.position.y)),
  };
  const row = new Map<string, number>();
  const places = new Map<string, { x: number; y: number }>();
  columnsOf(flow, new Set(chosen.map((node) => node.id))).forEach((ids, index) => {
    const wanted = ids.map((id) => ({ id, row: meanRow(flow, id, row) }));
    wanted.sort((a, b) => a.row - b.row);
    let next = 0;
    for (const item of wanted) {
      const at = Math.max(next, item.row);
      next = at + 1;
      row.set(item.id, at);
      places.set(item.id, snap({ x: origin.x + index * COLUMN, y: origin.y + at * ROW }));
    }
  });
  return moveTo(flow, places);
}

/** Mean row of the parents; the place among a parent's several children shifts it, so that branches fan out in order. */
function meanRow(flow: Flow, id: string, row: ReadonlyMap<string, number>): number {
  const rows = flow.edges
    .filter((edge) => edge.to.node === id && row.has(edge.from.node))
    .map((edge) => {
      const siblings = flow.edges.filter((other) => other.from.node === edge.from.node);
      return (row.get(edge.from.node) ?? 0) + siblings.indexOf(edge) * 0.001;
    });
  if (rows.length === 0) return 0;
  return rows.reduce((sum, value) => sum + value, 0) / rows.length;
}
