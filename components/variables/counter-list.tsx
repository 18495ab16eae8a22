'use client';
import { ListPlus, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { LabelBadge } from '#components/data/label-badge.tsx';
import { GuideLink } from '#components/help/guide-link.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { MoreButton } from '#components/variables/more-button.tsx';
import { useCounters, useVariableActions } from '#components/variables/use-variables.ts';
import type { CounterView } from '#lib/views-data.ts';

/** Counters by name, to set back and to delete. */
export function CounterList({ search }: { search: string }) {
  const t = useTranslations('variables.counterList');
  const list = useCounters(search);
  if (list.isPending) return <SkeletonRows />;
  if (!list.items) return <ErrorState message={messageOf(list.error)} onRetry={() => void list.refetch()} />;
  return (
    <>
      <Card>
        {list.items.length > 0 ? (
          <ul className="divide-y divide-line">
            {list.items.map((counter) => (
              <Row key={counter.name} counter={counter} />
            ))}
          </ul>
        ) : search ? (
          <p className="px-5 py-10 text-center text-base text-ink-soft">{t('none')}</p>
        ) : (
          <EmptyState icon={ListPlus} title={t('empty')}>
            {t('emptyHelp')}
            <GuideLink to="variables" />
          </EmptyState>
        )}
      </Card>
      <MoreButton list={list} />
    </>
  );
}

function Row({ counter: { name, value, label, updatedAt } }: { counter: CounterView }) {
  const t = useTranslations('variables.counterList');
  const format = useFormatter();
  const mayEdit = useRight('edit');
  const { resetCounter, removeCounter } = useVariableActions();
  const [asking, setAsking] = useState<'reset' | 'remove' | null>(null);
  const act = asking === 'remove' ? removeCounter : resetCounter;
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-3 sm:px-5">
      <div className="min-w-0 flex-1 basis-40">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <bdi className="font-medium wrap-anywhere">{name}</bdi>
          <LabelBadge label={label} />
        </p>
        <p className="text-sm text-ink-faint">
          <TimeAgo at={updatedAt} />
        </p>
      </div>
      <span className="text-lg font-medium tabular-nums">{format.number(value, { maximumFractionDigits: 10 })}</span>
      {mayEdit && (
        <span className="flex gap-1">
          <Button size="sm" aria-label={t('setToZero', { name })} onClick={() => setAsking('reset')}>
            <RotateCcw aria-hidden />
            {t('reset')}
          </Button>
          <Button size="iconSm" variant="ghost" aria-label={t('delete', { name })} onClick={() => setAsking('remove')}>
            <Trash2 aria-hidden />
          </Button>
        </span>
      )}
      <ConfirmDialog
        open={asking !== null}
        onOpenChange={(open) => !open && setAsking(null)}
        title={asking === 'remove' ? t('remove', { name }) : t('reset2', { name })}
        description={t('help')}
        confirm={asking === 'remove' ? t('deleteCounter') : t('setToZero2')}
        danger
        busy={act.isPending}
        onConfirm={() => act.mutate({ name }, { onSettled: () => setAsking(null) })}
      />
    </li>
  );
}
