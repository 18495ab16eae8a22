'use client';
import { useReactFlow, type NodeProps } from '@xyflow/react';
import { memo, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslations } from 'use-intl';
import { useCanvasActions, useIsWriting } from '#components/editor/canvas/canvas-actions.ts';
import { NoteText } from '#components/editor/canvas/note-text.tsx';
import type { NoteNode } from '#components/editor/canvas/view.ts';
import { sizeAfter } from '#components/editor/model/notes.ts';
import { GRID } from '#components/editor/model/placement.ts';
import { cn } from '#components/ui/cn.ts';

/** A note on the canvas: for people only, it does nothing. */
export const NoteCard = memo(function NoteCard({ id, data, selected }: NodeProps<NoteNode>) {
  const t = useTranslations('drawing.note');
  const actions = useCanvasActions();
  const writing = useIsWriting(id) && actions !== null;
  return (
    <div
      className={cn(
        'group/note relative size-full rounded-lg border bg-sunken text-sm text-ink-soft shadow-xs',
        selected ? 'border-accent' : 'border-line-strong',
      )}
      onDoubleClick={() => actions?.write(id)}
    >
      <div className="size-full overflow-hidden p-3">
        {writing ? <NoteEditor id={id} text={data.note.text} /> : <NoteText text={data.note.text || t('empty')} />}
      </div>
      {actions && <Grip id={id} note={data.note} shown={selected} />}
    </div>
  );
});

function NoteEditor({ id, text }: { id: string; text: string }) {
  const t = useTranslations('drawing.note');
  const actions = useCanvasActions();
  return (
    <textarea
      autoFocus
      aria-label={t('label')}
      className="nodrag nowheel size-full resize-none bg-transparent outline-none"
      defaultValue={text}
      maxLength={5000}
      placeholder={t('placeholder')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        const card = event.currentTarget.closest<HTMLElement>('.react-flow__node');
        event.currentTarget.blur();
        card?.focus({ preventScroll: true });
      }}
      onBlur={(event) => {
        if (event.target.value !== text) actions?.setNote(id, event.target.value);
        actions?.write(null);
      }}
    />
  );
}

const STEPS: Record<string, [number, number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The corner that a note is made larger or smaller by. */
function Grip({ id, note, shown }: { id: string; note: NoteNode['data']['note']; shown: boolean }) {
  const t = useTranslations('drawing.note');
  const actions = useCanvasActions();
  const { getZoom } = useReactFlow();
  const onPointerDown = (event: PointerEvent<HTMLButtonElement>) => {
    const grip = event.currentTarget;
    const from = { x: event.clientX, y: event.clientY };
    grip.setPointerCapture(event.pointerId);
    const onMove = (move: globalThis.PointerEvent) => {
      const by = { width: (move.clientX - from.x) / getZoom(), height: (move.clientY - from.y) / getZoom() };
      actions?.resizeNote(id, sizeAfter(note, by));
    };
    grip.addEventListener('pointermove', onMove);
    const stop = () => grip.removeEventListener('pointermove', onMove);
    grip.addEventListener('pointerup', stop, { once: true });
    grip.addEventListener('pointercancel', stop, { once: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    const by = GRID * (event.shiftKey ? 6 : 2);
    actions?.resizeNote(id, sizeAfter(note, { width: step[0] * by, height: step[1] * by }));
  };
  return (
    <button
      type="button"
      aria-label={t('size')}
      title={t('size')}
      className={cn(
        'nodrag nopan absolute right-0 bottom-0 grid size-6 cursor-nwse-resize touch-none place-items-center rounded-br-lg text-ink-faint focus-visible:opacity-100 group-hover/note:opacity-100',
        shown ? 'opacity-100' : 'opacity-0',
      )}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
    >
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden>
        <path d="M11 3 3 11 M11 7 7 11" stroke="currentColor" strokeWidth="1.5" fill="none" />
      </svg>
    </button>
  );
}
