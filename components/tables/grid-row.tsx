'use client';
import { Pencil, ShieldQuestion } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { CellEditor, type CellEditorProps } from '#components/tables/cell-editor.tsx';
import { cellText } from '#components/tables/cell-text.ts';
import type { Editing } from '#components/tables/use-grid.ts';
import type { GridAt } from '#components/tables/grid-keys.ts';
import { cn } from '#components/ui/cn.ts';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { labelAt } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { RowView } from '#lib/views-data.ts';

const SHOWN = 200;
const cellClasses = 'relative flex min-w-0 items-center scroll-mt-10 scroll-ms-14 border-l border-line px-3';

export type GridRowProps = {
  row: RowView;
  index: number;
  columns: string[];
  at: GridAt | null;
  editing: Editing | null;
  mayEdit: boolean;
  cellId: (at: GridAt) => string;
  onChoose: (at: GridAt) => void;
  onEdit: (at: GridAt) => void;
  onOpen: (row: RowView) => void;
  onDone: CellEditorProps['onDone'];
};

/** One row: its head, which opens it, its values, and when it was added. */
export function GridRow(props: GridRowProps) {
  const { row, index, columns, at, mayEdit, cellId, onChoose, onOpen } = props;
  const t = useTranslations('tables.grid');
  const isAt = (column: number) => at?.row === index && at.column === column;
  const cell = (column: number) => ({
    id: cellId({ row: index, column }),
    'aria-colindex': column + 1,
    'aria-selected': isAt(column),
  });
  const mark = (column: number) => isAt(column) && 'bg-hover outline-2 -outline-offset-2 outline-accent';
  return (
    <>
      <div
        role="rowheader"
        {...cell(0)}
        className={cn('sticky left-0 z-1 grid place-items-center bg-surface', mark(0))}
        onClick={() => onChoose({ row: index, column: 0 })}
      >
        <button
          type="button"
          tabIndex={-1}
          aria-label={mayEdit ? t('editRow', { number: index + 1 }) : t('openRow', { number: index + 1 })}
          onClick={() => onOpen(row)}
          className="group grid size-8 cursor-pointer place-items-center rounded-md text-ink-faint hover:bg-hover hover:text-ink"
        >
          <span aria-hidden className="text-xs tabular-nums group-hover:hidden">
            {index + 1}
          </span>
          <Pencil aria-hidden className="hidden size-3.5 group-hover:block" />
        </button>
      </div>
      {columns.map((column, n) => (
        <div
          key={column}
          role="gridcell"
          {...cell(n + 1)}
          aria-readonly={!mayEdit}
          // A second press on a value writes in it, also with a finger.
          onClick={() => (isAt(n + 1) ? props.onEdit : onChoose)({ row: index, column: n + 1 })}
          className={cn(cellClasses, mark(n + 1))}
        >
          <Value {...props} column={column} here={{ row: index, column: n + 1 }} />
        </div>
      ))}
      <div
        role="gridcell"
        {...cell(columns.length + 1)}
        aria-readonly
        onClick={() => onChoose({ row: index, column: columns.length + 1 })}
        className={cn(cellClasses, 'whitespace-nowrap text-ink-faint', mark(columns.length + 1))}
      >
        <TimeAgo at={row.createdAt} />
      </div>
    </>
  );
}

function Value({ row, column, here, editing, onDone }: GridRowProps & { column: string; here: GridAt }) {
  const t = useTranslations('tables.grid');
  const value = own(row.data, column);
  if (editing?.row === here.row && editing.column === here.column) {
    const initial = editing.text ?? (value === undefined ? '' : cellText(value));
    return <CellEditor label={t('cell', { column, number: here.row + 1 })} initial={initial} onDone={onDone} />;
  }
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const isNumber = typeof value === 'number';
  return (
    <>
      <span className={cn('min-w-0 flex-1 truncate', isNumber && 'text-right tabular-nums')}>
        <VisibleText text={text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text} className="whitespace-nowrap" />
      </span>
      {labelAt(row.labels, [column]).integrity === 'untrusted' && (
        <span title={t('untrustedHelp')} className="ml-1.5 shrink-0 text-untrusted">
          <ShieldQuestion className="size-3.5" aria-hidden />
          <span className="sr-only">{t('untrusted')}</span>
        </span>
      )}
    </>
  );
}
