'use client';
import { ArrowDown, ArrowUp, ChevronDown, Filter } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Suspense } from 'react';
import { useTranslations } from 'use-intl';
import { cn } from '#components/ui/cn.ts';
import type { RowSort } from '#lib/views-data.ts';

// Fetched when somebody first comes near a head.
const loadMenu = () => import('#components/tables/column-menu.tsx').then((file) => file.ColumnMenu);
const ColumnMenu = dynamic(loadMenu);

/** What one can ask of a column; `newest` takes the order back. */
export type ColumnAct = 'ascending' | 'descending' | 'newest' | 'filter' | 'rename' | 'remove';

export type ColumnHeadProps = {
  id: string;
  name: string;
  title: string;
  /** Of the rows themselves, such as the time they were added. */
  fixed: boolean;
  sort: RowSort | null;
  filtered: boolean;
  chosen: boolean;
  mayEdit: boolean;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onAct: (act: ColumnAct, column: string) => void;
  /** The focus goes back to the grid when the menu closes. */
  onLeave: () => void;
};

/** The head of a column: its name, and a menu of what can be done with it. */
export function ColumnHead(props: ColumnHeadProps) {
  const { id, name, title, sort, filtered, chosen, open, onOpenChange } = props;
  const t = useTranslations('tables.grid');
  const direction = sort?.column === name ? sort.direction : null;
  const Arrow = direction === 'ascending' ? ArrowUp : ArrowDown;
  const button = (
    <button
      type="button"
      tabIndex={-1}
      aria-haspopup="menu"
      aria-expanded={open}
      onPointerEnter={() => void loadMenu().catch(() => undefined)}
      onClick={() => onOpenChange(!open)}
      aria-label={t('columnMenu', { column: title })}
      className="flex h-full w-full cursor-pointer items-center gap-1.5 px-3 text-left font-medium text-ink-soft hover:bg-hover hover:text-ink"
    >
      <bdi className="min-w-0 flex-1 truncate">{title}</bdi>
      {filtered && <Filter className="size-3.5 shrink-0 text-accent-text" aria-hidden />}
      {direction && <Arrow className="size-3.5 shrink-0 text-accent-text" aria-hidden />}
      <ChevronDown className="size-3.5 shrink-0 text-ink-faint" aria-hidden />
    </button>
  );
  return (
    <div
      id={id}
      role="columnheader"
      aria-sort={direction ?? undefined}
      className={cn(
        'min-w-0 scroll-ms-14 border-l border-line',
        chosen && 'outline-2 -outline-offset-2 outline-accent',
      )}
    >
      {open ? (
        // A boundary of its own: without one the whole grid would wait for the menu.
        <Suspense fallback={button}>
          <ColumnMenu {...props} direction={direction}>
            {button}
          </ColumnMenu>
        </Suspense>
      ) : (
        button
      )}
    </div>
  );
}
