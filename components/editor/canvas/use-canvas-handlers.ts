'use client';
import {
  applyNodeChanges,
  useReactFlow,
  type Connection,
  type EdgeChange,
  type NodeChange,
  type OnNodeDrag,
} from '@xyflow/react';
import { useMemo, type DragEvent, type MouseEvent as ReactMouseEvent } from 'react';
import { useTranslations } from 'use-intl';
import { NODE_MIME } from '#components/editor/palette/drag.ts';
import type { CanvasActions } from '#components/editor/canvas/canvas-actions.ts';
import { withMembersMoved } from '#components/editor/canvas/group-nodes.ts';
import { edgeUnder } from '#components/editor/canvas/edge-under.ts';
import { edgeOf, wireHandlers, type ToFlow } from '#components/editor/canvas/wire-handlers.ts';
import { flagEdge, movedView, type CanvasNode, type WireEdge } from '#components/editor/canvas/view.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { connectionProblem, disconnect } from '#components/editor/model/edge-commands.ts';
import { findNode } from '#components/editor/model/graph.ts';
import { canvasIdOf, groupIdOf, renameGroup, ungroup } from '#components/editor/model/groups.ts';
import { isLoose } from '#components/editor/model/insert.ts';
import { setNote } from '#components/editor/model/notes.ts';
import { CARD } from '#components/editor/model/placement.ts';
import { selectNodes } from '#components/editor/model/selection.ts';
import { addStep, commitDrag } from '#components/editor/store/actions.ts';
import { toggleCollapsed } from '#components/editor/store/group-actions.ts';
import type { Editor } from '#components/editor/store/editor.ts';
import { openStep } from '#components/editor/store/ui.ts';

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

type Moved = Extract<NodeChange<CanvasNode>, { type: 'position' | 'dimensions' }>;

/** What a frame holds moves with it. */
function withFollowers(nodes: CanvasNode[], changes: Moved[]): NodeChange<CanvasNode>[] {
  if (!changes.some((change) => groupIdOf(change.id) !== null)) return changes;
  const places = new Map(
    changes.flatMap((change) =>
      change.type === 'position' && change.position ? [[change.id, change.position] as const] : [],
    ),
  );
  const followers = [...withMembersMoved(nodes, places)].filter(([id]) => !places.has(id));
  return [...changes, ...followers.map(([id, position]) => ({ id, type: 'position' as const, position }))];
}

/** A card that has been drawn needs no guessed ports any more. */
function drawn(nodes: CanvasNode[], changes: readonly { id: string }[]): CanvasNode[] {
  const ids = new Set(changes.map((change) => change.id));
  return nodes.map((node) => {
    if (!node.handles || !ids.has(node.id)) return node;
    const { handles: _guessed, ...rest } = node;
    return rest;
  });
}

function onNodesChange(editor: Editor, changes: NodeChange<CanvasNode>[]) {
  applySelection(editor, 'nodes', changes);
  const others = changes.filter((change) => change.type === 'position' || change.type === 'dimensions');
  if (others.length === 0) return;
  // While dragging only the view moves; the document learns of it once, when the drag ends.
  const view = editor.view.get();
  const nodes = applyNodeChanges<CanvasNode>(withFollowers(view.nodes, others), view.nodes);
  editor.view.set(movedView(view, drawn(nodes, others), { flow: editor.flow() }));
}

/** A step that nothing is wired to marks the wire that it is held over. */
function onNodeDrag(editor: Editor): OnNodeDrag<CanvasNode> {
  return (event, dragged, all) => {
    const node = all.length === 1 ? findNode(editor.flow(), dragged.id) : undefined;
    if (!node || !isLoose(editor.flow(), node, editor.catalogue)) return;
    editor.view.set(flagEdge(editor.view.get(), 'splice', edgeUnder(event, dragged.id)));
  };
}

function stopDrag(editor: Editor, node?: string) {
  commitDrag(editor, node);
  editor.view.set(flagEdge(editor.view.get(), 'splice', null));
}

