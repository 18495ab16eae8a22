/** The `{{ … }}` that the cursor is in: where its expression begins and what of it stands before the cursor. */
export type Hole = { from: number; typed: string };

/** The hole at a place of a text; null outside of one. */
export function holeAt(text: string, caret: number): Hole | null {
  const before = text.slice(0, caret);
  const open = before.lastIndexOf('{{');
  if (open < 0) return null;
  const inner = before.slice(open + 2);
  if (inner.includes('}}')) return null;
  const from = open + 2 + (inner.length - inner.trimStart().length);
  return { from, typed: text.slice(from, caret) };
}

/** The text with a part of its hole replaced, closed if it was not yet, and where the cursor goes. */
export function fillHole(
  text: string,
  change: { from: number; to: number; insert: string; back?: number | undefined },
): { text: string; caret: number } {
  const { from, to, insert, back = 0 } = change;
  const rest = text.slice(to);
  const close = rest.indexOf('}}');
  const next = rest.indexOf('{{');
  const isOpen = close < 0 || (next >= 0 && next < close);
  const before = text.slice(0, from);
  const space = before.endsWith('{{') ? ' ' : '';
  return {
    text: `${before}${space}${insert}${isOpen ? ' }}' : ''}${rest}`,
    caret: from + space.length + insert.length - back,
  };
}
