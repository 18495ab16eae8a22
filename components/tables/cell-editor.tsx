'use client';
import { useRef, useState, type KeyboardEvent } from 'react';

export type CellEditorProps = {
  label: string;
  initial: string;
  /** The cursor goes there once the text is kept (null: it was given up). */
  onDone: (text: string | null, to: 'stay' | 'down' | 'next' | 'back' | 'away') => void;
};

/** The box in a cell: Enter and Tab keep what was written, Escape gives it up, Shift+Enter begins a new line. */
export function CellEditor({ label, initial, onDone }: CellEditorProps) {
  const [text, setText] = useState(initial);
  const done = useRef(false);
  const end = (kept: string | null, to: Parameters<CellEditorProps['onDone']>[1]) => {
    // Leaving the box takes the focus away from it, which must not end it twice.
    if (done.current) return;
    done.current = true;
    onDone(kept, to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Escape') end(null, 'stay');
    else if (event.key === 'Enter' && !event.shiftKey && !event.altKey) end(text, 'down');
    else if (event.key === 'Tab') end(text, event.shiftKey ? 'back' : 'next');
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <textarea
      autoFocus
      aria-label={label}
      rows={Math.min(6, text.split('\n').length)}
      value={text}
      onChange={({ target }) => setText(target.value)}
      onFocus={({ target }) => target.setSelectionRange(target.value.length, target.value.length)}
      onBlur={() => end(text, 'away')}
      onClick={(event) => event.stopPropagation()}
      onKeyDown={onKeyDown}
      className="absolute top-0 left-0 z-2 min-h-full w-full min-w-52 resize-none rounded-sm bg-raised px-3 py-2.25 text-lg shadow-lg outline-2 -outline-offset-2 outline-accent field-sizing-content sm:text-sm"
    />
  );
}
