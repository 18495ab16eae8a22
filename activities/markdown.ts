import { Marked, type Tokens } from 'marked';

const SAFE_LINK = /^(https?:|mailto:)/i;

/** Markdown as HTML. HTML in the source comes out as text, links lead to pages and mail only, pictures become links. */
export function htmlOf(markdown: string, breaks: boolean): string {
  const marked = new Marked({ gfm: true, breaks, async: false });
  marked.use({
    renderer: {
      html: ({ text }) => escaped(text),
      link({ href, title, tokens }: Tokens.Link) {
        return linked({ href, title, inner: this.parser.parseInline(tokens) });
      },
      // A picture is fetched by whoever opens the mail: that tells the sender that it was read.
      image: ({ href, title, text }: Tokens.Image) =>
        linked({ href, title: title ?? null, inner: escaped(text || href) }),
    },
  });
  return marked.parse(markdown, { async: false });
}

function linked({ href, title, inner }: { href: string; title?: string | null; inner: string }): string {
  if (!SAFE_LINK.test(href.trim())) return inner;
  const hint = title ? ` title="${escaped(title)}"` : '';
  return `<a href="${escaped(href.trim())}"${hint}>${inner}</a>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
