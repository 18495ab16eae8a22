'use client';
import { type NodeProps } from '@xyflow/react';
import { memo, useState } from 'react';
import { useCanvasActions } from '#components/editor/canvas/canvas-actions.ts';
import type { NoteNode } from '#components/editor/canvas/view.ts';
import { cn } from '#components/ui/cn.ts';

/** A note on the canvas: for people only, it does nothing. */
export const NoteCard = memo(function NoteCard({ id, data, selected }: NodeProps<NoteNode>) {
  const actions = useCanvasActions();
  const [editing, setEditing] = useState(false);
  return (
    <div
      className={cn(
        'size-full overflow-hidden rounded-lg border bg-sunken p-3 text-sm text-ink-soft',
        selected ? 'border-accent' : 'border-line-strong',
      )}
      onDoubleClick={() => setEditing(actions !== null)}
    >
      {editing || (selected && actions && data.note.text === '') ? (
        <textarea
          autoFocus
          aria-label="Text of the note"
          className="nodrag nowheel size-full resize-none bg-transparent outline-none"
          defaultValue={data.note.text}
          maxLength={5000}
          placeholder="What others should know …"
          onBlur={(event) => {
            setEditing(false);
            actions?.setNote(id, event.target.value);
          }}
        />
      ) : (
        <p className="wrap-anywhere whitespace-pre-wrap">{data.note.text || 'Double-click to write'}</p>
      )}
    </div>
  );
});
