import { Lexer, type MarkedToken, type Token, type Tokens } from 'marked';
import { Link } from '#components/ui/link.tsx';
import { Fragment, type ReactNode } from 'react';
import { DocHeadingLine } from '#components/docs/doc-heading.tsx';
import { anchorOf } from '#lib/docs.ts';

/** How the parts are drawn that mean something else in a guide than in a text of anybody's. */
export type MarkdownWays = {
  heading: (heading: { id: string; level: 2 | 3 }, children: ReactNode) => ReactNode;
  link: (href: string, children: ReactNode) => ReactNode;
  picture: (href: string, text: string) => ReactNode;
  words: (text: string) => ReactNode;
};

const GUIDE: MarkdownWays = {
  heading: ({ id, level }, children) => (
    <DocHeadingLine id={id} level={level}>
      {children}
    </DocHeadingLine>
  ),
  link: (href, children) => <DocAnchor href={href}>{children}</DocAnchor>,
  picture: (_href, text) => text,
  words: (text) => text,
};

/** A guide, drawn from its parts: HTML in it has no meaning, and links lead to other guides or out by https only. */
export function Markdown({ source }: { source: string }) {
  return <MarkdownParts tokens={lexed(source)} ways={GUIDE} />;
}

/** Markdown that was taken apart already. HTML in it has no meaning. */
export function MarkdownParts({ tokens, ways }: { tokens: readonly Token[]; ways: MarkdownWays }) {
  return (
    <div className="flex flex-col gap-4 text-base leading-relaxed text-pretty text-ink">{blocks(tokens, ways)}</div>
  );
}

/** Takes Markdown apart. */
export function lexed(source: string): Token[] {
  return new Lexer({ gfm: true }).lex(source);
}

function blocks(tokens: readonly Token[], ways: MarkdownWays): ReactNode[] {
  return tokens.map((token, index) => <Fragment key={index}>{block(token as MarkedToken, ways)}</Fragment>);
}

function block(token: MarkedToken, ways: MarkdownWays): ReactNode {
  switch (token.type) {
    case 'heading':
      return heading(token, ways);
    case 'paragraph':
      return <p>{inline(token.tokens, ways)}</p>;
    case 'text':
      return token.tokens ? inline(token.tokens, ways) : ways.words(token.text);
    case 'list':
      return list(token, ways);
    case 'code':
      return (
        <pre tabIndex={0} className={codeBlock}>
          {ways.words(token.text)}
        </pre>
      );
    case 'table':
      return table(token, ways);
    case 'blockquote':
      return (
        <blockquote className="border-l-2 border-line-strong pl-4 text-ink-soft">
          {blocks(token.tokens, ways)}
        </blockquote>
      );
    case 'hr':
      return <hr className="border-line" />;
    case 'html':
      return ways.words(token.text);
    default:
      return null;
  }
}

/** Text that stands as it is, and scrolls rather than breaks. */
export const codeBlock =
  'overflow-x-auto rounded-lg border border-line bg-sunken px-3.5 py-3 font-mono text-sm leading-relaxed text-ink';

function heading({ depth, tokens, text }: Tokens.Heading, ways: MarkdownWays): ReactNode {
  const id = anchorOf(text.replace(/[*`]/g, ''));
  return ways.heading({ id, level: depth <= 2 ? 2 : 3 }, inline(tokens, ways));
}

function list({ ordered, items }: Tokens.List, ways: MarkdownWays): ReactNode {
  const entries = items.map((item, index) => (
    <li key={index} className="pl-1">
      {blocks(item.tokens, ways)}
    </li>
  ));
  const classes = 'flex flex-col gap-2 pl-5 marker:text-ink-faint';
  return ordered ? (
    <ol className={`list-decimal ${classes}`}>{entries}</ol>
  ) : (
    <ul className={`list-disc ${classes}`}>{entries}</ul>
  );
}

function table({ header, rows }: Tokens.Table, ways: MarkdownWays): ReactNode {
  return (
    <div
      tabIndex={0}
      role="region"
      aria-label={header.map(({ text }) => text).join(', ') || undefined}
      className="overflow-x-auto rounded-lg border border-line"
    >
      <table className="w-full min-w-96 border-collapse text-left text-sm">
        <thead className="bg-sunken text-ink-soft">
          <tr>
            {header.map((cell, index) => (
              <th key={index} scope="col" className="px-3 py-2 font-medium">
                {inline(cell.tokens, ways)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, at) => (
            <tr key={at} className="border-t border-line align-top">
              {row.map((cell, index) => (
                <td key={index} className="px-3 py-2">
                  {inline(cell.tokens, ways)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function inline(tokens: readonly Token[], ways: MarkdownWays): ReactNode[] {
  return tokens.map((token, index) => <Fragment key={index}>{span(token as MarkedToken, ways)}</Fragment>);
}

function span(token: MarkedToken, ways: MarkdownWays): ReactNode {
  switch (token.type) {
    case 'strong':
      return <strong className="font-semibold">{inline(token.tokens, ways)}</strong>;
    case 'em':
      return <em>{inline(token.tokens, ways)}</em>;
    case 'del':
      return <del>{inline(token.tokens, ways)}</del>;
    case 'codespan':
      return <Code>{ways.words(token.text)}</Code>;
    case 'br':
      return <br />;
    case 'link':
      return ways.link(token.href, inline(token.tokens, ways));
    case 'image':
      return ways.picture(token.href, token.text);
    case 'text':
      return token.tokens ? inline(token.tokens, ways) : ways.words(unescaped(token.text));
    case 'escape':
      return ways.words(token.text);
    case 'html':
      return ways.words(token.text);
    default:
      return 'text' in token ? ways.words(String(token.text)) : null;
  }
}

/** A word of code in a sentence. */
export function Code({ children }: { children: ReactNode }) {
  return <code className="rounded-sm bg-sunken px-1 py-0.5 font-mono text-[0.92em] wrap-anywhere">{children}</code>;
}

const linkClasses = 'rounded-sm text-accent-text underline decoration-1 underline-offset-3 hover:decoration-2';

/** Guides name each other by file; here they are pages. What is neither a guide nor https is only its words. */
function DocAnchor({ href, children }: { href: string; children: ReactNode }) {
  const guide = /^([a-z][a-z0-9-]*)\.md(#.*)?$/.exec(href);
  if (guide) {
    return (
      <Link href={`/docs/${guide[1]}${guide[2] ?? ''}`} className={linkClasses}>
        {children}
      </Link>
    );
  }
  if (/^(#|\/docs\b)/.test(href))
    return (
      <Link href={href} className={linkClasses}>
        {children}
      </Link>
    );
  if (/^https:\/\//.test(href)) {
    return (
      <a href={href} target="_blank" rel="noreferrer noopener" className={linkClasses}>
        {children}
      </a>
    );
  }
  return children;
}

/** The lexer writes the five characters of HTML as entities; React writes them itself. */
function unescaped(text: string): string {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => ENTITIES[name] ?? '');
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
