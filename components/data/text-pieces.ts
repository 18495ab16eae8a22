import { cut, PIECE_LENGTH } from '#lib/value-page.ts';

/** Long enough to be few, short enough to be drawn at once. */
const LONGEST = 2000;

/** Where a text at hand is divided, at ends of lines where there are any. The first is 0. */
export function pieceStarts(text: string): number[] {
  const starts = [0];
  for (let from = 0; text.length - from > LONGEST;) {
    const line = text.lastIndexOf('\n', from + LONGEST);
    from += line > from ? line + 1 - from : cut(text, from, LONGEST).length;
    starts.push(from);
  }
  return starts;
}

/** Where a text on the server is divided. */
export function remoteStarts(length: number): number[] {
  return Array.from({ length: Math.max(1, Math.ceil(length / PIECE_LENGTH)) }, (_, index) => index * PIECE_LENGTH);
}

/** The piece in which a position lies. */
export function pieceOf(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
