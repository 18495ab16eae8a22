import type { useReactFlow } from '@xyflow/react';
import { FIT } from '#components/editor/canvas/canvas-types.ts';
import { glide } from '#components/editor/canvas/glide.ts';
import type { Command } from '#components/editor/canvas/shortcuts.ts';
import { findNode } from '#components/editor/model/graph.ts';
import { findGroup } from '#components/editor/model/groups.ts';
import { NOTHING, onlyNode, selectNodes } from '#components/editor/model/selection.ts';
import { visibleOf } from '#components/editor/model/visible.ts';
import { walk } from '#components/editor/model/walk.ts';
import * as actions from '#components/editor/store/actions.ts';
import { duplicateSelection } from '#components/editor/store/clipboard-actions.ts';
import type { Editor } from '#components/editor/store/editor.ts';
import { groupSelection, reveal, toggleCollapsed, ungroupSelection } from '#components/editor/store/group-actions.ts';
import { focusField, openStep, type UiStore } from '#components/editor/store/ui.ts';

type Point = { x: number; y: number };

/** What a command of the canvas needs to do its work. */
export type Hands = {
  editor: Editor;
  ui: UiStore;
  /** The middle of the view in the drawing's own measure, and where the pointer was last, on the screen. */
  middle: () => Point;
  pointer: () => Point | null;
  view: Pick<
    ReturnType<typeof useReactFlow>,
    'fitView' | 'zoomTo' | 'zoomIn' | 'zoomOut' | 'setCenter' | 'getZoom' | 'screenToFlowPosition'
  >;
  save: () => void;
  /** How a new group is called before it gets a name. */
  groupName: string;
};

const elementOf = (id: string) => document.querySelector<HTMLElement>(`.flow-canvas [data-id="${CSS.escape(id)}"]`);

function isHidden(box: DOMRect): boolean {
  return box.left < 0 || box.top < 60 || box.right > window.innerWidth || box.bottom > window.innerHeight;
}

/** Selects a card, brings it into sight and gives it the focus, so that screen readers say what it is. */
export function goTo({ editor, view }: Pick<Hands, 'editor' | 'view'>, id: string | null): void {
  if (id === null) return;
  reveal(editor, id);
  editor.select(selectNodes([id]));
  const element = elementOf(id);
  element?.focus({ preventScroll: true });
  const node = editor.view.get().nodes.find((one) => one.id === id);
  if (!node || (element && !isHidden(element.getBoundingClientRect()))) return;
  const motion = element ? glide(150) : { duration: 0 };
  void view.setCenter(node.position.x + 132, node.position.y + 48, { zoom: view.getZoom(), ...motion });
  // What is far out of sight of a large drawing is made only once it is in sight.
  if (!element) requestAnimationFrame(() => requestAnimationFrame(() => elementOf(id)?.focus({ preventScroll: true })));
}

/** Where a menu opens: beside the selected card, else at the pointer, else in the upper middle. */
function menuPlace({ pointer }: Hands, id: string | null): Point {
  const box = id === null ? undefined : elementOf(id)?.getBoundingClientRect();
  if (box) return { x: Math.min(box.right + 12, window.innerWidth - 340), y: box.top };
  return pointer() ?? { x: window.innerWidth / 2 - 160, y: 140 };
}

function openAdd(hands: Hands) {
  const { editor, ui, view, pointer } = hands;
  const [edge] = editor.selection().edges;
  const id = onlyNode(editor.selection());
  const from = actions.outletOf(editor, id);
  const screen = menuPlace(hands, from && id);
  if (edge !== undefined && editor.selection().nodes.size === 0)
    return ui.patch({ quickAdd: { screen, at: null, edge } });
  const at = from || !pointer() ? null : view.screenToFlowPosition(screen);
  ui.patch({ quickAdd: { screen, at, from } });
}

