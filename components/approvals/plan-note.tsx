'use client';
import { ListChecks } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';

const BatchDialog = dynamic(() => import('#components/approvals/batch-dialog.tsx').then((file) => file.BatchDialog));

/** Says that a run waits for several actions at once, and opens all of them as one plan. */
export function PlanNote({ ids }: { ids: readonly string[] }) {
  const t = useTranslations('approvals.batch');
  // As they were when they were opened: what comes later is no part of what is being read.
  const [reading, setReading] = useState<readonly string[] | null>(null);
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <p className="text-base">{t('planNote', { count: ids.length })}</p>
      <Button size="sm" onClick={() => setReading(ids)}>
        <ListChecks aria-hidden />
        {t('planOpen')}
      </Button>
      {reading && <BatchDialog plan ids={reading} onClose={() => setReading(null)} onDone={() => undefined} />}
    </div>
  );
}
