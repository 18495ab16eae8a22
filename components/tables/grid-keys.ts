/** Where one is in the grid. Row -1 is the head; column 0 is the head of the row. */
export type GridAt = { row: number; column: number };

/** Rows below the head; columns with the head of the row. */
export type GridSize = { rows: number; columns: number };

type Pressed = { key: string; ctrlKey: boolean; metaKey: boolean };

const PAGE = 10;

/** Where a key leads to; null for keys that lead nowhere. */
export function gridMove({ key, ctrlKey, metaKey }: Pressed, at: GridAt, size: GridSize): GridAt | null {
  const far = ctrlKey || metaKey;
  const last = { row: size.rows - 1, column: size.columns - 1 };
  switch (key) {
    case 'ArrowUp':
      return within({ ...at, row: far ? Math.min(at.row, 0) : at.row - 1 }, size);
    case 'ArrowDown':
      return within({ ...at, row: far ? last.row : at.row + 1 }, size);
    case 'ArrowLeft':
      return within({ ...at, column: far ? 0 : at.column - 1 }, size);
    case 'ArrowRight':
      return within({ ...at, column: far ? last.column : at.column + 1 }, size);
    case 'PageUp':
      return within({ ...at, row: at.row < 0 ? at.row : Math.max(0, at.row - PAGE) }, size);
    case 'PageDown':
      return within({ ...at, row: at.row + PAGE }, size);
    case 'Home':
      return within(far ? { row: 0, column: 0 } : { ...at, column: 0 }, size);
    case 'End':
      return within(far ? last : { ...at, column: last.column }, size);
    default:
      return null;
  }
}

/** The next cell that can be edited, or the one before: from the end of a row to the next one. Null beyond the last. */
export function nextCell(at: GridAt, { rows, columns }: GridSize, back: boolean): GridAt | null {
  // The head of the row and the time at its end are not edited.
  const last = columns - 2;
  if (back)
    return at.column > 1 ? { ...at, column: at.column - 1 } : at.row > 0 ? { row: at.row - 1, column: last } : null;
  return at.column < last
    ? { ...at, column: at.column + 1 }
    : at.row < rows - 1
      ? { row: at.row + 1, column: 1 }
      : null;
}

/** Whether a key writes a character, which begins editing with it. */
export function writes({ key, ctrlKey, metaKey, altKey }: Pressed & { altKey: boolean }): boolean {
  return [...key].length === 1 && key !== ' ' && !ctrlKey && !metaKey && !altKey;
}

/** A place that is there: rows and columns may have gone. */
export function within({ row, column }: GridAt, { rows, columns }: GridSize): GridAt {
  return { row: Math.max(-1, Math.min(row, rows - 1)), column: Math.max(0, Math.min(column, columns - 1)) };
}
