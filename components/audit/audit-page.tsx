'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { ScrollText } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { AuditFilters } from '#components/audit/audit-filters.tsx';
import { AuditRow } from '#components/audit/audit-row.tsx';
import { ExportButton } from '#components/audit/export-button.tsx';
import { filterOf, inputOf, queryOf, type AuditChoice } from '#components/audit/audit-choice.ts';
import { VerifyButton } from '#components/audit/verify-button.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { SettingsNav } from '#components/settings/settings-nav.tsx';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';

const PAGE = 100;

/** The record of who did what, to be narrowed, exported and verified. */
export function AuditPage() {
  const t = useTranslations('admin.audit');
  const isAdmin = useRight('admin');
  const choice = filterOf(useSearchParams());
  return (
    <Page
      before={<SettingsNav />}
      title={t('title')}
      lead={t('lead')}
      actions={
        isAdmin && (
          <>
            <ExportButton choice={choice} />
            <VerifyButton />
          </>
        )
      }
    >
      {isAdmin ? <Rows choice={choice} /> : <Notice>{t('notAdmin')}</Notice>}
    </Page>
  );
}

function Rows({ choice }: { choice: AuditChoice }) {
  const t = useTranslations('admin.audit');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const pathname = usePathname();
  const filter = inputOf(choice);
  const list = useInfiniteQuery({
    queryKey: [...trpc.audit.list.pathKey(), filter],
    queryFn: ({ pageParam, signal }) =>
      client.audit.list.query({ ...filter, limit: PAGE, ...(pageParam ? { cursor: pageParam } : {}) }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  const rows = list.data?.pages.flatMap(({ items }) => items);
  const change = (next: AuditChoice) => {
    const query = queryOf(next);
    router.replace(query === '' ? pathname : `${pathname}?${query}`, { scroll: false });
  };
  return (
    <>
      <AuditFilters choice={choice} onChange={change} />
      {list.isPending && <SkeletonRows rows={8} className="h-12" />}
      {list.error && !rows && <ErrorState message={messageOf(list.error)} onRetry={() => void list.refetch()} />}
      {rows?.length === 0 && (
        <Card>
          <EmptyState icon={ScrollText} title={t('none')}>
            {t('noneHelp')}
          </EmptyState>
        </Card>
      )}
      {rows && rows.length > 0 && (
        <Card>
          <ul className="divide-y divide-line" aria-label={t('title')}>
            {rows.map((row) => (
              <AuditRow key={row.seq} row={row} />
            ))}
          </ul>
        </Card>
      )}
      {list.hasNextPage && (
        <div className="mt-4 flex justify-center">
          <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('more')}
          </Button>
        </div>
      )}
    </>
  );
}
