'use client';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { Inbox } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { BatchBar } from '#components/approvals/batch-bar.tsx';
import { decisionText } from '#components/approvals/decision-text.ts';
import { Expiry, Reminded } from '#components/approvals/expiry.tsx';
import { inboxPath, type InboxFilter } from '#components/approvals/inbox-query.ts';
import type { useApprovals } from '#components/approvals/use-approvals.ts';
import { hasBatch, useBatch, type Batch } from '#components/approvals/use-batch.ts';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { GuideLink } from '#components/help/guide-link.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { cn } from '#components/ui/cn.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { ApprovalCard } from '#lib/views.ts';

const ROW_PX = 96;
const AHEAD = 10;

/** Who decided it and when; nothing for one that nobody decided. */
function Decided({ approval }: { approval: ApprovalCard }) {
  const t = useTranslations('approvals.inbox');
  const decisions = useTranslations('approvals.decisions');
  return (
    <>
      {decisionText(approval, decisions)}
      {approval.decidedBy && approval.decidedAt && (
        <>
          {' · '}
          {t.rich('decidedBy', {
            name: () => <bdi className="wrap-anywhere">{approval.decidedBy}</bdi>,
            time: () => <TimeAgo at={approval.decidedAt ?? 0} />,
          })}
        </>
      )}
    </>
  );
}

type RowProps = { approval: ApprovalCard; current: boolean; filter: InboxFilter };

function Row({ approval, current, filter }: RowProps) {
  const t = useTranslations('approvals.inbox');
  return (
    <Link
      href={inboxPath(filter, approval.id)}
      scroll={false}
      aria-current={current ? 'true' : undefined}
      className={cn(
        'block min-w-0 flex-1 rounded-lg border border-transparent px-3.5 py-3 transition-colors duration-150 hover:bg-hover',
        current && 'lg:border-line lg:bg-surface lg:shadow-xs',
      )}
    >
      <span className="line-clamp-2 text-base font-medium">
        <VisibleText text={approval.title} className="whitespace-normal" />
      </span>
      {approval.target !== null && (
        <VisibleText text={approval.target} className="mt-0.5 line-clamp-1 text-sm whitespace-normal" />
      )}
      <span className="mt-0.5 line-clamp-1 text-sm text-ink-soft wrap-anywhere">
        <bdi>{approval.flowName}</bdi> · <TimeAgo at={approval.createdAt} />
      </span>
      <span className="mt-1 block text-sm text-ink-faint">
        {approval.status === 'waiting' ? (
          <span className="flex flex-wrap gap-x-3">
            <Expiry at={Date.parse(approval.expiresAt)} />
            {approval.remindedAt && <Reminded at={approval.remindedAt} />}
            {approval.same > 1 && <span className="font-medium text-wait">{t('same', { count: approval.same })}</span>}
          </span>
        ) : (
          <Decided approval={approval} />
        )}
      </span>
    </Link>
  );
}

export type ApprovalListProps = {
  list: ReturnType<typeof useApprovals>;
  filter: InboxFilter;
  currentId: string | null;
};

/** The column of requests. */
export function ApprovalList({ list, filter, currentId }: ApprovalListProps) {
  const t = useTranslations('approvals.inbox');
  if (list.isPending) return <SkeletonRows rows={3} className="h-20" />;
  if (!list.items) return <ErrorState message={messageOf(list.error)} onRetry={() => void list.refetch()} />;
  if (list.items.length > 0) return <Rows list={list} items={list.items} filter={filter} currentId={currentId} />;
  if (filter.flowId || filter.mine) {
    return (
      <EmptyState icon={Inbox} title={t('none')}>
        {t('noneHelp')}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Inbox} title={filter.view === 'waiting' ? t('empty') : t('emptyAll')}>
      {t('emptyHelp')}
      <GuideLink to="approvals" />
    </EmptyState>
  );
}

/** A request that can be picked for one answer with others like it. */
function Pickable({ batch, ...row }: RowProps & { batch: Batch }) {
  const t = useTranslations('approvals.batch');
  const { id, title } = row.approval;
  if (!batch.on) return <Row {...row} />;
  return (
    <div className="flex items-start">
      <Checkbox
        className="mt-4 mr-1 ml-1"
        aria-label={t('pick', { title })}
        checked={batch.ids.includes(id)}
        disabled={!batch.fits(row.approval)}
        onCheckedChange={() => batch.toggle(id)}
      />
      <Row {...row} />
    </div>
  );
}

/** Only what is in view is there, however many wait; the next page comes before the end is reached. */
function Rows({ list, items, filter, currentId }: ApprovalListProps & { items: ApprovalCard[] }) {
  const t = useTranslations('approvals.inbox');
  const batch = useBatch(items);
  const mayDecide = useRight('approve');
  const column = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  const offersBatch = mayDecide && filter.view === 'waiting' && (batch.on || hasBatch(items));
  useEffect(() => setTop(column.current?.offsetTop ?? 0), [offersBatch, batch.on]);
  const virtual = useWindowVirtualizer({
    count: items.length,
    estimateSize: () => ROW_PX,
    overscan: 6,
    scrollMargin: top,
    getItemKey: (index) => items[index]?.id ?? index,
  });
  const shown = virtual.getVirtualItems();
  const end = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list;
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && end >= items.length - AHEAD) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, end, items.length]);
  return (
    <>
      {offersBatch && <BatchBar batch={batch} />}
      <ul ref={column} aria-label={t('requests')} className="relative" style={{ height: virtual.getTotalSize() }}>
        {shown.map(({ index, key, start }) => {
          const approval = items[index];
          if (!approval) return null;
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-posinset={index + 1}
              aria-setsize={hasNextPage ? -1 : items.length}
              className="absolute inset-x-0 top-0 pb-0.5 max-lg:border-b max-lg:border-line"
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <Pickable approval={approval} current={approval.id === currentId} filter={filter} batch={batch} />
            </li>
          );
        })}
      </ul>
    </>
  );
}
