'use client';
import { ListChecks, X } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Batch } from '#components/approvals/use-batch.ts';
import { Button } from '#components/ui/button.tsx';

const BatchDialog = dynamic(() => import('#components/approvals/batch-dialog.tsx').then((file) => file.BatchDialog));

/** Begins a batch, says how many are in it, and opens all of them for reading. */
export function BatchBar({ batch }: { batch: Batch }) {
  const t = useTranslations('approvals.batch');
  const [reading, setReading] = useState<readonly string[] | null>(null);
  const count = batch.ids.length;
  if (!batch.on) {
    return (
      <Button size="sm" variant="ghost" className="mb-2" onClick={() => batch.setOn(true)}>
        <ListChecks aria-hidden />
        {t('begin')}
      </Button>
    );
  }
  return (
    <div className="mb-2 rounded-lg border border-line bg-surface px-3 py-2.5">
      <p role="status" className="text-sm text-ink-soft">
        {count === 0 ? t('help') : t('picked', { count })}
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button size="sm" disabled={count < 2} onClick={() => setReading(batch.ids)}>
          {t('read')}
        </Button>
        <Button size="sm" variant="ghost" onClick={() => batch.setOn(false)}>
          <X aria-hidden />
          {t('end')}
        </Button>
      </div>
      {reading && <BatchDialog ids={reading} onClose={() => setReading(null)} onDone={() => batch.setOn(false)} />}
    </div>
  );
}
