import { useMemo } from 'react';
import { readNote, type Span } from '#components/editor/model/note-text.ts';

const TAGS = { strong: 'strong', em: 'em', code: 'code' } as const;

function SpanText({ span }: { span: Span }) {
  const Tag = span.as && TAGS[span.as];
  return Tag ? (
    <Tag className={Tag === 'code' ? 'rounded-xs bg-hover px-1 font-mono' : ''}>{span.text}</Tag>
  ) : (
    span.text
  );
}

/** The text of a note with its headings, lists and emphasis. */
export function NoteText({ text }: { text: string }) {
  const lines = useMemo(() => readNote(text), [text]);
  return (
    <div className="wrap-anywhere">
      {lines.map(({ kind, spans }, index) => (
        <p
          key={index}
          className={
            kind === 'heading'
              ? 'min-h-5 font-semibold text-ink'
              : kind === 'item'
                ? "min-h-5 pl-4 before:-ml-3 before:inline-block before:w-3 before:content-['•']"
                : 'min-h-5'
          }
        >
          {spans.map((span, at) => (
            <SpanText key={at} span={span} />
          ))}
        </p>
      ))}
    </div>
  );
}
