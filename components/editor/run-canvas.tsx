'use client';
import {
  applyNodeChanges,
  Background,
  BackgroundVariant,
  Controls,
  ReactFlow,
  ReactFlowProvider,
  type NodeChange,
} from '@xyflow/react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { EDGE_TYPES, FIT, NODE_TYPES } from '#components/editor/canvas/canvas-types.ts';
import { useConnectionNames } from '#components/editor/canvas/use-connection-names.ts';
import { buildView, EMPTY_VIEW, movedView, type CanvasNode, type WireEdge } from '#components/editor/canvas/view.ts';
import { deriveCards, NO_CARDS } from '#components/editor/model/cards.ts';
import {
  edgeMarks,
  marksOf,
  type EdgeMark,
  type RunOverlay,
  type StepMark,
} from '#components/editor/model/run-overlay.ts';
import { NOTHING } from '#components/editor/model/selection.ts';
import { trustOf } from '#components/editor/model/trust.ts';
import { createStore, useStore } from '#components/editor/store/store.ts';
import { spokenCatalogue } from '#components/texts/step-texts.ts';
import type { Flow } from '#lib/flow.ts';
import { catalogue } from '#nodes/index.ts';
import '#components/editor/canvas/canvas.css';

export type RunCanvasProps = {
  flow: Flow;
  /** The run to lay over it; null shows the drawing alone. */
  overlay: RunOverlay | null;
  /** Called with the id of a card that was clicked or opened by key. */
  onNode?: (node: string) => void;
  className?: string;
};

// On a phone all of it at once would be too small to read: then the middle, to drag from there.
const READABLE = { ...FIT, minZoom: 0.45 };

/** The drawing as it ran, with the state of each step. To look at only. */
export function RunCanvas({ flow, overlay, onNode, className }: RunCanvasProps) {
  const t = useTranslations('editor.page');
  const { view, onNodesChange } = useRunView(flow, overlay);
  return (
    <div className={className ?? 'h-96'}>
      <ReactFlowProvider>
        <ReactFlow<CanvasNode, WireEdge>
          className="flow-canvas"
          aria-label={t('asItRan')}
          nodes={view.nodes}
          edges={view.edges}
          onNodesChange={onNodesChange}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          fitView
          fitViewOptions={READABLE}
          minZoom={0.1}
          maxZoom={1.5}
          nodesDraggable={false}
          nodesConnectable={false}
          elementsSelectable={false}
          nodesFocusable={onNode !== undefined}
          edgesFocusable={false}
          // The page around it scrolls; the drawing moves by dragging.
          preventScrolling={false}
          zoomOnScroll={false}
          onNodeClick={(_, node) => onNode?.(node.id)}
        >
          <Background variant={BackgroundVariant.Dots} gap={24} size={1.4} />
          <Controls showInteractive={false} />
        </ReactFlow>
      </ReactFlowProvider>
    </div>
  );
}

/** The view of a drawing that does not change and a run that does; cards whose step stands still are left alone. */
function useRunView(flow: Flow, overlay: RunOverlay | null) {
  const t = useTranslations('drawing.names');
  const connections = useConnectionNames();
  const [view] = useState(() => createStore(EMPTY_VIEW));
  const marks = useRef<ReadonlyMap<string, StepMark>>(new Map());
  const wires = useRef<ReadonlyMap<string, EdgeMark>>(new Map());
  const drawn = useMemo(() => {
    const words = spokenCatalogue(catalogue);
    return { cards: deriveCards(flow, words, NO_CARDS), trust: trustOf(flow, words) };
  }, [flow]);
  useEffect(() => {
    marks.current = overlay ? marksOf(flow, overlay, marks.current) : new Map();
    wires.current = overlay ? edgeMarks(flow, overlay, wires.current) : new Map();
    const next = { flow, ...drawn, marks: marks.current, edgeMarks: wires.current };
    const steps = overlay?.steps ?? [];
    const flows = new Map(steps.flatMap(({ called }) => (called ? [[called.flowId, { name: called.flowName }]] : [])));
    view.set(buildView(view.get(), { ...next, selection: NOTHING, problems: [], connections, flows, t }));
  }, [view, flow, drawn, overlay, connections, t]);
  // What React Flow measures must come back to it, else it hides every card until it has measured again.
  const onNodesChange = (changes: NodeChange<CanvasNode>[]) => {
    const sizes = changes.filter((change) => change.type === 'dimensions');
    if (sizes.length === 0) return;
    view.set(movedView(view.get(), applyNodeChanges<CanvasNode>(sizes, view.get().nodes), { flow }));
  };
  return { view: useStore(view, (value) => value), onNodesChange };
}
