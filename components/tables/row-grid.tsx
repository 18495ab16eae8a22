'use client';
import { Pencil } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Button } from '#components/ui/button.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { labelAt } from '#lib/label.ts';
import { own } from '#lib/own.ts';
import type { RowView } from '#lib/views-data.ts';

const SHOWN = 200;

/** The columns of the rows, in the order they first appear. */
export function columnsOf(rows: RowView[]): string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(row.data)))];
}

export type RowGridProps = { rows: RowView[]; columns: string[]; onOpen: ((row: RowView) => void) | null };

/** Rows and columns; scrolls sideways where it does not fit. */
export function RowGrid({ rows, columns, onOpen }: RowGridProps) {
  const t = useTranslations('tables.rowGrid');
  const head = 'border-b border-line px-3.5 py-2 text-left font-medium text-ink-soft whitespace-nowrap';
  return (
    // Positioned, so that what only screen readers see scrolls with the table and does not widen the page.
    <div className="relative overflow-x-auto" role="region" aria-label={t('rows')} tabIndex={0}>
      <table className="w-full text-sm">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className={head}>
                <bdi>{column}</bdi>
              </th>
            ))}
            <th scope="col" className={head}>
              {t('added')}
            </th>
            {onOpen && (
              <th scope="col" className={head}>
                <span className="sr-only">{t('edit')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row.id}>
              {columns.map((column) => (
                <td key={column} className="max-w-80 min-w-24 px-3.5 py-2 align-top">
                  <Cell row={row} column={column} />
                </td>
              ))}
              <td className="px-3.5 py-2 align-top whitespace-nowrap text-ink-faint">
                <TimeAgo at={row.createdAt} />
              </td>
              {onOpen && (
                <td className="px-2 py-1 text-right align-top">
                  <Button variant="ghost" size="iconSm" aria-label={t('editRow')} onClick={() => onOpen(row)}>
                    <Pencil aria-hidden />
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Cell({ row, column }: { row: RowView; column: string }) {
  const value = own(row.data, column);
  if (value === undefined || value === null) return null;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    <div className="flex flex-wrap items-start gap-x-2 gap-y-1">
      <span className="min-w-0 wrap-anywhere tabular-nums">
        <VisibleText text={text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text} />
      </span>
      <LabelBadge label={labelAt(row.labels, [column])} />
    </div>
  );
}
