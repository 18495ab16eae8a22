'use client';
import { useEffect, useId, useState, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { EntryDetail, type EntryActions } from '#components/data/entry-detail.tsx';
import { useRowPages } from '#components/data/use-entries.ts';
import type { SearchTarget } from '#components/data/use-search.ts';
import { ValueText } from '#components/data/value-text.tsx';
import type { DataSource } from '#components/data/view-kinds.ts';
import { VisibleText } from '#components/data/visible-text.tsx';
import { cn } from '#components/ui/cn.ts';
import { useVirtualRows } from '#components/ui/use-virtual-rows.ts';
import type { FieldLabels } from '#lib/label.ts';
import { PAGE_SIZE } from '#lib/value-page.ts';

export type TableViewProps = {
  label: string;
  source: DataSource;
  labels: FieldLabels | null;
  target: SearchTarget;
  actions: EntryActions;
};

const ROW = 30;
const NUMBER_WIDTH = '3.5rem';

/** A list of objects as rows and columns; a cell that is chosen shows below. */
export function TableView({ label, source, labels, target, actions }: TableViewProps) {
  const t = useTranslations('data.view');
  const id = useId();
  const [chosen, setChosen] = useState<{ row: number; column: number } | null>(null);
  const [reached, setReached] = useState(target.hit);
  const { box, rows } = useVirtualRows({ count: source.head.length, rowHeight: ROW, headHeight: ROW });
  const items = rows.getVirtualItems();
  const { hit } = target;
  const wanted = [chosen?.row, hit?.at[0]].filter((row) => row !== undefined);
  const { pageAt } = useRowPages(source, [...items.map(({ index }) => index), ...wanted]);
  const cellsOf = (index: number) => pageAt(index)?.rows[index % PAGE_SIZE];
  const columns = pageAt(0)?.columns ?? [];
  const hitColumn = hit ? (cellsOf(hit.at[0] ?? 0)?.findIndex((cell) => cell?.at === hit.at[1]) ?? -1) : -1;
  if (hit !== reached && (hitColumn >= 0 || !hit)) {
    setReached(hit);
    if (hit) setChosen({ row: hit.at[0] ?? 0, column: hitColumn });
  }
  const row = chosen?.row;
  useEffect(() => {
    if (row !== undefined) rows.scrollToIndex(row, { align: 'auto' });
  }, [row, rows]);
  const move = (event: KeyboardEvent) => {
    const step = ({ ArrowDown: [1, 0], ArrowUp: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] } as const)[event.key as 'ArrowUp'];
    if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const from = chosen ?? { row: 0 - step[0], column: 0 - step[1] };
    const next = {
      row: Math.min(Math.max(from.row + step[0], 0), source.head.length - 1),
      column: Math.min(Math.max(from.column + step[1], 0), columns.length - 1),
    };
    setChosen(next);
  };
  const cell = chosen ? cellsOf(chosen.row)?.[chosen.column] : null;
  const grid = { gridTemplateColumns: `${NUMBER_WIDTH} repeat(${columns.length}, minmax(8rem, 1fr))` };
  return (
    <div className="min-w-0">
      <div
        ref={box}
        role="grid"
        aria-label={label}
        aria-rowcount={source.head.length + 1}
        aria-colcount={columns.length + 1}
        aria-activedescendant={chosen ? `${id}-${chosen.row}-${chosen.column}` : undefined}
        tabIndex={0}
        onKeyDown={move}
        className="max-h-112 overflow-auto rounded-lg text-sm focus-visible:outline-offset-0"
      >
        <div role="row" aria-rowindex={1} className="sticky top-0 z-1 grid w-max min-w-full border-b border-line bg-sunken font-medium text-ink-soft" style={grid}>
          <div role="columnheader" className="px-3 py-1.5 text-right text-ink-faint">
            <span aria-hidden>#</span>
            <span className="sr-only">{t('rowNumber')}</span>
          </div>
          {columns.map((column) => (
            <div key={column} role="columnheader" className="min-w-0 px-3 py-1.5">
              <VisibleText text={column} find={target.words} className="line-clamp-1" />
            </div>
          ))}
        </div>
        <div role="rowgroup" className="relative w-max min-w-full" style={{ height: rows.getTotalSize() }}>
          {items.map(({ index, key, start }) => {
            const cells = cellsOf(index);
            return (
              <div
                key={key}
                role="row"
                aria-rowindex={index + 2}
                className="absolute inset-x-0 top-0 grid border-b border-line/60"
                style={{ ...grid, height: ROW, transform: `translateY(${start}px)` }}
              >
                <div role="rowheader" className="tabular px-3 py-1.5 text-right text-ink-faint">{index}</div>
                {columns.map((column, at) => {
                  const isChosen = chosen?.row === index && chosen.column === at;
                  const head = cells?.[at]?.head;
                  return (
                    <div
                      key={column}
                      id={`${id}-${index}-${at}`}
                      role="gridcell"
                      aria-selected={isChosen}
                      onClick={() => setChosen({ row: index, column: at })}
                      className={cn('min-w-0 cursor-pointer overflow-hidden px-3 py-1', isChosen ? 'bg-hover outline-2 -outline-offset-2 outline-accent' : 'hover:bg-sunken/70')}
                    >
                      {head && <ValueText head={head} find={target.words} lines={1} />}
                    </div>
                  );
                })}
              </div>
            );
          })}
        </div>
      </div>
      {chosen && cell && (
        <EntryDetail
          key={`${chosen.row}.${chosen.column}`}
          source={source}
          at={[chosen.row, cell.at]}
          path={[chosen.row, columns[chosen.column] ?? '']}
          head={cell.head}
          labels={labels}
          actions={actions}
        />
      )}
    </div>
  );
}
