'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus, Table2 } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { GuideLink } from '#components/help/guide-link.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';
import { NewTableDialog } from '#components/tables/new-table-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import type { TableCard } from '#lib/views-data.ts';

/** All tables. */
export function TablesPage() {
  const t = useTranslations('tables.tablesPage');
  const trpc = useTRPC();
  const tables = useQuery(trpc.tables.list.queryOptions());
  const mayEdit = useRight('edit');
  const [making, setMaking] = useState(false);
  const button = mayEdit && (
    <Button variant="primary" onClick={() => setMaking(true)}>
      <Plus aria-hidden />
      {t('new')}
    </Button>
  );
  return (
    <Page title={t('title')} lead={t('lead')} actions={tables.data?.length !== 0 && button}>
      {tables.isPending && <SkeletonRows />}
      {tables.error && !tables.data && (
        <ErrorState message={messageOf(tables.error)} onRetry={() => void tables.refetch()} />
      )}
      {tables.data && (
        <Card>
          {tables.data.length === 0 ? (
            <EmptyState icon={Table2} title={t('empty')} actions={button}>
              {t('emptyHelp')}
              <GuideLink to="tables" />
            </EmptyState>
          ) : (
            <ul className="divide-y divide-line">
              {tables.data.map((table) => (
                <TableItem key={table.id} table={table} />
              ))}
            </ul>
          )}
        </Card>
      )}
      {making && <NewTableDialog onClose={() => setMaking(false)} />}
    </Page>
  );
}

function TableItem({ table }: { table: TableCard }) {
  const t = useTranslations('tables.tablesPage');
  return (
    <li>
      <Link
        href={`/tables/${table.id}`}
        className="flex items-center gap-3 px-5 py-3.5 hover:bg-hover focus-visible:-outline-offset-2"
      >
        <Table2 className="size-4 shrink-0 text-ink-faint" aria-hidden />
        <bdi className="min-w-0 flex-1 font-medium wrap-anywhere">{table.name}</bdi>
        <span className="shrink-0 text-sm text-ink-soft tabular-nums">{t('count', { count: table.rows })}</span>
      </Link>
    </li>
  );
}
