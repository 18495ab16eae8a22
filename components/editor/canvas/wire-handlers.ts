import type { Connection, OnConnectEnd } from '@xyflow/react';
import type { WireEdge } from '#components/editor/canvas/view.ts';
import { connect, connectionProblem } from '#components/editor/model/edge-commands.ts';
import { findGroup } from '#components/editor/model/groups.ts';
import { CARD } from '#components/editor/model/placement.ts';
import { outletOf } from '#components/editor/store/actions.ts';
import type { Editor } from '#components/editor/store/editor.ts';
import type { UiStore } from '#components/editor/store/ui.ts';
import type { FlowEdge } from '#lib/flow.ts';
import { IN_PORT, OUT_PORT } from '#nodes/define.ts';
import type { Texts } from '#messages/types.ts';
import { toast } from '#components/ui/toast.ts';

type Point = { x: number; y: number };
export type ToFlow = (screen: Point) => Point;
type Parts = { editor: Editor; ui: UiStore; toFlow: ToFlow; t: Texts<'drawing.problem'> };

/** The edge that a gesture on the canvas means. */
export function edgeOf(connection: Connection | WireEdge): FlowEdge {
  return {
    from: { node: connection.source, port: connection.sourceHandle ?? OUT_PORT },
    to: { node: connection.target, port: connection.targetHandle ?? IN_PORT },
  };
}

function pointOf(event: MouseEvent | TouchEvent): Point {
  const touch = 'changedTouches' in event ? event.changedTouches[0] : event;
  return { x: touch?.clientX ?? 0, y: touch?.clientY ?? 0 };
}

/** The other end, for a wire that was drawn from either of its ends to the body of a card. */
function edgeToBody(
  editor: Editor,
  start: FlowEdge['from'],
  drawn: { isBackward: boolean; body: string },
): FlowEdge | null {
  if (!drawn.isBackward) return { from: start, to: { node: drawn.body, port: IN_PORT } };
  const from = outletOf(editor, drawn.body);
  return from && { from, to: start };
}

/** A wire dropped on a card's body connects to it; one dropped on empty ground asks which step to put there. */
function onDropped({ editor, ui, toFlow, t }: Parts): OnConnectEnd {
  return (event, state) => {
    const start = state.fromHandle;
    if (state.isValid || !start || findGroup(editor.flow(), start.nodeId)) return;
    const isBackward = start.type === 'target';
    const end = { node: start.nodeId, port: start.id ?? (isBackward ? IN_PORT : OUT_PORT) };
    const screen = pointOf(event);
    const under = document.elementFromPoint(screen.x, screen.y);
    const card = under?.closest<HTMLElement>('.react-flow__node-card');
    const body = card?.dataset.id;
    if (body === end.node) return;
    if (body !== undefined) {
      const edge = edgeToBody(editor, end, { isBackward, body });
      const problem = edge && connectionProblem(editor.flow(), edge, editor.catalogue);
      if (problem) toast(t(problem));
      else if (edge) editor.change(connect(editor.flow(), edge, editor.catalogue));
    } else if (under?.closest('.react-flow__pane')) {
      const { x, y } = toFlow(screen);
      const at = { x: isBackward ? x - CARD.width : x, y: y - CARD.height / 2 };
      ui.patch({ quickAdd: { screen, at, ...(isBackward ? { to: end } : { from: end }) } });
    }
  };
}

/** Drawing a wire. Escape gives it up: what React Flow then still tells of it counts for nothing. */
export function wireHandlers(parts: Parts) {
  const { editor } = parts;
  const drop = onDropped(parts);
  let drawing = false;
  const giveUp = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !drawing) return;
    drawing = false;
    event.stopPropagation();
    // React Flow ends the gesture when the button is let go; until then the line follows no longer.
    document.querySelector('.flow-canvas')?.classList.add('wire-given-up');
  };
  return {
    onConnectStart: () => {
      drawing = true;
      window.addEventListener('keydown', giveUp, true);
    },
    onConnect: (connection: Connection) => {
      if (drawing) editor.change(connect(editor.flow(), edgeOf(connection), editor.catalogue));
    },
    onConnectEnd: ((event, state) => {
      const dropped = drawing;
      drawing = false;
      window.removeEventListener('keydown', giveUp, true);
      document.querySelector('.flow-canvas')?.classList.remove('wire-given-up');
      if (dropped) drop(event, state);
    }) satisfies OnConnectEnd,
  };
}
