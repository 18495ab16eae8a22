'use client';
import { useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { FIT } from '#components/editor/canvas/canvas-types.ts';
import { glide } from '#components/editor/canvas/glide.ts';
import { commandOf, type Command } from '#components/editor/canvas/shortcuts.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import { addNote } from '#components/editor/model/notes.ts';
import { NOTHING, onlyNode, selectNodes } from '#components/editor/model/selection.ts';
import { walk } from '#components/editor/model/walk.ts';
import * as actions from '#components/editor/store/actions.ts';
import type { Editor } from '#components/editor/store/editor.ts';
import { focusField, type UiStore } from '#components/editor/store/ui.ts';

const TYPING =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="menu"], [role="listbox"], [role="alertdialog"]';

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest(TYPING) !== null;
}

/** Enter and Space belong to a focused button or link, not to the canvas. */
function isControl(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('button, a, [role="tab"], [role="switch"], summary') !== null;
}

type Hands = {
  editor: Editor;
  ui: UiStore;
  middle: () => { x: number; y: number };
  view: Pick<
    ReturnType<typeof useReactFlow>,
    'fitView' | 'zoomTo' | 'zoomIn' | 'zoomOut' | 'getNode' | 'setCenter' | 'getZoom'
  >;
  save: () => void;
};

function goTo({ editor, view }: Hands, id: string | null) {
  if (id === null) return;
  editor.select(selectNodes([id]));
  const element = document.querySelector<HTMLElement>(`.flow-canvas [data-id="${CSS.escape(id)}"]`);
  element?.focus({ preventScroll: true });
  const box = element?.getBoundingClientRect();
  const hidden =
    box && (box.left < 0 || box.top < 60 || box.right > window.innerWidth || box.bottom > window.innerHeight);
  const node = view.getNode(id);
  if (node && hidden)
    void view.setCenter(node.position.x + 132, node.position.y + 48, { zoom: view.getZoom(), ...glide(150) });
}

function openAdd({ editor, ui }: Hands) {
  const from = actions.outletOf(editor, onlyNode(editor.selection()));
  const element = from && document.querySelector(`.flow-canvas [data-id="${CSS.escape(from.node)}"]`);
  const box = element?.getBoundingClientRect();
  const screen = box ? { x: box.right + 12, y: box.top } : { x: window.innerWidth / 2 - 160, y: 140 };
  ui.patch({ quickAdd: { screen, at: null, from } });
}

const DO: { [Name in Command['do']]: (hands: Hands, command: Extract<Command, { do: Name }>) => void } = {
  undo: ({ editor }) => editor.undo(),
  redo: ({ editor }) => editor.redo(),
  delete: ({ editor }) => void actions.deleteSelection(editor),
  duplicate: ({ editor }) => actions.duplicateSelection(editor),
  selectAll: ({ editor }) => actions.selectEverything(editor),
  switch: ({ editor }) => actions.switchSelection(editor),
  add: openAdd,
  open: ({ ui }) => focusField(ui, null),
  rename: ({ ui }) => focusField(ui, 'name'),
  fit: ({ view }) => void view.fitView({ ...FIT, ...glide(180) }),
  actual: ({ view }) => void view.zoomTo(1, glide(150)),
  zoomIn: ({ view }) => void view.zoomIn(glide(120)),
  zoomOut: ({ view }) => void view.zoomOut(glide(120)),
  escape: ({ editor }) => editor.select(NOTHING),
  tidy: ({ editor, view }) => {
    actions.tidyUp(editor);
    requestAnimationFrame(() => void view.fitView({ ...FIT, ...glide(180) }));
  },
  help: ({ ui }) => ui.patch({ dialog: 'shortcuts' }),
  save: ({ save }) => save(),
  note: ({ editor, middle }) => {
    const added = addNote(editor.flow(), middle());
    editor.change(added.flow, { selection: selectNodes([added.id]) });
  },
  walk: (hands, { step }) => goTo(hands, walk(hands.editor.flow(), onlyNode(hands.editor.selection()), step)),
  nudge: ({ editor }, { by }) => actions.nudgeSelection(editor, by),
};

/** The keyboard of the canvas, and the system's clipboard. Keys typed into fields and dialogs stay theirs. */
export function useCanvasKeys(options: { middle: () => { x: number; y: number }; save: () => void }) {
  const { editor, ui } = useEditor();
  const view = useReactFlow();
  const { middle, save } = options;
  useEffect(() => {
    const hands: Hands = { editor, ui, view, middle, save };
    const onKey = (event: KeyboardEvent) => {
      const pressed = { key: event.key, mod: event.ctrlKey || event.metaKey, shift: event.shiftKey, alt: event.altKey };
      const command = commandOf(pressed);
      const ours =
        command?.do === 'save' || (!isTyping(event.target) && !(event.key === 'Enter' && isControl(event.target)));
      if (!command || !ours || event.defaultPrevented) return;
      event.preventDefault();
      (DO[command.do] as (hands: Hands, command: Command) => void)(hands, command);
    };
    const stopClipboard = listenToClipboard(hands);
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
      stopClipboard();
    };
  }, [editor, ui, view, middle, save]);
}

function listenToClipboard({ editor, middle }: Hands): () => void {
  let copied: string | null = null;
  const onCopy = (event: ClipboardEvent) => {
    const selectedText = window.getSelection()?.toString() ?? '';
    const text = isTyping(event.target) || selectedText !== '' ? null : actions.copySelection(editor);
    if (text === null) return;
    copied = text;
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    if (event.type === 'cut') actions.deleteSelection(editor);
  };
  const onPaste = (event: ClipboardEvent) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    if (isTyping(event.target)) return;
    // What was copied here a moment ago comes to lie beside itself, anything else in the middle of the view.
    if (actions.pasteText(editor, text, text === copied ? null : middle())) event.preventDefault();
  };
  document.addEventListener('copy', onCopy);
  document.addEventListener('cut', onCopy);
  document.addEventListener('paste', onPaste);
  return () => {
    document.removeEventListener('copy', onCopy);
    document.removeEventListener('cut', onCopy);
    document.removeEventListener('paste', onPaste);
  };
}
