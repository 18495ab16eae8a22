import type { Flow } from '#lib/flow.ts';
import { moveTo } from '#components/editor/model/commands.ts';
import { loopsIn, topological } from '#components/editor/model/graph.ts';
import { CARD, snap } from '#components/editor/model/placement.ts';

const COLUMN = CARD.width + 88;
const GAP = 40;

export type TidyOptions = {
  /** These nodes only; all when left out. */
  only?: ReadonlySet<string>;
  /** Heights of cards as the browser measured them. */
  heights?: ReadonlyMap<string, number>;
};

function columnsOf(flow: Flow, ids: ReadonlySet<string>): string[][] {
  const column = new Map<string, number>();
  const columns: string[][] = [];
  const { back } = loopsIn(flow);
  for (const id of topological(flow)) {
    if (!ids.has(id)) continue;
    const before = flow.edges
      .filter((edge) => edge.to.node === id && !back.has(edge))
      .map((edge) => column.get(edge.from.node) ?? -1);
    const at = Math.max(-1, ...before) + 1;
    column.set(id, at);
    (columns[at] ??= []).push(id);
  }
  return columns;
}

/** Lays nodes out in columns from left to right, each near the height of what leads to it, none over another. */
export function tidy(flow: Flow, { only, heights }: TidyOptions = {}): Flow {
  const chosen = flow.nodes.filter((node) => !only || only.has(node.id));
  if (chosen.length === 0) return flow;
  const xs = chosen.map((node) => node.position.x);
  const ys = chosen.map((node) => node.position.y);
  const origin = { x: Math.min(...xs), y: Math.min(...ys) };
  const tops = new Map<string, number>();
  const places = new Map<string, { x: number; y: number }>();
  columnsOf(flow, new Set(chosen.map((node) => node.id))).forEach((ids, index) => {
    const wanted = ids.map((id) => ({ id, top: wantedTop(flow, id, tops) })).sort((a, b) => a.top - b.top);
    let free = 0;
    for (const { id, top } of wanted) {
      const at = Math.max(free, Math.round(top));
      free = at + (heights?.get(id) ?? CARD.height) + GAP;
      tops.set(id, at);
      places.set(id, snap({ x: origin.x + index * COLUMN, y: origin.y + at }));
    }
  });
  for (const [id, place] of noteFollows(flow, places, only)) places.set(id, place);
  return moveTo(flow, places);
}

/** How far from a step, middle to middle, a note still belongs to it. */
const NEAR = 420;

type Place = { x: number; y: number };

/** Where notes go: each with the step that it lies next to, so that it goes on saying what it said. */
function noteFollows(
  flow: Flow,
  places: ReadonlyMap<string, Place>,
  only: ReadonlySet<string> | undefined,
): [string, Place][] {
  return flow.notes.flatMap((note): [string, Place][] => {
    const { width = 240, height = 120 } = note.size ?? {};
    const away = (node: Flow['nodes'][number]) =>
      Math.hypot(
        node.position.x + CARD.width / 2 - note.position.x - width / 2,
        node.position.y + CARD.height / 2 - note.position.y - height / 2,
      );
    const near = flow.nodes.reduce<Flow['nodes'][number] | null>(
      (best, node) => (!best || away(node) < away(best) ? node : best),
      null,
    );
    const to = near && places.get(near.id);
    if (!near || !to || (away(near) > NEAR && !only?.has(note.id))) return [];
    const by = { x: to.x - near.position.x, y: to.y - near.position.y };
    return [[note.id, { x: note.position.x + by.x, y: note.position.y + by.y }]];
  });
}

/** Mean top of the parents; the place among a parent's several children shifts it, so that branches fan out in order. */
function wantedTop(flow: Flow, id: string, tops: ReadonlyMap<string, number>): number {
  const parents = flow.edges
    .filter((edge) => edge.to.node === id && tops.has(edge.from.node))
    .map((edge) => {
      const siblings = flow.edges.filter((other) => other.from.node === edge.from.node);
      return (tops.get(edge.from.node) ?? 0) + siblings.indexOf(edge) * 0.01;
    });
  return parents.length === 0 ? 0 : parents.reduce((sum, top) => sum + top, 0) / parents.length;
}
