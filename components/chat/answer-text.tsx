'use client';
import type { Token } from 'marked';
import { useMemo, type ReactNode } from 'react';
import { foreignHosts } from '#components/data/foreign-hosts.ts';
import { VisibleText } from '#components/data/visible-text.tsx';
import { lexed, MarkdownParts, type MarkdownWays } from '#components/docs/markdown.tsx';

/** What is nested deeper, or is longer, was not written to be read: it is shown as it stands. */
const DEEPEST = 16;
const LONGEST = 60_000;
const MOST_MARKS = 1500;

const WAYS: MarkdownWays = {
  heading: ({ level }, children) =>
    level === 2 ? (
      <p className="mt-1 text-lg font-semibold">{children}</p>
    ) : (
      <p className="mt-1 font-semibold">{children}</p>
    ),
  link: (href, children) => <OutwardLink href={href}>{children}</OutwardLink>,
  // Loading it would tell whoever put it there that it was read, and with its address whatever a model was made to say.
  picture: (href, text) => (
    <OutwardLink href={href}>
      <VisibleText text={text || href} />
    </OutwardLink>
  ),
  words: (text) => <VisibleText text={text} className="[white-space:inherit]!" />,
};

/** What a flow answered, drawn from its Markdown: no HTML, nothing loaded, and each link says where it leads. */
export function AnswerText({ text }: { text: string }) {
  const tokens = useMemo(() => tokensOf(text), [text]);
  return tokens ? <MarkdownParts tokens={tokens} ways={WAYS} /> : <VisibleText text={text} />;
}

function tokensOf(text: string): Token[] | null {
  // Each level of quotes is lexed anew, and each mark looked for up to its end: many of them would take a browser's time.
  if (text.length > LONGEST || /(?:(?:>|[*+-][ \t])[ \t]?){20}/.test(text)) return null;
  if (text.split(/\n\s*\n/).some((part) => (part.match(/[_*~]/g)?.length ?? 0) > MOST_MARKS)) return null;
  try {
    const tokens = lexed(text);
    return isDeep(tokens, 0) ? null : tokens;
  } catch {
    return null;
  }
}

function isDeep(tokens: readonly Token[], depth: number): boolean {
  if (depth > DEEPEST) return true;
  return tokens.some((token) => {
    const { tokens: inner = [], items = [] } = token as { tokens?: Token[]; items?: Token[] };
    return isDeep(inner, depth + 1) || isDeep(items, depth + 1);
  });
}

/** An address outside of Hearth; null for what is none, such as a place in Hearth that somebody is to be led to. */
export function outwardHost(href: string): string | null {
  if (!/^(https?|mailto):/i.test(href) || !URL.canParse(href)) return null;
  const url = new URL(href);
  return url.protocol === 'mailto:' ? url.pathname : url.host;
}

function OutwardLink({ href, children }: { href: string; children: ReactNode }) {
  const host = outwardHost(href);
  if (host === null) return children;
  const [foreign] = foreignHosts(host, { target: true });
  return (
    <>
      <a
        href={href}
        target="_blank"
        rel="noreferrer noopener nofollow"
        className="rounded-sm text-accent-text underline decoration-1 underline-offset-3 wrap-anywhere hover:decoration-2"
      >
        {children}
      </a>{' '}
      <bdi className="text-sm text-ink-faint wrap-anywhere">({foreign?.ascii ?? host})</bdi>
    </>
  );
}
