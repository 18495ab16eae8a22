'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { inboxPath, type InboxFilter } from '#components/approvals/inbox-query.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Field } from '#components/ui/field.tsx';
import { Link } from '#components/ui/link.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { toast } from '#components/ui/toast.ts';
import type { FloodView } from '#lib/views.ts';

/** One card for each flow that asks unusually often, in place of its questions; nothing while there is none. */
export function Floods({ filter }: { filter: InboxFilter }) {
  const trpc = useTRPC();
  const { data = [] } = useQuery(trpc.approvals.floods.queryOptions());
  return data.map((flood) => <Flood key={flood.flowId} flood={flood} filter={filter} />);
}

function Flood({ flood, filter }: { flood: FloodView; filter: InboxFilter }) {
  const t = useTranslations('approvals.flood');
  const [asks, setAsks] = useState(false);
  const id = `flood-${flood.flowId}`;
  return (
    <section aria-labelledby={id} className="mb-4 rounded-xl border border-wait/50 bg-wait-soft px-3.5 py-3">
      <h2 id={id} className="flex gap-2 text-base font-semibold">
        <TriangleAlert className="mt-0.5 size-4 shrink-0 text-wait" aria-hidden />
        <span>{t.rich('title', { flow: () => <bdi className="wrap-anywhere">{flood.flowName}</bdi> })}</span>
      </h2>
      <p className="mt-1 text-sm text-ink-soft">
        {t('waiting', { count: flood.waiting })} {t(flood.paused ? 'paused' : 'resumed')}
      </p>
      <div className="mt-2.5 flex flex-wrap gap-2">
        <Button size="sm" asChild>
          <Link href={inboxPath({ ...filter, flowId: flood.flowId })}>{t('each')}</Link>
        </Button>
        <Button size="sm" onClick={() => setAsks(true)}>
          {t('deny')}
        </Button>
        <Button size="sm" variant="ghost" asChild>
          <Link href={`/flows/${flood.flowId}`}>{t('open')}</Link>
        </Button>
      </div>
      <DenyAll flood={flood} open={asks} onClose={() => setAsks(false)} />
    </section>
  );
}

function DenyAll({ flood, open, onClose }: { flood: FloodView; open: boolean; onClose: () => void }) {
  const t = useTranslations('approvals.flood');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const deny = useMutation(
    trpc.approvals.denyFlood.mutationOptions({
      onSuccess: ({ denied, left }) => {
        toast.success(t('denied', { denied, left }));
        onClose();
      },
      onError: (error) => toast.error(messageOf(error)),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.approvals.pathKey() }),
    }),
  );
  return (
    <ConfirmDialog
      open={open}
      onOpenChange={(next) => !next && onClose()}
      title={t('denyTitle')}
      description={t('denyHelp')}
      confirm={t('deny')}
      cancel={t('cancel')}
      danger
      busy={deny.isPending}
      onConfirm={() => deny.mutate({ flowId: flood.flowId, ...(reason.trim() ? { reason: reason.trim() } : {}) })}
    >
      <Field label={t('reason')}>
        <Textarea rows={2} maxLength={2000} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </ConfirmDialog>
  );
}
