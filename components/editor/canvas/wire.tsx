'use client';
import { BaseEdge, EdgeLabelRenderer, getBezierPath, type EdgeProps } from '@xyflow/react';
import { X } from 'lucide-react';
import { memo } from 'react';
import { useCanvasActions } from '#components/editor/canvas/canvas-actions.ts';
import type { WireEdge } from '#components/editor/canvas/view.ts';
import { cn } from '#components/ui/cn.ts';

/** A connection. Untrusted data travels a dashed wire of its own colour; a run brightens the way it took. */
export const Wire = memo(function Wire(props: EdgeProps<WireEdge>) {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data, selected } = props;
  const actions = useCanvasActions();
  const [path, labelX, labelY] = getBezierPath({ sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition });
  return (
    <>
      <BaseEdge
        id={id}
        path={path}
        interactionWidth={20}
        className={cn(
          'wire',
          data?.untrusted && 'wire-untrusted',
          data?.mark && `wire-${data.mark}`,
          selected && 'wire-selected',
        )}
      />
      {data?.only && actions && (
        <EdgeLabelRenderer>
          <button
            type="button"
            aria-label="Remove this connection"
            className="nodrag nopan pointer-events-auto absolute grid size-6 cursor-pointer place-items-center rounded-full border border-line-strong bg-raised text-ink-soft shadow-sm hover:border-danger hover:text-danger"
            style={{ transform: `translate(-50%, -50%) translate(${labelX}px, ${labelY}px)` }}
            onClick={() => actions.removeEdge(id)}
          >
            <X className="size-3.5" aria-hidden />
          </button>
        </EdgeLabelRenderer>
      )}
    </>
  );
});
