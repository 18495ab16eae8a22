'use client';
import { Activity } from 'lucide-react';
import Link from 'next/link';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { messageOf } from '#components/live/errors.ts';
import { MissedFires } from '#components/runs/missed-fires.tsx';
import { RUN_STATUSES, RunFilters } from '#components/runs/run-filters.tsx';
import { RetryMany } from '#components/runs/retry-many.tsx';
import { RunRow } from '#components/runs/run-row.tsx';
import { useRunList, type RunListFilter } from '#components/runs/use-run-list.ts';
import { Page } from '#components/shell/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';

const TEXT = {
  title: 'Runs',
  lead: 'Everything that ran, with what went in, what came out and why.',
  empty: 'Nothing has run yet',
  emptyHelp:
    'When a flow starts, its run appears here and stays, step by step. Start one by hand from its menu, or publish it and let its trigger do so.',
  none: 'No run fits these filters.',
  more: 'Show more',
};

function useFilter(): [RunListFilter, (filter: RunListFilter) => void] {
  const search = useSearchParams();
  const pathname = usePathname();
  const router = useRouter();
  const status = RUN_STATUSES.find((known) => known === search.get('status'));
  const flowId = search.get('flow') ?? undefined;
  const change = (next: RunListFilter) => {
    const query = new URLSearchParams();
    if (next.flowId) query.set('flow', next.flowId);
    if (next.status) query.set('status', next.status);
    router.replace(query.size > 0 ? `${pathname}?${query.toString()}` : pathname, { scroll: false });
  };
  return [{ flowId, status }, change];
}

/** All runs, newest first, changing as they happen. */
export function RunsPage() {
  const [filter, setFilter] = useFilter();
  const list = useRunList(filter);
  const filtered = Boolean(filter.flowId ?? filter.status);
  const showEmpty = list.runs?.length === 0;
  return (
    <Page title={TEXT.title} lead={TEXT.lead}>
      {(!showEmpty || filtered) && (
        <RunFilters filter={filter} onChange={setFilter}>
          {!showEmpty && <RetryMany filter={filter} />}
        </RunFilters>
      )}
      <MissedFires flowId={filter.flowId} named={filter.flowId === undefined} className="mb-4" />
      {list.isPending && <SkeletonRows rows={6} />}
      {list.error && !list.runs && <ErrorState message={messageOf(list.error)} onRetry={() => void list.refetch()} />}
      {showEmpty && (
        <Card>
          {filtered ? (
            <p className="px-5 py-10 text-center text-base text-ink-soft">{TEXT.none}</p>
          ) : (
            <EmptyState
              icon={Activity}
              title={TEXT.empty}
              actions={
                <Button variant="primary" asChild>
                  <Link href="/flows">Go to flows</Link>
                </Button>
              }
            >
              {TEXT.emptyHelp}
            </EmptyState>
          )}
        </Card>
      )}
      {list.runs && list.runs.length > 0 && (
        <>
          <Card>
            <ul className="divide-y divide-line">
              {list.runs.map((run) => (
                <RunRow key={run.id} run={run} />
              ))}
            </ul>
          </Card>
          {list.hasNextPage && (
            <div className="mt-4 flex justify-center">
              <Button busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {TEXT.more}
              </Button>
            </div>
          )}
        </>
      )}
    </Page>
  );
}
