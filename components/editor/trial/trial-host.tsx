'use client';
import { useEffect, useRef } from 'react';
import { useEditor, useUi } from '#components/editor/editor-context.tsx';
import type { Trial } from '#components/editor/store/ui.ts';
import { PartDialog } from '#components/editor/trial/part-dialog.tsx';
import { usePart } from '#components/editor/trial/use-part.ts';
import { usePins } from '#components/editor/trial/use-pins.ts';

/** Does what was asked for with a step: pins it, or runs a part of the flow, after asking where that repeats effects. */
export function TrialHost() {
  const { ui } = useEditor();
  const trial = useUi((state) => state.trial);
  const { toggle } = usePins();
  const { begin, asking, close, run } = usePart();
  const handled = useRef<Trial | null>(null);
  useEffect(() => {
    if (!trial || handled.current === trial) return;
    handled.current = trial;
    if (trial.what === 'pin') void toggle(trial.node);
    else void begin(trial.node, trial.what);
    ui.patch({ trial: null });
  });
  if (!asking) return null;
  const { preview, part } = asking;
  return (
    <PartDialog
      preview={preview}
      busy={run.isPending}
      onClose={close}
      onRun={(again) => run.mutate({ ...part, again })}
    />
  );
}
