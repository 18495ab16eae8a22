'use client';
import { Inbox } from 'lucide-react';
import Link from 'next/link';
import { useTranslations } from 'use-intl';
import type { InboxView, useApprovals } from '#components/approvals/use-approvals.ts';
import { decisionText } from '#components/approvals/decision-text.ts';
import { Expiry, Reminded } from '#components/approvals/expiry.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { ApprovalCard } from '#lib/views.ts';

function Row({ approval, current, view }: { approval: ApprovalCard; current: boolean; view: InboxView }) {
  const decisions = useTranslations('approvals.decisions');
  const href = view === 'all' ? `/inbox/${approval.id}?view=all` : `/inbox/${approval.id}`;
  return (
    <li>
      <Link
        href={href}
        scroll={false}
        aria-current={current ? 'true' : undefined}
        className={cn(
          'block rounded-lg border border-transparent px-3.5 py-3 transition-colors duration-150 hover:bg-hover',
          current && 'lg:border-line lg:bg-surface lg:shadow-xs',
        )}
      >
        <span className="line-clamp-2 text-base font-medium">
          <VisibleText text={approval.title} className="whitespace-normal" />
        </span>
        <span className="mt-0.5 line-clamp-1 text-sm text-ink-soft wrap-anywhere">
          <bdi>{approval.flowName}</bdi> · <TimeAgo at={approval.createdAt} />
        </span>
        <span className="mt-1 block text-sm text-ink-faint">
          {approval.status === 'waiting' ? (
            <span className="flex flex-wrap gap-x-3">
              <Expiry at={Date.parse(approval.expiresAt)} />
              {approval.remindedAt && <Reminded at={approval.remindedAt} />}
            </span>
          ) : (
            decisionText(approval, decisions)
          )}
        </span>
      </Link>
    </li>
  );
}

export type ApprovalListProps = { list: ReturnType<typeof useApprovals>; view: InboxView; currentId: string | null };

/** The column of requests. */
export function ApprovalList({ list, view, currentId }: ApprovalListProps) {
  const t = useTranslations('approvals.approvalList');
  if (list.isPending) return <SkeletonRows rows={3} className="h-20" />;
  if (!list.items) return <ErrorState message={messageOf(list.error)} onRetry={() => void list.refetch()} />;
  if (list.items.length === 0) {
    return (
      <EmptyState icon={Inbox} title={view === 'waiting' ? t('empty') : t('emptyAll')}>
        {t('emptyHelp')}
      </EmptyState>
    );
  }
  return (
    <>
      <ul className="flex flex-col gap-0.5 max-lg:divide-y max-lg:divide-line">
        {list.items.map((approval) => (
          <Row key={approval.id} approval={approval} current={approval.id === currentId} view={view} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button className="mt-3 w-full" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </>
  );
}
