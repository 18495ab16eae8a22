import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { splitHidden, type HiddenName } from '#lib/hidden-characters.ts';
import { cn } from '#components/ui/cn.ts';
import { finderOf } from '#lib/value-search.ts';

export type VisibleTextProps = {
  text: string;
  className?: string;
  /** Words to mark, as a search found them. */
  find?: string;
  /** Where the one hit begins that the person is at. */
  current?: number | null;
};

/** A text that came from anywhere: kept in its own direction, with invisible characters made visible. */
export function VisibleText({ text, className, find, current }: VisibleTextProps) {
  return (
    <bdi className={cn('wrap-anywhere whitespace-pre-wrap', className)}>
      {find ? marked(text, { find, current }) : pieces(text)}
    </bdi>
  );
}

function HiddenSign({ code, name }: { code: string; name: HiddenName }) {
  const t = useTranslations('data');
  const words = t(`hidden.${name}`);
  return (
    <span
      title={words}
      className="mx-px inline-block rounded-xs border border-danger/40 bg-danger-soft px-1 align-baseline font-mono text-2xs leading-4 text-danger"
    >
      {code}
      <span className="sr-only"> {words}</span>
    </span>
  );
}

function pieces(text: string): ReactNode {
  return splitHidden(text).map((piece, index) =>
    'hidden' in piece ? (
      <HiddenSign key={index} code={piece.hidden} name={piece.name} />
    ) : (
      <span key={index}>{piece.text}</span>
    ),
  );
}

// One function for all renders: React calls it when a mark becomes the current one, and not again while one scrolls on.
const reveal = (mark: HTMLElement | null) => mark?.scrollIntoView({ block: 'nearest' });

function marked(text: string, { find, current }: { find: string; current?: number | null | undefined }): ReactNode {
  const parts: ReactNode[] = [];
  let from = 0;
  for (const match of text.matchAll(finderOf(find, 'g'))) {
    const here = match.index === current;
    parts.push(<span key={`${from}-`}>{pieces(text.slice(from, match.index))}</span>);
    parts.push(
      <mark
        key={match.index}
        ref={here ? reveal : undefined}
        className={cn('rounded-xs bg-wait-soft text-ink', here && 'outline-2 outline-wait')}
      >
        {pieces(match[0])}
      </mark>,
    );
    from = match.index + match[0].length;
  }
  parts.push(<span key="rest">{pieces(text.slice(from))}</span>);
  return parts;
}
