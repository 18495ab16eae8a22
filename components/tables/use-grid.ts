'use client';
import { useCallback, useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { gridMove, nextCell, within, writes, type GridAt, type GridSize } from '#components/tables/grid-keys.ts';

/** A cell that is being written in. `text` is null to begin with what is there. */
export type Editing = GridAt & { text: string | null };

export type GridOptions = {
  size: GridSize;
  mayEdit: boolean;
  /** Enter on something that is not a value: the head of a row, or of a column (row -1). */
  onEnter: (at: GridAt) => void;
  /** Delete, on a value or on the head of a row. */
  onDelete: (at: GridAt) => void;
};

/** Moving and editing in a grid by keys: one stop for Tab, arrows inside. */
export function useGrid({ size, mayEdit, onEnter, onDelete }: GridOptions) {
  const id = useId();
  const element = useRef<HTMLElement | null>(null);
  const [chosen, setChosen] = useState<GridAt | null>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const at = chosen && within(chosen, size);
  const isValue = ({ row, column }: GridAt) => row >= 0 && column > 0 && column < size.columns - 1;
  const cellId = useCallback(({ row, column }: GridAt) => `${id}-${row}-${column}`, [id]);

  const attach = useCallback((grid: HTMLElement | null) => void (element.current = grid), []);
  const focus = () => element.current?.focus({ preventScroll: true });
  const place = at ? cellId(at) : null;
  useEffect(() => {
    if (place) document.getElementById(place)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [place]);

  const edit = (where: GridAt, text: string | null = null) => {
    setChosen(where);
    if (mayEdit && isValue(where)) setEditing({ ...where, text });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // Keys pressed in a box or a menu inside of it are theirs.
    if (event.target !== event.currentTarget || event.nativeEvent.isComposing) return;
    const from = at ?? { row: 0, column: 1 };
    const next = gridMove(event, from, size);
    if (next) setChosen(next);
    else if (event.key === 'Enter' || event.key === 'F2') {
      if (isValue(from)) edit(from);
      else onEnter(from);
    } else if (event.key === 'Delete' || event.key === 'Backspace') onDelete(from);
    else if (mayEdit && writes(event) && isValue(from)) edit(from, event.key);
    else return;
    event.preventDefault();
  };
  /** Ends editing; the cursor goes on to `to`, if that is a place. */
  const leave = (to: 'stay' | 'down' | 'next' | 'back' | 'away') => {
    const from = editing;
    setEditing(null);
    if (to === 'away' || !from) return;
    focus();
    if (to === 'stay') return;
    const next = to === 'down' ? within({ ...from, row: from.row + 1 }, size) : nextCell(from, size, to === 'back');
    if (next) setChosen(next);
  };
  const onFocus = () => setChosen((before) => before ?? { row: size.rows > 0 ? 0 : -1, column: 1 });
  return { attach, focus, at, editing, choose: setChosen, edit, leave, onKeyDown, onFocus, cellId };
}
