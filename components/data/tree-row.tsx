'use client';
import { ChevronRight, ShieldQuestion } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { ValueText } from '#components/data/value-text.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { cn } from '#components/ui/cn.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import type { ValueEntry } from '#lib/value-page.ts';

export type TreeRowProps = {
  id: string;
  index: number;
  /** Pixels from the top of the tree. */
  start: number;
  measure: (element: HTMLElement | null) => void;
  at: number[];
  siblings: number;
  entry: ValueEntry | undefined;
  open: boolean;
  active: boolean;
  untrusted: boolean;
  find: string;
  /** What a drag of this row carries, by type. */
  drag: (() => Record<string, string>) | undefined;
  onChoose: () => void;
};

/** One row of a tree: name and value, or name and how much is in there. */
export function TreeRow({ at, entry, open, active, drag, find, measure, onChoose, ...row }: TreeRowProps) {
  const t = useTranslations('data.origin');
  const head = entry?.head;
  const opens = head !== undefined && (head.kind === 'list' || head.kind === 'object') && head.length > 0;
  return (
    <div
      id={row.id}
      ref={measure}
      data-index={row.index}
      role="treeitem"
      aria-level={at.length}
      aria-setsize={row.siblings}
      aria-posinset={(at.at(-1) ?? 0) + 1}
      aria-expanded={opens ? open : undefined}
      aria-selected={active}
      draggable={drag !== undefined}
      onDragStart={(event) => {
        for (const [type, data] of Object.entries(drag?.() ?? {})) event.dataTransfer.setData(type, data);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onClick={onChoose}
      className={cn(
        'absolute inset-x-0 top-0 flex min-h-7 cursor-pointer items-start gap-2 py-1 pr-3 text-base',
        active ? 'bg-hover' : 'hover:bg-sunken/70',
      )}
      style={{ transform: `translateY(${row.start}px)`, paddingLeft: `${Math.min(at.length - 1, 12) * 0.875 + 0.5}rem` }}
    >
      <ChevronRight
        aria-hidden
        className={cn('mt-0.5 size-4 shrink-0 text-ink-faint', open && 'rotate-90', !opens && 'invisible')}
      />
      {entry ? (
        <>
          <span className="flex max-w-[45%] shrink-0 items-center gap-1 font-mono text-sm text-ink-faint">
            <VisibleText text={String(entry.key)} find={find} className="line-clamp-2" />
            {row.untrusted && (
              <ShieldQuestion role="img" aria-label={t('untrusted')} className="size-3.5 shrink-0 text-untrusted" />
            )}
          </span>
          <span className="min-w-0 flex-1">
            <ValueText head={entry.head} find={find} />
          </span>
        </>
      ) : (
        <Skeleton className="h-4 w-40" />
      )}
    </div>
  );
}
