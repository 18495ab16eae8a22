'use client';
import { CircleStop, RotateCcw, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { bulkOf, type RunListFilter } from '#components/runs/run-query.ts';
import type { RunSelection } from '#components/runs/run-selection.ts';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';

const CancelDialog = dynamic(() => import('#components/runs/bulk-cancel.tsx').then((file) => file.BulkCancel));
const RetryDialog = dynamic(() => import('#components/runs/bulk-retry.tsx').then((file) => file.BulkRetry));

export type BulkBarProps = {
  filter: RunListFilter;
  selection: RunSelection;
  shown: number;
  total: { count: number; more: boolean } | undefined;
};

/** How many there are and are picked, and what can be done with the picked ones, or with all that the filter finds. */
export function BulkBar({ filter, selection, shown, total }: BulkBarProps) {
  const t = useTranslations('runs.bulk');
  const mayRun = useRight('run');
  const [asking, setAsking] = useState<'cancel' | 'retry' | null>(null);
  const count = selection.ids.size;
  const can = bulkOf(filter);
  const props = {
    filter,
    ids: count > 0 ? [...selection.ids] : null,
    onClose: () => setAsking(null),
    onDone: selection.clear,
  };
  return (
    <div className="mb-2 flex min-h-9 flex-wrap items-center gap-x-3 gap-y-2">
      {mayRun && (
        <Checkbox
          className="ml-4 sm:ml-5"
          checked={count === 0 ? false : count === shown ? true : 'indeterminate'}
          aria-label={t('pickShown')}
          onCheckedChange={(on) => selection.all(on === true)}
        />
      )}
      <p role="status" className="tabular text-sm text-ink-soft">
        {count > 0 ? t('picked', { count }) : total && t(total.more ? 'more' : 'total', { count: total.count })}
      </p>
      {mayRun && (
        <div className="ml-auto flex flex-wrap gap-2">
          {count > 0 && (
            <Button size="sm" variant="ghost" onClick={selection.clear}>
              <X aria-hidden />
              {t('none')}
            </Button>
          )}
          {can.retry && (
            <Button size="sm" onClick={() => setAsking('retry')}>
              <RotateCcw aria-hidden />
              {count > 0 ? t('retryPicked') : t('retryAll')}
            </Button>
          )}
          {can.cancel && (
            <Button size="sm" variant="danger" onClick={() => setAsking('cancel')}>
              <CircleStop aria-hidden />
              {count > 0 ? t('cancelPicked') : t('cancelAll')}
            </Button>
          )}
        </div>
      )}
      {asking === 'cancel' && <CancelDialog {...props} />}
      {asking === 'retry' && <RetryDialog {...props} />}
    </div>
  );
}
