'use client';
import { useEffect, type KeyboardEvent } from 'react';
import { commandOf } from '#components/editor/canvas/shortcuts.ts';
import { isTyping } from '#components/editor/canvas/typing.ts';
import { useEditor } from '#components/editor/editor-context.tsx';
import type { ListHands } from '#components/editor/list/list-context.ts';

/** Keys that mean the same as on the canvas, wherever the focus is in the editor. */
export function useEditorKeys(save: () => void): void {
  const { editor, ui } = useEditor();
  useEffect(() => {
    const DO: Record<string, () => void> = {
      undo: editor.undo,
      redo: editor.redo,
      save,
      help: () => ui.patch({ dialog: 'shortcuts' }),
      list: () => ui.patch({ list: false }),
    };
    const onKey = (event: globalThis.KeyboardEvent) => {
      const pressed = { key: event.key, mod: event.ctrlKey || event.metaKey, shift: event.shiftKey, alt: event.altKey };
      const what = commandOf(pressed)?.do;
      const act = what && DO[what];
      if (!act || event.defaultPrevented || (what !== 'save' && isTyping(event.target))) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [editor, ui, save]);
}

/** The keys of the line that has the focus. */
export function lineKeys(hands: ListHands & { order: readonly string[] }, addAfter: (id: string) => void) {
  return (event: KeyboardEvent<HTMLElement>) => {
    const id = (event.target as HTMLElement).dataset.line;
    if (id === undefined) return;
    const at = hands.order.indexOf(id);
    const walk = (index: number) => () => {
      const next = hands.order[Math.max(0, Math.min(hands.order.length - 1, index))];
      if (next !== undefined) hands.goTo(next);
    };
    const plain: Record<string, () => void> = {
      ArrowDown: walk(at + 1),
      ArrowUp: walk(at - 1),
      Home: walk(0),
      End: walk(hands.order.length - 1),
      F2: () => hands.rename(id),
      Delete: () => hands.remove(id),
      Backspace: () => hands.remove(id),
      n: () => addAfter(id),
      c: () => hands.connect(id),
      d: () => hands.toggle(id),
      r: () => hands.add({ replace: id }),
    };
    const moves: Record<string, () => void> = {
      ArrowUp: () => hands.mover(id, -1)?.(),
      ArrowDown: () => hands.mover(id, 1)?.(),
    };
    const mod = event.ctrlKey || event.metaKey;
    const act = event.altKey && !mod ? moves[event.key] : mod || event.altKey ? undefined : plain[event.key];
    if (mod && event.key === 'd') hands.duplicate(id);
    else if (act) act();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
