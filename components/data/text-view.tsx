'use client';
import { useEffect, useMemo } from 'react';
import { pieceOf, pieceStarts, remoteStarts } from '#components/data/text-pieces.ts';
import { usePiece } from '#components/data/use-entries.ts';
import { VisibleText } from '#components/data/visible-text.tsx';
import { cn } from '#components/ui/cn.ts';
import { useVirtualRows } from '#components/ui/use-virtual-rows.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { Place } from '#lib/value-page.ts';

/** A text at hand, or one of the server's of which the pieces on the screen are fetched. */
export type TextSource = { text: string } | { ref: string; at: Place; length: number };

export type TextViewProps = {
  label: string;
  source: TextSource;
  mono?: boolean | undefined;
  find?: string | undefined;
  /** Where in the text the hit is that the person is at. */
  current?: number | null | undefined;
  className?: string;
};

/** A text, wrapped, with what would be invisible made visible. Only what is on the screen is drawn. */
export function TextView({ label, source, mono, find, current = null, className }: TextViewProps) {
  const whole = 'text' in source ? source.text : null;
  const length = 'text' in source ? 0 : source.length;
  const starts = useMemo(() => (whole === null ? remoteStarts(length) : pieceStarts(whole)), [whole, length]);
  const { box, rows } = useVirtualRows({ count: starts.length, rowHeight: whole === null ? 3600 : 500, overscan: 1 });
  const target = current === null ? null : pieceOf(starts, current);
  useEffect(() => {
    if (target !== null) rows.scrollToIndex(target, { align: 'auto' });
  }, [target, rows]);
  return (
    <div
      ref={box}
      role="group"
      aria-label={label}
      tabIndex={0}
      className={cn('max-h-112 overflow-y-auto rounded-lg px-3.5 py-2.5 focus-visible:outline-offset-0', className)}
    >
      <div className="relative w-full" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, key, start }) => {
          const from = starts[index] ?? 0;
          return (
            <div
              key={key}
              ref={rows.measureElement}
              data-index={index}
              className={cn('absolute inset-x-0 top-0 min-h-5', mono ? 'font-mono text-sm' : 'text-base')}
              style={{ transform: `translateY(${start}px)` }}
            >
              {'text' in source ? (
                <VisibleText
                  text={source.text.slice(from, starts[index + 1]).replace(/\n$/, '')}
                  find={find}
                  current={current === null ? null : current - from}
                />
              ) : (
                <RemotePiece source={source} from={from} find={find} current={current === null ? null : current - from} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

type PieceProps = {
  source: { ref: string; at: Place };
  from: number;
  find: string | undefined;
  current: number | null;
};

function RemotePiece({ source: { ref, at }, from, find, current }: PieceProps) {
  const text = usePiece({ ref, at, from });
  if (text === undefined) return <Skeleton className="h-24" />;
  return <VisibleText text={text} find={find} current={current} />;
}
