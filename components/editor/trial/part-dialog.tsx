'use client';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { RetryPreviewView } from '#components/runs/retry-preview.tsx';
import { Button } from '#components/ui/button.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import type { RetryPreview } from '#lib/views-runs.ts';

const TEXT = {
  title: 'Some of this was done already',
  help: 'It is a real run: what is ticked happens once more.',
  cancel: 'Cancel',
  run: 'Run',
  tick: 'Tick what may happen once more.',
};

export type PartDialogProps = {
  preview: RetryPreview;
  busy: boolean;
  onClose: () => void;
  onRun: (again: true | string[]) => void;
};

/** Lists what a run of a part of the flow would do to the world once more. */
export function PartDialog({ preview, busy, onClose, onRun }: PartDialogProps) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  const all = ticked.has('*');
  const { effects, effectCount } = preview;
  const isTicked = all || (effects.length === effectCount && effects.every(({ key }) => ticked.has(key)));
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={TEXT.title}
        description={TEXT.help}
        footer={
          <>
            <Button onClick={onClose}>{TEXT.cancel}</Button>
            <Button variant="primary" busy={busy} disabled={!isTicked} onClick={() => onRun(all || [...ticked])}>
              <Play aria-hidden />
              {TEXT.run}
            </Button>
          </>
        }
      >
        <div className="flex flex-col gap-4">
          <RetryPreviewView preview={preview} ticked={ticked} onTick={setTicked} />
          {!isTicked && <p className="text-sm text-ink-soft">{TEXT.tick}</p>}
        </div>
      </DialogContent>
    </Dialog>
  );
}
