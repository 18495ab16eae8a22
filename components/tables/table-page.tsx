'use client';
import { ArrowLeft, Plus, Table2, Upload } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Link } from '#components/ui/link.tsx';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';
import { readCell } from '#components/tables/cell-text.ts';
import type { ColumnAct } from '#components/tables/column-head.tsx';
import { FilterBar } from '#components/tables/filter-bar.tsx';
import type { RowGridProps } from '#components/tables/row-grid.tsx';
import { TableActions } from '#components/tables/table-actions.tsx';
import { useCellChange, useRows, useTableActions } from '#components/tables/use-tables.ts';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import type { RowFilter, RowSort, RowView } from '#lib/views-data.ts';

const RowGrid = dynamic(() => import('#components/tables/row-grid.tsx').then((file) => file.RowGrid), {
  loading: () => <SkeletonRows rows={8} className="h-10" />,
});
const RowDialog = dynamic(() => import('#components/tables/row-dialog.tsx').then((file) => file.RowDialog));
const ColumnDialog = dynamic(() => import('#components/tables/column-dialog.tsx').then((file) => file.ColumnDialog));
const RemoveColumnDialog = dynamic(() =>
  import('#components/tables/column-dialog.tsx').then((file) => file.RemoveColumnDialog),
);
const FilterDialog = dynamic(() => import('#components/tables/filter-dialog.tsx').then((file) => file.FilterDialog));
const ImportDialog = dynamic(() => import('#components/tables/import-dialog.tsx').then((file) => file.ImportDialog));

type Open =
  | { what: 'row'; row: RowView | null }
  | { what: 'column'; column: string | null }
  | { what: 'remove'; column: string }
  | { what: 'filter'; place: number; filter: RowFilter }
  | { what: 'import' };

/** One table: its rows as a grid to search, order, filter and edit; its columns; CSV in and out. */
export function TablePage({ id }: { id: string }) {
  const t = useTranslations('tables.tablePage');
  const [search, setSearch] = useState('');
  const [filters, setFilters] = useState<RowFilter[]>([]);
  const [sort, setSort] = useState<RowSort | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const list = useRows(id, { search, filters, sort });
  const columns = list.first?.columns ?? [];
  const total = list.first?.total ?? 0;
  const narrowed = search !== '' || filters.length > 0;
  const isEmpty = list.first !== undefined && total === 0 && columns.length === 0 && !narrowed;
  const act = (what: ColumnAct, column: string) => {
    if (what === 'ascending' || what === 'descending') setSort({ column, direction: what });
    else if (what === 'newest') setSort(null);
    else if (what === 'filter') openFilter(filters.length, column);
    else setOpen(what === 'rename' ? { what: 'column', column } : { what: 'remove', column });
  };
  const openFilter = (place: number, column = columns[0] ?? '') =>
    setOpen({ what: 'filter', place, filter: filters[place] ?? { column, test: 'contains', value: '' } });
  return (
    <Page
      wide
      title={<bdi>{list.first?.table.name ?? t('table')}</bdi>}
      before={
        <Link href="/tables" className="inline-flex min-h-6 items-center gap-1.5 text-sm text-ink-soft hover:text-ink">
          <ArrowLeft className="size-4" aria-hidden />
          {t('tables')}
        </Link>
      }
      actions={
        list.first && (
          <TableActions
            table={list.first.table}
            onAdd={() => setOpen({ what: 'row', row: null })}
            onColumn={() => setOpen({ what: 'column', column: null })}
            onImport={() => setOpen({ what: 'import' })}
          />
        )
      }
    >
      {list.isPending && <SkeletonRows rows={8} className="h-10" />}
      {list.error && !list.rows && <ErrorState message={messageOf(list.error)} onRetry={() => void list.refetch()} />}
      {isEmpty && (
        <NothingYet onRow={() => setOpen({ what: 'row', row: null })} onImport={() => setOpen({ what: 'import' })} />
      )}
      {list.rows && !isEmpty && (
        <>
          <FilterBar
            search={search}
            onSearch={setSearch}
            filters={filters}
            onFilters={setFilters}
            onOpen={openFilter}
            total={total}
          />
          <Rows
            id={id}
            rows={list.rows}
            total={total}
            columns={columns}
            sort={sort}
            filtered={filters.map(({ column }) => column)}
            narrowed={narrowed}
            onOpen={(row) => setOpen({ what: 'row', row })}
            onAct={act}
            onMore={list.hasNextPage && !list.isFetching ? () => void list.fetchNextPage() : null}
          />
        </>
      )}
      {open && (
        <Opened
          id={id}
          open={open}
          columns={columns}
          onFilter={(place, filter) =>
            setFilters(place < filters.length ? filters.with(place, filter) : [...filters, filter])
          }
          onClose={() => setOpen(null)}
        />
      )}
    </Page>
  );
}

