'use client';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { RetryPreviewView } from '#components/runs/retry-preview.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import type { RetryPreview } from '#lib/views-runs.ts';

export type PartDialogProps = {
  preview: RetryPreview;
  busy: boolean;
  onClose: () => void;
  onRun: (again: true | string[]) => void;
};

/** Lists what a run of a part of the flow would do to the world once more. */
export function PartDialog({ preview, busy, onClose, onRun }: PartDialogProps) {
  const t = useTranslations('trial.again');
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const all = ticked.has('*');
  const { effects, effectCount } = preview;
  const isTicked = all || (effects.length === effectCount && effects.every(({ key }) => ticked.has(key)));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={t('title')}
        description={t('help')}
        footer={
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button variant="primary" busy={busy} disabled={!isTicked} onClick={() => onRun(all || [...ticked])}>
              <Play aria-hidden />
              {t('run')}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <RetryPreviewView preview={preview} ticked={ticked} onTick={setTicked} />
          {!isTicked && <p className="text-sm text-ink-soft">{t('tick')}</p>}
        </div>
      </DialogContent>
    </Dialog>
  );
}
