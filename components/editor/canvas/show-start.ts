import type { ReactFlowInstance } from '@xyflow/react';
import { FIT } from '#components/editor/canvas/canvas-types.ts';
import type { CanvasNode, WireEdge } from '#components/editor/canvas/view.ts';

/** Below this, cards can no longer be read. */
const READABLE = 0.6;
const MARGIN = 40;

/** The first view of a flow: all of it if that can be read, else its beginning. */
export function showStart(view: ReactFlowInstance<CanvasNode, WireEdge>, frame: HTMLElement | null): void {
  const nodes = view.getNodes();
  const first = nodes.reduce<CanvasNode | null>(
    (left, node) => (!left || node.position.x < left.position.x ? node : left),
    null,
  );
  if (!first || !frame) return;
  const bounds = view.getNodesBounds(nodes);
  const fits = Math.min(frame.clientWidth / bounds.width, frame.clientHeight / bounds.height) * (1 - 2 * FIT.padding);
  if (fits >= READABLE) {
    void view.fitView(FIT);
    return;
  }
  const zoom = frame.clientWidth < 600 ? 0.85 : 0.75;
  const column = nodes.filter((node) => node.position.x === first.position.x);
  const middle = column.reduce((sum, node) => sum + node.position.y, 0) / column.length;
  void view.setViewport({ x: MARGIN - bounds.x * zoom, y: frame.clientHeight / 2 - (middle + 48) * zoom, zoom });
}
