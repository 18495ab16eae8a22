import type { Implementations } from '#activities/context.ts';
import { Invalid } from '#lib/errors.ts';
import type { text as declared } from '#nodes/text.ts';

type Text = Implementations<typeof declared>;

const MAX_PIECES = 100_000;
const LINE_END = /\r\n|\r|\n/;

// Libraries are loaded on first use: an idle worker stays small.
export const text = {
  'text.split': (input) => {
    const items = piecesOf(input)
      .map((piece) => (input.trim ? piece.trim() : piece))
      .filter((piece) => !input.skipEmpty || piece !== '');
    return Promise.resolve({ items, count: items.length });
  },

  'html.toText': async ({ html, links, width }) => {
    const { convert } = await import('html-to-text');
    const plain = convert(html, {
      wordwrap: width ?? false,
      limits: { maxInputLength: html.length, maxDepth: 100, maxChildNodes: 100_000 },
      selectors: [
        { selector: 'img', format: 'skip' },
        {
          selector: 'a',
          options: { ignoreHref: links === 'drop', hideLinkHrefIfSameAsText: true, linkBrackets: ['(', ')'] },
        },
      ],
    });
    return { text: plain };
  },

  'markdown.toHtml': async ({ markdown, breaks }) => {
    const { htmlOf } = await import('#activities/markdown.ts');
    return { html: htmlOf(markdown, breaks) };
  },
} satisfies Text;

type Split = Parameters<Text['text.split']>[0];

function piecesOf({ text: whole, by, separator, length }: Split): string[] {
  const pieces =
    by === 'length'
      ? chunks(whole, length ?? 1)
      : whole.split(by === 'lines' ? LINE_END : (separator ?? '\n'), MAX_PIECES + 1);
  if (pieces.length > MAX_PIECES)
    throw new Invalid('The text falls into more than 100,000 pieces. Cut it less finely.');
  return pieces;
}

/** Counts whole characters: an emoji is not cut in two. */
function chunks(whole: string, length: number): string[] {
  const characters = Array.from(whole);
  if (characters.length / length > MAX_PIECES) return new Array<string>(MAX_PIECES + 1).fill('');
  return Array.from({ length: Math.ceil(characters.length / length) }, (_, i) =>
    characters.slice(i * length, (i + 1) * length).join(''),
  );
}