function NothingYet({ onRow, onImport }: { onRow: () => void; onImport: () => void }) {
  const t = useTranslations('tables.tablePage');
  const mayEdit = useRight('edit');
  const actions = mayEdit && (
    <>
      <Button variant="primary" onClick={onRow}>
        <Plus aria-hidden />
        {t('addFirstRow')}
      </Button>
      <Button onClick={onImport}>
        <Upload aria-hidden />
        {t('importCsv')}
      </Button>
    </>
  );
  return (
    <Card>
      <EmptyState icon={Table2} title={t('noRowsYet')} actions={actions}>
        {mayEdit ? t('fillOrAdd') : t('fill')}
      </EmptyState>
    </Card>
  );
}

type RowsProps = Omit<RowGridProps, 'label' | 'mayEdit' | 'onCell' | 'onRemove'> & { id: string; narrowed: boolean };

function Rows({ id, narrowed, ...grid }: RowsProps) {
  const t = useTranslations('tables.tablePage');
  const mayEdit = useRight('edit');
  const cell = useCellChange(id);
  const { removeRow } = useTableActions();
  const change: RowGridProps['onCell'] = ({ row, column, text }) => {
    const { [column]: before, ...others } = row.data;
    const value = text === '' ? undefined : readCell(text);
    if (JSON.stringify(value) === JSON.stringify(before)) return;
    cell.mutate({ id: row.id, data: value === undefined ? others : { ...row.data, [column]: value } });
  };
  return (
    <Card>
      <RowGrid
        {...grid}
        label={t('rows')}
        mayEdit={mayEdit}
        onCell={change}
        onRemove={(row) => removeRow.mutate({ id: row.id })}
      />
      {grid.rows.length === 0 && (
        <p className="px-5 py-8 text-center text-base text-ink-soft">{narrowed ? t('noRowFits') : t('noRowsYet')}</p>
      )}
      {mayEdit && (
        <p
          id="grid-keys"
          className="rounded-b-xl border-t border-line px-4 py-2.5 text-sm text-ink-faint max-sm:hidden"
        >
          {t('keys')}
        </p>
      )}
    </Card>
  );
}

type OpenedProps = {
  id: string;
  open: Open;
  columns: string[];
  onFilter: (place: number, filter: RowFilter) => void;
  onClose: () => void;
};

function Opened({ id, open, columns, onFilter, onClose }: OpenedProps) {
  switch (open.what) {
    case 'row':
      return <RowDialog tableId={id} row={open.row} columns={columns} onClose={onClose} />;
    case 'column':
      return <ColumnDialog tableId={id} column={open.column} onClose={onClose} />;
    case 'remove':
      return <RemoveColumnDialog tableId={id} column={open.column} onClose={onClose} />;
    case 'filter':
      return (
        <FilterDialog
          columns={columns}
          filter={open.filter}
          onChange={(filter) => onFilter(open.place, filter)}
          onClose={onClose}
        />
      );
    case 'import':
      return <ImportDialog tableId={id} columns={columns} onClose={onClose} />;
    default:
      return open satisfies never;
  }
}
