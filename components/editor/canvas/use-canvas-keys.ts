'use client';
import { useReactFlow } from '@xyflow/react';
import { useEffect, useMemo, useRef, type RefObject } from 'react';
import { useTranslations } from 'use-intl';
import { perform, type Hands } from '#components/editor/canvas/commands.ts';
import { commandOf } from '#components/editor/canvas/shortcuts.ts';
import { isControl, isTyping } from '#components/editor/canvas/typing.ts';
import { useClipboard } from '#components/editor/canvas/use-clipboard.ts';
import { useEditor } from '#components/editor/editor-context.tsx';

type Point = { x: number; y: number };
type Options = { frame: RefObject<HTMLElement | null>; middle: () => Point; save: () => void };

/** Where the pointer is over the canvas; null while it is elsewhere. A finger is nowhere when it is lifted. */
function usePointer(frame: RefObject<HTMLElement | null>): () => Point | null {
  const last = useRef<Point | null>(null);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const onMove = (event: PointerEvent) => {
      last.current = event.pointerType === 'touch' ? null : { x: event.clientX, y: event.clientY };
    };
    const onLeave = () => (last.current = null);
    element.addEventListener('pointermove', onMove);
    element.addEventListener('pointerleave', onLeave);
    return () => {
      element.removeEventListener('pointermove', onMove);
      element.removeEventListener('pointerleave', onLeave);
    };
  }, [frame]);
  return useMemo(() => () => last.current, []);
}

/** Keys that work wherever the cursor is in the editor. */
const EVERYWHERE = ['save', 'find'];

/** The keyboard of the canvas, and the system's clipboard. Keys typed into fields and dialogs stay theirs. */
export function useCanvasKeys({ frame, middle, save }: Options): Hands {
  const t = useTranslations('drawing.group');
  const { editor, ui } = useEditor();
  const view = useReactFlow();
  const pointer = usePointer(frame);
  const hands = useMemo(
    () => ({ editor, ui, view, middle, pointer, save, groupName: t('base') }),
    [editor, ui, view, middle, pointer, save, t],
  );
  useClipboard(editor, middle);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const pressed = { key: event.key, mod: event.ctrlKey || event.metaKey, shift: event.shiftKey, alt: event.altKey };
      const command = commandOf(pressed);
      if (!command || event.defaultPrevented) return;
      const ours =
        EVERYWHERE.includes(command.do) ||
        (!isTyping(event.target) && !(event.key === 'Enter' && isControl(event.target)));
      if (!ours) return;
      event.preventDefault();
      perform(hands, command);
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [hands]);
  return hands;
}
