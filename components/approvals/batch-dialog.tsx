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
import { differingFields, isTargetChosen } from '#lib/approval-together.ts';
import type { ApprovalView } from '#lib/views.ts';

type Props = {
  ids: readonly string[];
  /** They are of one run, and may be of any kind: each is in the answer by a tick of its own. */
  plan?: boolean;
  onClose: () => void;
  onDone: () => void;
};

/** Every request of a batch or a plan in full, one under the other, and one answer at the foot. */
export function BatchDialog({ ids, plan = false, onClose, onDone }: Props) {
  const t = useTranslations('approvals.batch');
  const trpc = useTRPC();
  const found = useQueries({ queries: ids.map((id) => trpc.approvals.get.queryOptions({ id })) });
  const failed = found.find(({ error }) => error);
  const views = found.flatMap(({ data }) => (data ? [data] : []));
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const open = (key: string) => setOpened((before) => new Set([...before, key]));
  const isWhole = views.length === ids.length;
  const [ticks, setTicks] = useState<Readonly<Record<string, boolean>>>({});
  // What somebody else aimed is in the answer by hand only.
  const taken = ({ id, request }: ApprovalView) => ticks[id] ?? !isTargetChosen(request);
  const answered = plan ? views.filter(taken) : views;
  const unread = answered.flatMap(({ id, request }) =>
    mustRead(request).filter((field) => !opened.has(`${id}/${field}`)),
  );
  return (
    <Dialog open onOpenChange={(next) => !next && onClose()}>
      <DialogContent
        wide
        title={plan ? t('planTitle') : t('title', { count: ids.length })}
        description={plan ? t('planHelp') : isWhole ? <Differing views={views} /> : undefined}
        footer={
          isWhole && (
            <Answer ids={answered.map(({ id }) => id)} unread={unread.length} onClose={onClose} onDone={onDone} />
          )
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
                  {...(plan
                    ? { tick: { on: taken(view), set: (on: boolean) => setTicks({ ...ticks, [view.id]: on }) } }
                    : {})}
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

function Answer({ ids, unread, onClose, onDone }: Omit<Props, 'plan'> & { unread: number }) {
  const t = useTranslations('approvals.batch');
  const { answer, busy, calm } = useAnswer({ ids, onClose, onDone });
  const tooFew = ids.length < 2;
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
      {(tooFew || unread > 0) && (
        <p id="batch-unread" className="basis-full text-sm text-ink-soft">
          {tooFew ? t('tooFew') : t('unread', { count: unread })}
        </p>
      )}
      <Button variant="danger" disabled={busy || !calm || tooFew} onClick={() => setDenying(true)}>
        {t('denyAll', { count: ids.length })}
      </Button>
      <Button
        variant="primary"
        busy={busy}
        disabled={unread > 0 || !calm || tooFew}
        aria-describedby={tooFew || unread > 0 ? 'batch-unread' : undefined}
        onClick={() => answer('approve', '')}
      >
        {t('approveAll', { count: ids.length })}
      </Button>
    </>
  );
}

/** Sends the answer, not in the first moment and once, and says what became of it. */
function useAnswer({ ids, onClose, onDone }: Omit<Props, 'plan'>) {
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
