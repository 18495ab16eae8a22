'use client';
import { getBezierPath, Position, useInternalNode, ViewportPortal } from '@xyflow/react';
import { useUi } from '#components/editor/editor-context.tsx';
import { CARD } from '#components/editor/model/placement.ts';

type Point = { x: number; y: number };

/** The line that was drawn stays while its step is being chosen. */
export function PendingWire() {
  const asked = useUi((state) => state.quickAdd);
  const end = asked?.from ?? asked?.to;
  if (!asked?.at || !end) return null;
  const { x, y } = asked.at;
  const at = { x: asked.to ? x + CARD.width : x, y: y + CARD.height / 2 };
  return <Line node={end.node} port={end.port} side={asked.to ? 'target' : 'source'} at={at} />;
}

function Line({ node, port, side, at }: { node: string; port: string; side: 'source' | 'target'; at: Point }) {
  const internals = useInternalNode(node)?.internals;
  const handle = internals?.handleBounds?.[side]?.find((one) => one.id === port);
  if (!internals || !handle) return null;
  const start = {
    x: internals.positionAbsolute.x + handle.x + handle.width / 2,
    y: internals.positionAbsolute.y + handle.y + handle.height / 2,
  };
  const [from, to] = side === 'source' ? [start, at] : [at, start];
  const [path] = getBezierPath({
    sourceX: from.x,
    sourceY: from.y,
    targetX: to.x,
    targetY: to.y,
    sourcePosition: Position.Right,
    targetPosition: Position.Left,
  });
  return (
    <ViewportPortal>
      <svg className="pointer-events-none absolute top-0 left-0 size-px overflow-visible" aria-hidden data-pending-wire>
        <path d={path} className="fill-none stroke-accent" strokeWidth={2} strokeDasharray="5 4" />
      </svg>
    </ViewportPortal>
  );
}
