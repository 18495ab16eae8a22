'use client';
import { useReactFlow } from '@xyflow/react';
import { useEffect, useRef } from 'react';
import { glide } from '#components/editor/canvas/glide.ts';
import { CARD } from '#components/editor/model/placement.ts';
import type { FlowNode } from '#lib/flow.ts';

const MARGIN = 48;

/** How far to move so that the span `from..to` lies within `low..high`; 0 when it does. */
export function shiftInto(span: { from: number; to: number }, room: { low: number; high: number }): number {
  if (span.to > room.high) return room.high - span.to;
  return span.from < room.low ? room.low - span.from : 0;
}

/** Moves the drawing a little when the newly selected step would lie outside of the window or under its settings. */
export function useInView(node: FlowNode | null, active: boolean): void {
  const { flowToScreenPosition, getViewport, setViewport } = useReactFlow();
  const latest = useRef(node);
  useEffect(() => {
    latest.current = node;
  });
  const id = node?.id;
  useEffect(() => {
    const frame = document.querySelector('.flow-canvas')?.getBoundingClientRect();
    const { position } = latest.current ?? {};
    if (!active || !id || !position || !frame) return;
    const panel = document.querySelector('aside[data-inspector]')?.getBoundingClientRect();
    const from = flowToScreenPosition(position);
    const to = flowToScreenPosition({ x: position.x + CARD.width, y: position.y + CARD.height });
    const dx = shiftInto(
      { from: from.x, to: to.x },
      { low: frame.left + MARGIN, high: (panel?.left ?? frame.right) - MARGIN },
    );
    const dy = shiftInto({ from: from.y, to: to.y }, { low: frame.top + MARGIN, high: frame.bottom - MARGIN });
    const { x, y, zoom } = getViewport();
    if (dx !== 0 || dy !== 0) void setViewport({ x: x + dx, y: y + dy, zoom }, glide(150));
  }, [id, active, flowToScreenPosition, getViewport, setViewport]);
}
