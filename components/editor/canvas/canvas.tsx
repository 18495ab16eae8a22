'use client';
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  type ReactFlowInstance,
} from '@xyflow/react';
import dynamic from 'next/dynamic';
import { useCallback, useEffect, useRef, type FocusEvent } from 'react';
import { useTranslations } from 'use-intl';
import { offerCommands } from '#components/command/command-store.ts';
import { CanvasActionsContext, WritingContext } from '#components/editor/canvas/canvas-actions.ts';
import { CanvasControls } from '#components/editor/canvas/canvas-controls.tsx';
import { EDGE_TYPES, NODE_TYPES } from '#components/editor/canvas/canvas-types.ts';
import { EmptyCanvas } from '#components/editor/canvas/empty-canvas.tsx';
import { LiveChanges } from '#components/editor/canvas/live-changes.tsx';
import { PendingWire } from '#components/editor/canvas/pending-wire.tsx';
import { useCanvasHandlers, useOwnCanvasActions } from '#components/editor/canvas/use-canvas-handlers.ts';
import { useCanvasKeys } from '#components/editor/canvas/use-canvas-keys.ts';
import { LARGE, type CanvasNode, type WireEdge } from '#components/editor/canvas/view.ts';
import { useDoc, useEditor, useUi } from '#components/editor/editor-context.tsx';
import { showStart } from '#components/editor/canvas/show-start.ts';
import { GRID } from '#components/editor/model/placement.ts';
import { selectNodes } from '#components/editor/model/selection.ts';
import { QuickAddMenu } from '#components/editor/palette/quick-add.tsx';
import { keepCollapsed } from '#components/editor/store/group-actions.ts';
import { useStore } from '#components/editor/store/store.ts';
import { useIsPhone } from '#components/editor/use-is-phone.ts';
import { cn } from '#components/ui/cn.ts';
import '#components/editor/canvas/canvas.css';

const Minimap = dynamic(() => import('#components/editor/canvas/minimap.tsx').then((module) => module.Minimap), {
  ssr: false,
});
const FindBar = dynamic(() => import('#components/editor/find/find-bar.tsx').then((module) => module.FindBar), {
  ssr: false,
});
const ConnectDialog = dynamic(
  () => import('#components/editor/palette/connect-dialog.tsx').then((module) => module.ConnectDialog),
  { ssr: false },
);

// Constant: a new array with every render would make React Flow render all of itself with every frame of a drag.
const SNAP: [number, number] = [GRID, GRID];
const ADD_KEYS = ['Meta', 'Control', 'Shift'];

/** The drawing, to draw on. */
export function Canvas({ save }: { save: () => void }) {
  const { flowId, editor } = useEditor();
  const keys = useTranslations('drawing.keys');
  const frame = useRef<HTMLDivElement>(null);
  const { screenToFlowPosition } = useReactFlow();
  const middle = useCallback(() => {
    const box = frame.current?.getBoundingClientRect();
    return screenToFlowPosition({
      x: (box?.left ?? 0) + (box?.width ?? 800) / 2,
      y: (box?.top ?? 0) + (box?.height ?? 600) / 2,
    });
  }, [screenToFlowPosition]);
  const onInit = useCallback(
    (instance: ReactFlowInstance<CanvasNode, WireEdge>) => showStart(instance, frame.current),
    [],
  );
  const hands = useCanvasKeys({ frame, middle, save });
  const isEmpty = useDoc(({ present }) => present.flow.nodes.length === 0 && present.flow.notes.length === 0);
  useEffect(() => keepCollapsed(editor, flowId), [editor, flowId]);
  useEffect(
    () =>
      offerCommands(async () =>
        (await import('#components/editor/find/editor-commands.tsx')).editorCommands(hands, keys),
      ),
    [hands, keys],
  );
  return (
    <div ref={frame} className="relative size-full">
      <CanvasActionsContext value={useOwnCanvasActions()}>
        <WritingContext value={useUi((state) => state.writing)}>
          <Drawing onInit={onInit} isEmpty={isEmpty} />
        </WritingContext>
        {isEmpty && <EmptyCanvas />}
        <QuickAddMenu middle={middle} />
      </CanvasActionsContext>
      {useUi((state) => state.find) && <FindBar hands={hands} />}
      {useUi((state) => state.dialog === 'connect') && <ConnectDialog hands={hands} />}
      <LiveChanges />
    </div>
  );
}

/** A wire or a card that the Tab key comes to is selected, so that the other keys mean it. */
function useSelectOnFocus() {
  const { editor } = useEditor();
  return (event: FocusEvent<HTMLElement>) => {
    const target = event.target as Element;
    if (!target.matches(':focus-visible')) return;
    const id = (target as HTMLElement).dataset.id;
    if (id === undefined) return;
    const { nodes, edges } = editor.selection();
    if (target.matches('.react-flow__edge') && !edges.has(id))
      editor.select({ nodes: new Set(), edges: new Set([id]) });
    if (target.matches('.react-flow__node') && !nodes.has(id)) editor.select(selectNodes([id]));
  };
}

type DrawingProps = { onInit: (instance: ReactFlowInstance<CanvasNode, WireEdge>) => void; isEmpty: boolean };

function Drawing({ onInit, isEmpty }: DrawingProps) {
  const { editor } = useEditor();
  const view = useStore(editor.view, (value) => value);
  const t = useTranslations('drawing.canvas');
  const handlers = useCanvasHandlers();
  const onFocus = useSelectOnFocus();
  return (
    <ReactFlow<CanvasNode, WireEdge>
      className={cn('flow-canvas', isEmpty && 'is-empty')}
      aria-label={t('label')}
      nodes={view.nodes}
      edges={view.edges}
      nodeTypes={NODE_TYPES}
      edgeTypes={EDGE_TYPES}
      {...handlers}
      onFocusCapture={onFocus}
      onInit={onInit}
      onlyRenderVisibleElements={view.nodes.length > LARGE}
      minZoom={0.1}
      maxZoom={1.75}
      snapToGrid
      snapGrid={SNAP}
      connectionRadius={28}
      connectOnClick={false}
      selectionMode={SelectionMode.Partial}
      multiSelectionKeyCode={ADD_KEYS}
      deleteKeyCode={null}
      panOnScroll
      zoomOnDoubleClick={false}
      elevateNodesOnSelect={false}
      disableKeyboardA11y
      nodeDragThreshold={2}
      selectNodesOnDrag={false}
    >
      {AROUND}
    </ReactFlow>
  );
}

/** Of its own, so that the width of the window is not asked with every frame of a drag. */
function MinimapSlot() {
  const isPhone = useIsPhone();
  return useUi((state) => state.minimap) && !isPhone ? <Minimap /> : null;
}

// Constant: as children that are new with every render they would all render with every frame of a drag.
const AROUND = (
  <>
    <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} />
    <PendingWire />
    <CanvasControls />
    <MinimapSlot />
  </>
);
