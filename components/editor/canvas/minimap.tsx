'use client';
import { Panel, useReactFlow, useStore as useFlowStore, type ReactFlowState } from '@xyflow/react';
import { useMemo, type PointerEvent } from 'react';
import { useTranslations } from 'use-intl';
import { useEditor } from '#components/editor/editor-context.tsx';
import { CARD } from '#components/editor/model/placement.ts';
import { useStore } from '#components/editor/store/store.ts';

const SIZE = { width: 208, height: 136 };
const MARGIN = 120;

const transformOf = (state: ReactFlowState) => state.transform;
const widthOf = (state: ReactFlowState) => state.width;
const heightOf = (state: ReactFlowState) => state.height;

/** What the window shows of the drawing, in the drawing's own measure. */
function useWindow() {
  const [x, y, zoom] = useFlowStore(transformOf);
  const width = useFlowStore(widthOf) / zoom;
  const height = useFlowStore(heightOf) / zoom;
  return { x: -x / zoom, y: -y / zoom, width, height };
}

/** All of the drawing, small, with what is in sight; for flows that are larger than the window. */
export function Minimap() {
  const t = useTranslations('drawing.canvas');
  const { editor } = useEditor();
  const nodes = useStore(editor.view, (view) => view.nodes);
  const { setCenter, getZoom } = useReactFlow();
  const seen = useWindow();
  const boxes = useMemo(
    () =>
      nodes.map((node) => ({
        id: node.id,
        kind: node.type ?? 'card',
        selected: node.selected === true,
        ...node.position,
        width: node.measured?.width ?? node.width ?? CARD.width,
        height: node.measured?.height ?? node.height ?? CARD.height,
      })),
    [nodes],
  );
  const left = Math.min(seen.x, ...boxes.map((box) => box.x)) - MARGIN;
  const top = Math.min(seen.y, ...boxes.map((box) => box.y)) - MARGIN;
  const right = Math.max(seen.x + seen.width, ...boxes.map((box) => box.x + box.width)) + MARGIN;
  const bottom = Math.max(seen.y + seen.height, ...boxes.map((box) => box.y + box.height)) + MARGIN;
  const look = (event: PointerEvent<SVGSVGElement>) => {
    if (event.buttons === 0) return;
    const map = event.currentTarget;
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(map.getScreenCTM()?.inverse());
    void setCenter(at.x, at.y, { zoom: getZoom() });
  };
  return (
    <Panel
      position="bottom-right"
      className="!m-3 !mb-6 overflow-hidden rounded-lg border border-line bg-raised shadow-sm max-md:hidden"
    >
      <svg
        role="img"
        aria-label={t('overview')}
        {...SIZE}
        viewBox={`${left} ${top} ${right - left} ${bottom - top}`}
        className="block cursor-crosshair touch-none"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          look(event);
        }}
        onPointerMove={look}
      >
        {boxes.map((box) => (
          <rect
            key={box.id}
            x={box.x}
            y={box.y}
            width={box.width}
            height={box.height}
            rx={16}
            className={box.selected ? 'fill-accent' : box.kind === 'frame' ? 'fill-hover' : 'fill-line-hover'}
          />
        ))}
        <rect
          {...seen}
          rx={8}
          vectorEffect="non-scaling-stroke"
          strokeWidth={1.5}
          className="fill-accent/10 stroke-accent"
        />
      </svg>
    </Panel>
  );
}
