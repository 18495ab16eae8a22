'use client';
import { useCallback, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ColumnHead, type ColumnAct } from '#components/tables/column-head.tsx';
import { GridRow } from '#components/tables/grid-row.tsx';
import type { GridAt } from '#components/tables/grid-keys.ts';
import { useGrid } from '#components/tables/use-grid.ts';
import { cn } from '#components/ui/cn.ts';
import { useVirtualRows } from '#components/ui/use-virtual-rows.ts';
import type { RowSort, RowView } from '#lib/views-data.ts';

const ROW = 40;
/** From here to the end the next rows are fetched. */
const AHEAD = 30;
/** Stands for the time that rows were added, in orders. */
export const ADDED = '_createdAt';

export type RowGridProps = {
  label: string;
  rows: RowView[];
  /** Of all rows, also those that were not fetched yet. */
  total: number;
  columns: string[];
  mayEdit: boolean;
  sort: RowSort | null;
  filtered: string[];
  onOpen: (row: RowView) => void;
  onCell: (change: { row: RowView; column: string; text: string }) => void;
  onRemove: (row: RowView) => void;
  onAct: (act: ColumnAct, column: string) => void;
  /** Fetches the next rows; null if these are all, or they are on their way. */
  onMore: (() => void) | null;
};

/** Rows and columns as a grid: one stop for Tab, arrows inside, Enter to edit. Only the rows on the screen are there. */
export function RowGrid(props: RowGridProps) {
  const { label, rows, total, columns, mayEdit, onOpen, onCell, onRemove, onMore } = props;
  const [menu, setMenu] = useState<number | null>(null);
  const size = { rows: rows.length, columns: columns.length + 2 };
  const grid = useGrid({
    size,
    mayEdit,
    onEnter: ({ row, column }) => {
      const opened = rows[row];
      if (opened) onOpen(opened);
      else if (column > 0) setMenu(column);
    },
    onDelete: ({ row, column }) => {
      const [of, name] = [rows[row], columns[column - 1]];
      if (!of || !mayEdit) return;
      if (column === 0) onRemove(of);
      else if (name !== undefined) onCell({ row: of, column: name, text: '' });
    },
  });
  const { box, rows: virtual } = useVirtualRows({ count: rows.length, rowHeight: ROW, headHeight: ROW });
  const { attach } = grid;
  const both = useCallback(
    (element: HTMLElement | null) => {
      attach(element);
      box(element);
    },
    [attach, box],
  );
  const items = virtual.getVirtualItems();
  const lastShown = items.at(-1)?.index ?? 0;
  const nearEnd = lastShown >= rows.length - AHEAD;
  useEffect(() => {
    if (nearEnd) onMore?.();
  }, [nearEnd, onMore]);
  const chosenRow = grid.at?.row;
  useEffect(() => {
    if (chosenRow !== undefined && chosenRow >= 0) virtual.scrollToIndex(chosenRow, { align: 'auto' });
  }, [chosenRow, virtual]);
  const layout = { gridTemplateColumns: `3.5rem repeat(${columns.length}, minmax(10rem, 1fr)) 9rem` };
  const done = (text: string | null, to: Parameters<typeof grid.leave>[0]) => {
    const [row, column] = [rows[grid.editing?.row ?? -1], columns[(grid.editing?.column ?? 0) - 1]];
    if (text !== null && row && column !== undefined) onCell({ row, column, text });
    grid.leave(to);
  };
  return (
    <div
      ref={both}
      role="grid"
      aria-label={label}
      aria-rowcount={total + 1}
      aria-colcount={size.columns}
      aria-activedescendant={grid.at ? grid.cellId(grid.at) : undefined}
      aria-describedby={mayEdit ? 'grid-keys' : undefined}
      tabIndex={0}
      onKeyDown={grid.onKeyDown}
      onFocus={({ target, currentTarget }) =>
        target === currentTarget && target.matches(':focus-visible') && grid.onFocus()
      }
      className="relative max-h-[max(20rem,calc(100dvh-22rem))] overflow-auto rounded-t-xl text-sm focus-visible:outline-offset-0"
    >
      <Heads
        {...props}
        at={grid.at}
        cellId={grid.cellId}
        layout={layout}
        menu={menu}
        onMenu={(column) => {
          setMenu(column);
          if (column !== null) grid.choose({ row: -1, column });
        }}
        onLeave={grid.focus}
      />
      <div
        role="rowgroup"
        className="relative min-w-full"
        // Its rows take no room, so that it must be told how wide they are: else the lines end at the first window's edge.
        style={{ height: virtual.getTotalSize(), width: `${12.5 + columns.length * 10}rem` }}
      >
        {items.map(({ index, start }) => {
          const row = rows[index];
          if (!row) return null;
          return (
            <div
              key={row.id}
              role="row"
              aria-rowindex={index + 2}
              className={cn('absolute inset-x-0 top-0 grid border-b border-line', grid.editing?.row === index && 'z-2')}
              style={{ ...layout, height: ROW, transform: `translateY(${start}px)` }}
            >
              <GridRow
                row={row}
                index={index}
                columns={columns}
                at={grid.at}
                editing={grid.editing}
                mayEdit={mayEdit}
                cellId={grid.cellId}
                onChoose={grid.choose}
                onEdit={grid.edit}
                onOpen={onOpen}
                onDone={done}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

type HeadsProps = RowGridProps & {
  at: GridAt | null;
  cellId: (at: GridAt) => string;
  layout: { gridTemplateColumns: string };
  menu: number | null;
  onMenu: (column: number | null) => void;
  onLeave: () => void;
};

function Heads({ columns, sort, filtered, mayEdit, at, cellId, layout, menu, onMenu, onAct, onLeave }: HeadsProps) {
  const t = useTranslations('tables.grid');
  const isAt = (column: number) => at?.row === -1 && at.column === column;
  const head = (name: string, column: number) => ({
    id: cellId({ row: -1, column }),
    name,
    sort,
    mayEdit,
    filtered: filtered.includes(name),
    chosen: isAt(column),
    open: menu === column,
    onOpenChange: (open: boolean) => onMenu(open ? column : null),
    onAct,
    onLeave,
  });
  return (
    <div
      role="row"
      aria-rowindex={1}
      className="sticky top-0 z-3 grid h-10 w-max min-w-full border-b border-line bg-sunken"
      style={layout}
    >
      <div
        id={cellId({ row: -1, column: 0 })}
        role="columnheader"
        className={cn(
          'sticky left-0 z-1 grid place-items-center bg-sunken text-ink-faint',
          isAt(0) && 'outline-2 -outline-offset-2 outline-accent',
        )}
      >
        <span aria-hidden>#</span>
        <span className="sr-only">{t('row')}</span>
      </div>
      {columns.map((column, n) => (
        <ColumnHead key={column} {...head(column, n + 1)} title={column} fixed={false} />
      ))}
      <ColumnHead {...head(ADDED, columns.length + 1)} title={t('added')} fixed />
    </div>
  );
}
