'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useCallback, useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useFailureCount } from '#components/live/use-failure-count.ts';
import { GuideLink } from '#components/help/guide-link.tsx';
import { BulkBar } from '#components/runs/bulk-bar.tsx';
import { MissedFires } from '#components/runs/missed-fires.tsx';
import { RunFilters } from '#components/runs/run-filters.tsx';
import { filterOf, inputOf, queryOf, type RunListFilter } from '#components/runs/run-query.ts';
import { RunRows } from '#components/runs/run-rows.tsx';
import { useRunSelection } from '#components/runs/run-selection.ts';
import { useRunList } from '#components/runs/use-run-list.ts';
import { useRight } from '#components/shell/session.tsx';
import { Page } from '#components/shell/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';

function useFilter(): [RunListFilter, (filter: RunListFilter) => void] {
  const search = useSearchParams();
  const pathname = usePathname();
  const router = useRouter();
  const change = (next: RunListFilter) => {
    const query = queryOf(next);
    router.replace(query === '' ? pathname : `${pathname}?${query}`, { scroll: false });
  };
  return [filterOf(search), change];
}

/** Whoever has this page before them has seen what failed. */
function useSawFailures() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const failures = useFailureCount();
  const { mutate } = useMutation(
    trpc.runs.sawFailures.mutationOptions({
      onSuccess: (count) => queries.setQueryData(trpc.runs.newFailures.queryKey(), count),
    }),
  );
  useEffect(() => {
    if (failures > 0 && document.visibilityState === 'visible') mutate();
  }, [failures, mutate]);
}

/** All runs, newest first, changing as they happen. */
export function RunsPage() {
  const t = useTranslations('runs.list');
  const [filter, setFilter] = useFilter();
  const list = useRunList(filter);
  useSawFailures();
  const filtered = queryOf(filter) !== '';
  const showEmpty = list.runs?.length === 0;
  return (
    <Page title={t('title')} lead={t('lead')}>
      {(!showEmpty || filtered) && <RunFilters filter={filter} onChange={setFilter} />}
      <MissedFires flowId={filter.flowId} named={filter.flowId === undefined} className="mb-4" />
      {list.isPending && <SkeletonRows rows={6} />}
      {list.error && !list.runs && <ErrorState message={messageOf(list.error)} onRetry={() => void list.refetch()} />}
      {showEmpty && <Nothing filtered={filtered} onClear={() => setFilter({})} />}
      {list.runs && list.runs.length > 0 && (
        <Found key={queryOf(filter)} filter={filter} list={list} runs={list.runs} />
      )}
    </Page>
  );
}

type FoundProps = {
  filter: RunListFilter;
  list: ReturnType<typeof useRunList>;
  runs: NonNullable<ReturnType<typeof useRunList>['runs']>;
};

function Found({ filter, list, runs }: FoundProps) {
  const t = useTranslations('runs.list');
  const trpc = useTRPC();
  const mayRun = useRight('run');
  const total = useQuery(trpc.runs.count.queryOptions(inputOf(filter), { placeholderData: (before) => before })).data;
  const selection = useRunSelection(runs.map(({ id }) => id));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  return (
    <>
      <BulkBar filter={filter} selection={selection} shown={runs.length} total={total} />
      <RunRows
        runs={runs}
        total={total && !total.more ? total.count : undefined}
        selection={mayRun ? selection : null}
        hasMore={hasNextPage && !isFetchingNextPage}
        onMore={more}
      />
      <p role="status" className="mt-3 text-center text-sm text-ink-faint">
        {isFetchingNextPage && t('loading')}
      </p>
    </>
  );
}

function Nothing({ filtered, onClear }: { filtered: boolean; onClear: () => void }) {
  const t = useTranslations('runs.list');
  return (
    <Card>
      <EmptyState
        icon={Activity}
        title={filtered ? t('none') : t('empty')}
        actions={
          filtered ? (
            <Button onClick={onClear}>{t('clear')}</Button>
          ) : (
            <Button variant="primary" asChild>
              <Link href="/flows">{t('toFlows')}</Link>
            </Button>
          )
        }
      >
        {filtered ? t('noneHelp') : t('emptyHelp')}
        {!filtered && <GuideLink to="runs" />}
      </EmptyState>
    </Card>
  );
}
