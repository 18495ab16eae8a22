'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ApprovalSheet } from '#components/approvals/approval-sheet.tsx';
import { codeOf, fieldErrors, messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

/** One request with its decision. A second decision is told calmly and shows what the first one was. */
export function ApprovalDetail({ id, nextId }: { id: string; nextId: string | null }) {
  const t = useTranslations('approvals.approvalDetail');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const approval = useQuery(trpc.approvals.get.queryOptions({ id }));
  const decide = useMutation(
    trpc.approvals.decide.mutationOptions({
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.approvals.pathKey() }),
    }),
  );
  const shownAt = useRef<number | null>(null);
  const isShown = approval.data !== undefined;
  useEffect(() => {
    if (isShown) shownAt.current ??= performance.now();
  }, [isShown]);
  const readMs = () => Math.round(performance.now() - (shownAt.current ?? performance.now()));
  // What was changed is decided where the request stood, and stays there once it is.
  const [changedId, follow] = useState<string | null>(null);
  if (approval.data?.replacedWaits && changedId === null) follow(approval.data.replacedById);
  if (changedId !== null) return <ApprovalDetail key={changedId} id={changedId} nextId={nextId} />;
  if (approval.data) {
    return (
      <ApprovalSheet
        approval={approval.data}
        busy={decide.isPending || (decide.isSuccess && !decide.data.waitsForAnother)}
        problem={decide.error ? messageOf(decide.error) : null}
        problems={fieldErrors(decide.error)}
        nextId={nextId}
        onDecide={(decision) => decide.mutate({ id, ...decision, readMs: readMs() })}
      />
    );
  }
  if (approval.error) {
    const missing = codeOf(approval.error) === 'NOT_FOUND';
    return (
      <ErrorState
        title={missing ? t('missing') : undefined}
        message={messageOf(approval.error)}
        onRetry={missing ? undefined : () => void approval.refetch()}
      />
    );
  }
  return (
    <div role="status" aria-label={t('loading')} className="flex flex-col gap-3">
      <Skeleton className="h-32 rounded-xl" />
      <Skeleton className="h-64 rounded-xl" />
    </div>
  );
}
