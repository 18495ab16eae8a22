'use client';
import { ArrowDown, ArrowDownUp, ArrowUp, ChevronDown, Filter, TextCursorInput, Trash2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { cn } from '#components/ui/cn.ts';
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from '#components/ui/dropdown-menu.tsx';
import type { RowSort } from '#lib/views-data.ts';

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
      <DropdownMenu open={open} onOpenChange={onOpenChange}>
        <DropdownMenuTrigger asChild>
          <button
            type="button"
            tabIndex={-1}
            aria-label={t('columnMenu', { column: title })}
            className="flex h-full w-full cursor-pointer items-center gap-1.5 px-3 text-left font-medium text-ink-soft hover:bg-hover hover:text-ink"
          >
            <bdi className="min-w-0 flex-1 truncate">{title}</bdi>
            {filtered && <Filter className="size-3.5 shrink-0 text-accent-text" aria-hidden />}
            {direction && <Arrow className="size-3.5 shrink-0 text-accent-text" aria-hidden />}
            <ChevronDown className="size-3.5 shrink-0 text-ink-faint" aria-hidden />
          </button>
        </DropdownMenuTrigger>
        <ColumnMenu {...props} direction={direction} />
      </DropdownMenu>
    </div>
  );
}

function ColumnMenu(props: ColumnHeadProps & { direction: RowSort['direction'] | null }) {
  const { name, fixed, mayEdit, direction, onAct, onLeave } = props;
  const t = useTranslations('tables.grid');
  return (
    <DropdownMenuContent
      align="start"
      onCloseAutoFocus={(event) => {
        event.preventDefault();
        onLeave();
      }}
    >
      <DropdownMenuItem disabled={direction === 'ascending'} onSelect={() => onAct('ascending', name)}>
        <ArrowUp aria-hidden />
        {fixed ? t('oldestFirst') : t('ascending')}
      </DropdownMenuItem>
      {!fixed && (
        <DropdownMenuItem disabled={direction === 'descending'} onSelect={() => onAct('descending', name)}>
          <ArrowDown aria-hidden />
          {t('descending')}
        </DropdownMenuItem>
      )}
      {(fixed || direction) && (
        <DropdownMenuItem onSelect={() => onAct('newest', name)}>
          <ArrowDownUp aria-hidden />
          {t('newestFirst')}
        </DropdownMenuItem>
      )}
      {!fixed && (
        <DropdownMenuItem onSelect={() => onAct('filter', name)}>
          <Filter aria-hidden />
          {t('filter')}
        </DropdownMenuItem>
      )}
      {!fixed && mayEdit && (
        <>
          <DropdownMenuSeparator />
          <DropdownMenuItem onSelect={() => onAct('rename', name)}>
            <TextCursorInput aria-hidden />
            {t('rename')}
          </DropdownMenuItem>
          <DropdownMenuItem danger onSelect={() => onAct('remove', name)}>
            <Trash2 aria-hidden />
            {t('remove')}
          </DropdownMenuItem>
        </>
      )}
    </DropdownMenuContent>
  );
}
