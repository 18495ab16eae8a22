'use client';
import {
  applyNodeChanges,
  useReactFlow,
  type Connection,
  type EdgeChange,
  type NodeChange,
  type OnConnectEnd,
} from '@xyflow/react';
import { useMemo, type DragEvent } from 'react';
import { NODE_MIME } from '#components/editor/palette/drag.ts';
import type { CanvasActions } from '#components/editor/canvas/canvas-actions.ts';
import type { CanvasNode, WireEdge } from '#components/editor/canvas/view.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { connect, connectionProblem, disconnect } from '#components/editor/model/edge-commands.ts';
import { setNote } from '#components/editor/model/notes.ts';
import { CARD } from '#components/editor/model/placement.ts';
import { addStep, commitDrag } from '#components/editor/store/actions.ts';
import type { Editor } from '#components/editor/store/editor.ts';
import type { UiStore } from '#components/editor/store/ui.ts';
import { toast } from '#components/ui/toast.ts';
import type { FlowEdge } from '#lib/flow.ts';
import { IN_PORT, OUT_PORT } from '#nodes/define.ts';

type Point = { x: number; y: number };
type ToFlow = (screen: Point) => Point;

function edgeOf(connection: Connection | WireEdge): FlowEdge {
  return {
    from: { node: connection.source, port: connection.sourceHandle ?? OUT_PORT },
    to: { node: connection.target, port: connection.targetHandle ?? IN_PORT },
  };
}

/** Selection flags come as changes of nodes and edges; the document holds them as two sets. */
function applySelection(
  editor: Editor,
  kind: 'nodes' | 'edges',
  changes: (NodeChange<CanvasNode> | EdgeChange<WireEdge>)[],
) {
  const selects = changes.filter((change) => change.type === 'select');
  if (selects.length === 0) return;
  const selection = editor.selection();
  const ids = new Set(selection[kind]);
  for (const change of selects) {
    if (change.selected) ids.add(change.id);
    else ids.delete(change.id);
  }
  editor.select({ ...selection, [kind]: ids });
}

function onNodesChange(editor: Editor, changes: NodeChange<CanvasNode>[]) {
  applySelection(editor, 'nodes', changes);
  const others = changes.filter((change) => change.type === 'position' || change.type === 'dimensions');
  if (others.length === 0) return;
  // While dragging only the view moves; the document learns of it once, when the drag ends.
  const view = editor.view.get();
  editor.view.set({ ...view, nodes: applyNodeChanges<CanvasNode>(others, view.nodes) });
}

function pointOf(event: MouseEvent | TouchEvent): Point {
  const touch = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}

/** A wire dropped on a card's body connects to it; one dropped on empty ground asks which step to put there. */
function onConnectEnd(parts: { editor: Editor; ui: UiStore; toFlow: ToFlow }): OnConnectEnd {
  const { editor, ui, toFlow } = parts;
  return (event, state) => {
    const start = state.fromHandle;
    if (state.isValid || !start || start.type !== 'source') return;
    const from = { node: start.nodeId, port: start.id ?? OUT_PORT };
    const screen = pointOf(event);
    const under = document.elementFromPoint(screen.x, screen.y);
    const target = under?.closest<HTMLElement>('.react-flow__node')?.dataset.id;
    if (target === from.node) return;
    if (target !== undefined) {
      const edge = { from, to: { node: target, port: IN_PORT } };
      const problem = connectionProblem(editor.flow(), edge, editor.catalogue);
      if (problem) toast(problem);
      else editor.change(connect(editor.flow(), edge, editor.catalogue));
    } else if (under?.closest('.react-flow__pane')) {
      const at = toFlow(screen);
      ui.patch({ quickAdd: { screen, at: { x: at.x, y: at.y - CARD.height / 2 }, from } });
    }
  };
}

/** Everything that the canvas answers to with the pointer. */
export function useCanvasHandlers() {
  const { editor, ui } = useEditor();
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    const toFlow: ToFlow = (screen) => screenToFlowPosition(screen);
    return {
      onNodesChange: (changes: NodeChange<CanvasNode>[]) => onNodesChange(editor, changes),
      onEdgesChange: (changes: EdgeChange<WireEdge>[]) => applySelection(editor, 'edges', changes),
      onNodeDragStop: () => commitDrag(editor),
      onSelectionDragStop: () => commitDrag(editor),
      onNodeClick: () => ui.patch({ inspector: true }),
      isValidConnection: (connection: Connection | WireEdge) =>
        connectionProblem(editor.flow(), edgeOf(connection), editor.catalogue) === null,
      onConnect: (connection: Connection) =>
        editor.change(connect(editor.flow(), edgeOf(connection), editor.catalogue)),
      onConnectEnd: onConnectEnd({ editor, ui, toFlow }),
      onDragOver: (event: DragEvent) => {
        if (!event.dataTransfer.types.includes(NODE_MIME)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = 'copy';
      },
      onDrop: (event: DragEvent) => {
        const type = event.dataTransfer.getData(NODE_MIME);
        if (type === '') return;
        event.preventDefault();
        const at = toFlow({ x: event.clientX, y: event.clientY });
        addStep(editor, { type, at: { x: at.x - CARD.width / 2, y: at.y - 28 }, middle: at });
      },
    };
  }, [editor, ui, screenToFlowPosition]);
}

/** What cards and wires may ask of this editor. */
export function useOwnCanvasActions(): CanvasActions {
  const { editor, ui } = useEditor();
  return useMemo(
    () => ({
      addAfter: (from, screen) => ui.patch({ quickAdd: { screen, at: null, from } }),
      removeEdge: (id) => editor.change(disconnect(editor.flow(), id)),
      setNote: (id, text) => editor.change(setNote(editor.flow(), id, { text })),
    }),
    [editor, ui],
  );
}
