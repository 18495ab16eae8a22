import { splitHidden } from '#components/data/hidden-characters.ts';
import { cn } from '#components/ui/cn.ts';

/** A text that came from anywhere: kept in its own direction, with invisible characters made visible. */
export function VisibleText({ text, className }: { text: string; className?: string }) {
  return (
    <bdi className={cn('wrap-anywhere whitespace-pre-wrap', className)}>
      {splitHidden(text).map((piece, index) =>
        'hidden' in piece ? (
          <span
            key={index}
            title={piece.name}
            className="mx-px inline-block rounded-xs border border-danger/40 bg-danger-soft px-1 align-baseline font-mono text-2xs leading-4 text-danger"
          >
            {piece.hidden}
            <span className="sr-only"> {piece.name}</span>
          </span>
        ) : (
          <span key={index}>{piece.text}</span>
        ),
      )}
    </bdi>
  );
}
