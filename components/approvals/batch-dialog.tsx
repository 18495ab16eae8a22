'use client';
import { useMutation, useQueries, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import { BatchItem } from '#components/approvals/batch-item.tsx';
import { mustRead } from '#components/approvals/use-decision-draft.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { toast } from '#components/ui/toast.ts';
import { differingFields } from '#lib/approval-together.ts';
import type { ApprovalView } from '#lib/views.ts';

type Props = { ids: readonly string[]; onClose: () => void; onDone: () => void };

/** Every request of a batch in full, one under the other, and one answer at the foot. */
export function BatchDialog({ ids, onClose, onDone }: Props) {
  const t = useTranslations('approvals.batch');
  const trpc = useTRPC();
  const found = useQueries({ queries: ids.map((id) => trpc.approvals.get.queryOptions({ id })) });
  const failed = found.find(({ error }) => error);
  const views = found.flatMap(({ data }) => (data ? [data] : []));
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const open = (key: string) => setOpened((before) => new Set([...before, key]));
  const unread = views.flatMap(({ id, request }) => mustRead(request).filter((field) => !opened.has(`${id}/${field}`)));
  const isWhole = views.length === ids.length;
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        wide
        title={t('title', { count: ids.length })}
        description={isWhole ? <Differing views={views} /> : undefined}
        footer={
          isWhole && <Answer ids={ids} unread={unread.length} onClose={onClose} onDone={onDone} key={ids.join()} />
        }
      >
        {failed && <ErrorState message={messageOf(failed.error)} onRetry={() => void failed.refetch()} />}
        {!failed && !isWhole && <SkeletonRows rows={ids.length} className="h-40" />}
        {!failed && isWhole && (
          <ol aria-label={t('items')} className="flex flex-col gap-4">
            {views.map((view, index) => (
              <li key={view.id}>
                <BatchItem
                  approval={view}
                  place={{ number: index + 1, of: views.length }}
                  onOpen={(field) => open(`${view.id}/${field}`)}
                />
              </li>
            ))}
          </ol>
        )}
      </DialogContent>
    </Dialog>
  );
}

function Differing({ views }: { views: readonly ApprovalView[] }) {
  const t = useTranslations('approvals.batch');
  const requests = views.map(({ request }) => request);
  const fields = differingFields(requests);
  const titles = fields.map((field) => requests[0]?.args.find((arg) => arg.field === field)?.title ?? field);
  return fields.length > 0 ? t('differ', { fields: titles.join(', ') }) : t('alike');
}

const CALM_MS = 500;

function Answer({ ids, unread, onClose, onDone }: Props & { unread: number }) {
  const t = useTranslations('approvals.batch');
  const { answer, busy, calm } = useAnswer({ ids, onClose, onDone });
  const [denying, setDenying] = useState(false);
  const [reason, setReason] = useState('');
  if (denying) {
    return (
      <div className="flex basis-full flex-col gap-3">
        <Field label={t('reason')} hint={t('reasonHint')} required={false}>
          <Textarea
            autoFocus
            rows={2}
            maxLength={2000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </Field>
        <div className="flex flex-wrap justify-end gap-2">
          <Button variant="ghost" disabled={busy} onClick={() => setDenying(false)}>
            {t('back')}
          </Button>
          <Button variant="dangerSolid" busy={busy} onClick={() => answer('deny', reason.trim())}>
            {t('denyAll', { count: ids.length })}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <>
      {unread > 0 && (
        <p id="batch-unread" className="basis-full text-sm text-ink-soft">
          {t('unread', { count: unread })}
        </p>
      )}
      <Button variant="danger" disabled={busy || !calm} onClick={() => setDenying(true)}>
        {t('denyAll', { count: ids.length })}
      </Button>
      <Button
        variant="primary"
        busy={busy}
        disabled={unread > 0 || !calm}
        aria-describedby={unread > 0 ? 'batch-unread' : undefined}
        onClick={() => answer('approve', '')}
      >
        {t('approveAll', { count: ids.length })}
      </Button>
    </>
  );
}

/** Sends the answer, not in the first moment and once, and says what became of it. */
function useAnswer({ ids, onClose, onDone }: Props) {
  const t = useTranslations('approvals.batch');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const shownAt = useRef(0);
  const [calm, setCalm] = useState(false);
  useEffect(() => {
    shownAt.current = performance.now();
    const timer = setTimeout(() => setCalm(true), CALM_MS);
    return () => clearTimeout(timer);
  }, []);
  const decide = useMutation(
    trpc.approvals.decideBatch.mutationOptions({
      onSuccess: ({ decided, failed }) => {
        if (failed.length === 0) toast.success(t('done', { count: decided.length }));
        else toast.error(t('partly', { decided: decided.length, failed: failed.length }));
        onDone();
        onClose();
      },
      onError: (error) => toast.error(messageOf(error)),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.approvals.pathKey() }),
    }),
  );
  const answer = (choice: 'approve' | 'deny', reason: string) =>
    decide.mutate({
      ...{ ids: [...ids], choice, readMs: Math.round(performance.now() - shownAt.current) },
      ...(reason ? { reason } : {}),
    });
  return { answer, busy: decide.isPending, calm };
}
