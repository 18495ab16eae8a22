/** Splits an expression at a mark, leaving alone what stands in quotes, brackets and backquotes. */
export function splitAtTop(source: string, mark: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < source.length; at += 1) {
    const char = source[at] ?? '';
    if ('"\'`'.includes(char)) at = endOfQuote(source, at);
    else if ('([{'.includes(char)) depth += 1;
    else if (')]}'.includes(char)) depth -= 1;
    else if (depth === 0 && source.startsWith(mark, at)) {
      parts.push(source.slice(from, at));
      from = at + mark.length;
      at = from - 1;
    }
  }
  return [...parts, source.slice(from)];
}

/** Where the quote that begins at `open` ends. */
function endOfQuote(source: string, open: number): number {
  const quote = source[open];
  for (let at = open + 1; at < source.length; at += 1) {
    if (source[at] === '\\' && quote !== '`') at += 1;
    else if (source[at] === quote) return at;
  }
  return source.length;
}