/** A wire under the pointer offers what can be done with it, for as long as the pointer is at it or at the offer. */
function hoverHandlers(editor: Editor) {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const flag = (id: string | null) => editor.view.set(flagEdge(editor.view.get(), 'hover', id));
  const leave = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (document.querySelector('[data-edge-tools]:hover') ? leave() : flag(null)), 250);
  };
  return {
    onEdgeMouseEnter: (_: ReactMouseEvent, edge: WireEdge) => {
      clearTimeout(timer);
      flag(edge.id);
    },
    onEdgeMouseLeave: leave,
  };
}

function dropHandlers(editor: Editor, toFlow: ToFlow) {
  return {
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(NODE_MIME)) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = 'copy';
    },
    onDrop: (event: DragEvent) => {
      const type = event.dataTransfer.getData(NODE_MIME);
      if (type === '') return;
      event.preventDefault();
      const edge = edgeUnder(event.nativeEvent, null);
      const at = toFlow({ x: event.clientX, y: event.clientY });
      const place = { x: at.x - CARD.width / 2, y: at.y - 28 };
      addStep(editor, { type, at: place, middle: at, ...(edge === null ? {} : { edge }) });
    },
  };
}

const DOUBLE_CLICK_MS = 500;
const SAME_PLACE = 6;

type Click = { clientX: number; clientY: number; timeStamp: number };

/** After the first click the settings come out, over the card or beside it: the second may meet anything. */
function onSecondClick({ clientX, clientY, timeStamp }: Click, act: () => void): void {
  const second = (event: MouseEvent) => {
    stop();
    const isLate = event.detail < 2 && event.timeStamp - timeStamp > DOUBLE_CLICK_MS;
    if (isLate || Math.hypot(event.clientX - clientX, event.clientY - clientY) > SAME_PLACE) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const stop = () => window.removeEventListener('click', second, true);
  // The first one has passed the window already. A busy page hears of the second late, so its own time counts.
  window.addEventListener('click', second, true);
}

/** Everything that the canvas answers to with the pointer. */
export function useCanvasHandlers() {
  const t = useTranslations('drawing.problem');
  const { editor, ui } = useEditor();
  const { screenToFlowPosition } = useReactFlow();
  return useMemo(() => {
    const toFlow: ToFlow = (screen) => screenToFlowPosition(screen);
    return {
      onNodesChange: (changes: NodeChange<CanvasNode>[]) => onNodesChange(editor, changes),
      onEdgesChange: (changes: EdgeChange<WireEdge>[]) => applySelection(editor, 'edges', changes),
      onNodeDrag: onNodeDrag(editor),
      onNodeDragStop: (_event: unknown, node: CanvasNode) => stopDrag(editor, node.id),
      onSelectionDragStop: () => stopDrag(editor),
      onNodeClick: (event: Click, node: CanvasNode) => {
        ui.patch({ inspector: true });
        if (node.type !== 'card') return;
        onSecondClick(event, () => {
          // The focus that comes back from a window late can have selected another one since the first click.
          editor.select(selectNodes([node.id]));
          openStep(ui);
        });
      },
      isValidConnection: (connection: Connection | WireEdge) =>
        connectionProblem(editor.flow(), edgeOf(connection), editor.catalogue) === null,
      ...hoverHandlers(editor),
      ...wireHandlers({ editor, ui, toFlow, t }),
      ...dropHandlers(editor, toFlow),
    };
  }, [editor, ui, screenToFlowPosition, t]);
}

/** What cards and wires may ask of this editor. */
export function useOwnCanvasActions(): CanvasActions {
  const { editor, ui } = useEditor();
  return useMemo(
    () => ({
      addAfter: (from, screen) => ui.patch({ quickAdd: { screen, at: null, from } }),
      addInto: (edge, screen) => ui.patch({ quickAdd: { screen, at: null, edge } }),
      removeEdge: (id) => editor.change(disconnect(editor.flow(), id)),
      setNote: (id, text) => editor.change(setNote(editor.flow(), id, { text })),
      resizeNote: (id, size) => editor.change(setNote(editor.flow(), id, { size }), { key: `size:${id}` }),
      renameGroup: (id, name) => editor.change(renameGroup(editor.flow(), id, name)),
      toggleGroup: (canvasId) => toggleCollapsed(editor, canvasId),
      ungroup: (id) => editor.change(ungroup(editor.flow(), new Set([canvasIdOf(id)]))),
      write: (writing) => ui.patch({ writing }),
    }),
    [editor, ui],
  );
}
