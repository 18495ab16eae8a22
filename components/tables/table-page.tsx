'use client';
import { ArrowLeft, Download, Plus, Table2, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPCClient } from '#components/live/trpc.tsx';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';
import { RowDialog } from '#components/tables/row-dialog.tsx';
import { columnsOf, RowGrid } from '#components/tables/row-grid.tsx';
import { useRows, useTableActions } from '#components/tables/use-tables.ts';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Input } from '#components/ui/input.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';
import type { RowView } from '#lib/views-data.ts';

/** One table: its rows, newest first, to search, edit, add, delete and export. */
export function TablePage({ id }: { id: string }) {
  const t = useTranslations('tables.tablePage');
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const list = useRows(id, search);
  const mayEdit = useRight('edit');
  const [open, setOpen] = useState<RowView | 'new' | null>(null);
  const rows = list.rows ?? [];
  const columns = columnsOf(rows);
  return (
    <Page
      wide
      title={<bdi>{list.table?.name ?? t('table')}</bdi>}
      before={
        <Link href="/tables" className="inline-flex items-center gap-1.5 text-sm text-ink-soft hover:text-ink">
          <ArrowLeft className="size-4" aria-hidden />
          {t('tables')}
        </Link>
      }
      actions={list.table && <TableActions table={list.table} onAdd={() => setOpen('new')} />}
    >
      {list.isPending && <SkeletonRows rows={6} />}
      {list.error && !list.rows && <ErrorState message={messageOf(list.error)} onRetry={() => void list.refetch()} />}
      {list.rows && (
        <>
          {(rows.length > 0 || search !== '') && (
            <Input
              type="search"
              aria-label={t('searchThisTable')}
              placeholder={t('search')}
              className="mb-4 max-w-sm"
              maxLength={200}
              value={typed}
              onChange={({ target }) => setTyped(target.value)}
            />
          )}
          <Card>
            {rows.length > 0 ? (
              <RowGrid rows={rows} columns={columns} onOpen={mayEdit ? setOpen : null} />
            ) : search ? (
              <p className="px-5 py-10 text-center text-base text-ink-soft">{t('noRowHasThese')}</p>
            ) : (
              <EmptyState icon={Table2} title={t('noRowsYet')}>
                {mayEdit ? t('fillOrAdd') : t('fill')}
              </EmptyState>
            )}
          </Card>
          {list.hasNextPage && (
            <div className="mt-4 flex justify-center">
              <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t('showMore')}
              </Button>
            </div>
          )}
        </>
      )}
      {open && (
        <RowDialog tableId={id} row={open === 'new' ? null : open} columns={columns} onClose={() => setOpen(null)} />
      )}
    </Page>
  );
}

function TableActions({ table, onAdd }: { table: { id: string; name: string }; onAdd: () => void }) {
  const t = useTranslations('tables.tablePage');
  const client = useTRPCClient();
  const router = useRouter();
  const mayEdit = useRight('edit');
  const { remove } = useTableActions();
  const [asking, setAsking] = useState(false);
  const save = () =>
    client.tables.csv.query({ id: table.id }).then(
      ({ name, csv }) => saveFile(`${name}.csv`, csv),
      (error: unknown) => toast.error(messageOf(error)),
    );
  return (
    <>
      <Button onClick={() => void save()}>
        <Download aria-hidden />
        {t('exportCsv')}
      </Button>
      {mayEdit && (
        <>
          <Button variant="danger" size="icon" aria-label={t('deleteTable')} onClick={() => setAsking(true)}>
            <Trash2 aria-hidden />
          </Button>
          <Button variant="primary" onClick={onAdd}>
            <Plus aria-hidden />
            {t('addRow')}
          </Button>
        </>
      )}
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('deleteTheTable', { name: table.name })}
        description={t('allOfItsRows')}
        confirm={t('deleteTable')}
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: table.id }, { onSuccess: () => router.push('/tables') })}
      />
    </>
  );
}

function saveFile(name: string, text: string): void {
  // The mark tells spreadsheets that this is UTF-8.
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
