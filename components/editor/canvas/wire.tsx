'use client';
import { BaseEdge, EdgeLabelRenderer, getBezierPath, type EdgeProps } from '@xyflow/react';
import { Plus, X } from 'lucide-react';
import { memo, type MouseEvent } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvasActions } from '#components/editor/canvas/canvas-actions.ts';
import type { WireEdge } from '#components/editor/canvas/view.ts';
import { WireCount } from '#components/editor/canvas/wire-count.tsx';
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
          data?.mark && `wire-${data.mark.way}`,
          selected && 'wire-selected',
          data?.splice && 'wire-splice',
          data?.way && 'wire-way',
        )}
      />
      {data?.mark && !data.only && !data.hover && <WireCount mark={data.mark} x={labelX} y={labelY} />}
      {(data?.only || data?.hover) && actions && (
        <EdgeLabelRenderer>
          <EdgeTools id={id} x={labelX} y={labelY} />
        </EdgeLabelRenderer>
      )}
    </>
  );
});

const TOOL =
  'grid size-6 cursor-pointer place-items-center rounded-full border border-line-strong bg-raised text-ink-soft shadow-sm';

/** What can be done with the wire that is selected or pointed at. */
function EdgeTools({ id, x, y }: { id: string; x: number; y: number }) {
  const t = useTranslations('drawing.wire');
  const actions = useCanvasActions();
  const insert = (event: MouseEvent<HTMLButtonElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    actions?.addInto(id, { x: box.right, y: box.top });
  };
  return (
    <div
      data-edge-tools={id}
      className="nodrag nopan pointer-events-auto absolute z-10 flex gap-1"
      style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
    >
      <button
        type="button"
        aria-label={t('insert')}
        title={t('insert')}
        className={cn(TOOL, 'hover:border-accent hover:text-accent-text')}
        onClick={insert}
      >
        <Plus className="size-3.5" aria-hidden />
      </button>
      <button
        type="button"
        aria-label={t('remove')}
        title={t('remove')}
        className={cn(TOOL, 'hover:border-danger hover:text-danger')}
        onClick={() => actions?.removeEdge(id)}
      >
        <X className="size-3.5" aria-hidden />
      </button>
    </div>
  );
}
