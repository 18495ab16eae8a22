import type { Flow } from '#lib/flow.ts';
import { findNode } from '#components/editor/model/graph.ts';

/** Multiples of this, in canvas units, are where nodes come to lie. */
export const GRID = 8;
/** Size of a card, for layout before the browser has measured it. */
export const CARD = { width: 264, height: 96 };
export const GAP = { x: 88, y: 40 };

type Position = { x: number; y: number };

export function snap({ x, y }: Position): Position {
  return { x: Math.round(x / GRID) * GRID, y: Math.round(y / GRID) * GRID };
}

function overlaps(flow: Flow, place: Position): boolean {
  return flow.nodes.some(
    (node) =>
      Math.abs(node.position.x - place.x) < CARD.width + GAP.x / 2 &&
      Math.abs(node.position.y - place.y) < CARD.height + GAP.y / 2,
  );
}

/** The nearest free place at or below the wanted one. */
export function freePlace(flow: Flow, wanted: Position): Position {
  const place = snap(wanted);
  while (overlaps(flow, place)) place.y += GRID * 2;
  return place;
}

/** Where a new node goes: right of the given one, else right of the rightmost, else at `fallback`. */
export function placeAfter(flow: Flow, after: string | null, fallback: Position): Position {
  const previous = after === null ? undefined : findNode(flow, after);
  if (!previous) return freePlace(flow, fallback);
  return freePlace(flow, { x: previous.position.x + CARD.width + GAP.x, y: previous.position.y });
}

/** How far a paste moves: so that its middle comes to `to`, or a little aside of where it was. */
export function pasteOffset(nodes: readonly { position: Position }[], to: Position | null): Position {
  if (to === null || nodes.length === 0) return { x: GRID * 4, y: GRID * 4 };
  const xs = nodes.map((node) => node.position.x);
  const ys = nodes.map((node) => node.position.y);
  const middle = {
    x: (Math.min(...xs) + Math.max(...xs) + CARD.width) / 2,
    y: (Math.min(...ys) + Math.max(...ys) + CARD.height) / 2,
  };
  return snap({ x: to.x - middle.x, y: to.y - middle.y });
}
