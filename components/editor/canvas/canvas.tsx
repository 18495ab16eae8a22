'use client';
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  type ReactFlowInstance,
} from '@xyflow/react';
import { useCallback, useRef } from 'react';
import { CanvasActionsContext } from '#components/editor/canvas/canvas-actions.ts';
import { CanvasControls } from '#components/editor/canvas/canvas-controls.tsx';
import { EDGE_TYPES, NODE_TYPES } from '#components/editor/canvas/canvas-types.ts';
import { EmptyCanvas } from '#components/editor/canvas/empty-canvas.tsx';
import { useCanvasHandlers, useOwnCanvasActions } from '#components/editor/canvas/use-canvas-handlers.ts';
import { useCanvasKeys } from '#components/editor/canvas/use-canvas-keys.ts';
import type { CanvasNode, WireEdge } from '#components/editor/canvas/view.ts';
import { useDoc, useEditor } from '#components/editor/editor-context.tsx';
import { showStart } from '#components/editor/canvas/show-start.ts';
import { GRID } from '#components/editor/model/placement.ts';
import { QuickAddMenu } from '#components/editor/palette/quick-add.tsx';
import { useStore } from '#components/editor/store/store.ts';
import '#components/editor/canvas/canvas.css';

// Constant: a new array with every render would make React Flow render all of itself with every frame of a drag.
const SNAP: [number, number] = [GRID, GRID];
const ADD_KEYS = ['Meta', 'Control', 'Shift'];

/** The drawing, to draw on. */
export function Canvas({ save }: { save: () => void }) {
  const { editor } = useEditor();
  const view = useStore(editor.view, (value) => value);
  const isEmpty = useDoc(({ present }) => present.flow.nodes.length === 0 && present.flow.notes.length === 0);
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
  const handlers = useCanvasHandlers();
  useCanvasKeys({ middle, save });
  return (
    <div ref={frame} className="relative size-full">
      <CanvasActionsContext value={useOwnCanvasActions()}>
        <ReactFlow<CanvasNode, WireEdge>
          // On a phone the button that adds a step stands in that corner.
          className="flow-canvas max-md:[&_.react-flow\_\_attribution]:mb-17!"
          aria-label="Drawing of the flow. Arrow keys go from step to step, Enter opens one, N adds one."
          nodes={view.nodes}
          edges={view.edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          {...handlers}
          onInit={onInit}
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
          <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} />
          <CanvasControls />
        </ReactFlow>
        {isEmpty && <EmptyCanvas />}
        <QuickAddMenu middle={middle} />
      </CanvasActionsContext>
    </div>
  );
}
