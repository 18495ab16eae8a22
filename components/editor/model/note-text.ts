/** A piece of a line: plain, or set off by `**`, `*` or backquotes. */
export type Span = { text: string; as?: 'strong' | 'em' | 'code' };
/** A line of a note: a heading, an item of a list, or text. */
export type Line = { kind: 'heading' | 'item' | 'text'; spans: Span[] };

const MARKED = /(\*\*[^*\n]+\*\*|\*[^*\s][^*\n]*\*|`[^`\n]+`)/;

function spansOf(text: string): Span[] {
  return text
    .split(MARKED)
    .filter((part) => part !== '')
    .map((part): Span => {
      if (/^\*\*.+\*\*$/.test(part)) return { text: part.slice(2, -2), as: 'strong' };
      if (/^\*.+\*$/.test(part)) return { text: part.slice(1, -1), as: 'em' };
      if (/^`.+`$/.test(part)) return { text: part.slice(1, -1), as: 'code' };
      return { text: part };
    });
}

/** Reads the little Markdown that notes know: headings, lists, bold, italics and code. Anything else is text. */
export function readNote(text: string): Line[] {
  return text.split('\n').map((line): Line => {
    const heading = /^#{1,3}\s+(.*)$/.exec(line)?.[1];
    if (heading !== undefined) return { kind: 'heading', spans: spansOf(heading) };
    const item = /^[-*]\s+(.*)$/.exec(line)?.[1];
    if (item !== undefined) return { kind: 'item', spans: spansOf(item) };
    return { kind: 'text', spans: spansOf(line) };
  });
}