function openReplace(hands: Hands) {
  const id = onlyNode(hands.editor.selection());
  if (id === null || !findNode(hands.editor.flow(), id)) return;
  hands.ui.patch({ quickAdd: { screen: menuPlace(hands, id), at: null, replace: id } });
}

/** Groups open and close, notes are written on, steps show their settings. */
function open({ editor, ui }: Hands) {
  const id = onlyNode(editor.selection());
  if (id !== null && findGroup(editor.flow(), id)) return toggleCollapsed(editor, id);
  if (id !== null && editor.flow().notes.some((note) => note.id === id)) return ui.patch({ writing: id });
  if (id !== null) openStep(ui);
}

function rename({ editor, ui }: Hands) {
  const id = onlyNode(editor.selection());
  if (id !== null && !findNode(editor.flow(), id)) return ui.patch({ writing: id });
  focusField(ui, 'name');
}

/** Lays the drawing out; once the cards have come to rest all of it is shown. */
export function tidyAndShow({ editor, view }: Pick<Hands, 'editor' | 'view'>): void {
  const isAll = editor.selection().nodes.size < 2;
  actions.tidyUp(editor);
  if (isAll) setTimeout(() => void view.fitView({ ...FIT, ...glide(180) }), glide(200).duration);
}

const DO: { [Name in Command['do']]: (hands: Hands, command: Extract<Command, { do: Name }>) => void } = {
  undo: ({ editor }) => editor.undo(),
  redo: ({ editor }) => editor.redo(),
  delete: ({ editor }) => void actions.deleteSelection(editor),
  bridge: ({ editor }) => actions.bridgeSelection(editor),
  duplicate: ({ editor }) => duplicateSelection(editor),
  selectAll: ({ editor }) => actions.selectEverything(editor),
  switch: ({ editor }) => actions.switchSelection(editor),
  add: openAdd,
  connect: ({ editor, ui }) => {
    const id = onlyNode(editor.selection());
    if (id !== null && findNode(editor.flow(), id)) ui.patch({ dialog: 'connect' });
  },
  replace: openReplace,
  group: ({ editor, groupName }) => void groupSelection(editor, groupName),
  ungroup: ({ editor }) => ungroupSelection(editor),
  open,
  rename,
  pin: ({ editor, ui }) => {
    const node = onlyNode(editor.selection());
    if (node !== null && findNode(editor.flow(), node)) ui.patch({ trial: { what: 'pin', node } });
  },
  fit: ({ view }) => void view.fitView({ ...FIT, ...glide(180) }),
  actual: ({ view }) => void view.zoomTo(1, glide(150)),
  zoomIn: ({ view }) => void view.zoomIn(glide(120)),
  zoomOut: ({ view }) => void view.zoomOut(glide(120)),
  minimap: ({ ui }) => ui.patch({ minimap: !ui.get().minimap }),
  find: ({ ui }) => ui.patch({ find: true }),
  list: ({ ui }) => ui.patch({ list: true }),
  escape: ({ editor, ui }) => (ui.get().find ? ui.patch({ find: false }) : editor.select(NOTHING)),
  tidy: tidyAndShow,
  help: ({ ui }) => ui.patch({ dialog: 'shortcuts' }),
  save: ({ save }) => save(),
  note: ({ editor, ui, middle }) => ui.patch({ writing: actions.putNote(editor, middle()) }),
  walk: (hands, { step }) => {
    const visible = visibleOf(hands.editor.flow(), hands.editor.collapsed.get());
    goTo(hands, walk(visible, onlyNode(hands.editor.selection()), step));
  },
  extend: ({ editor }, { step }) => actions.extendSelection(editor, step),
  nudge: ({ editor }, { by }) => actions.nudgeSelection(editor, by),
};

/** Does what a key, or the command bar, asks for. */
export function perform(hands: Hands, command: Command): void {
  (DO[command.do] as (hands: Hands, command: Command) => void)(hands, command);
}
