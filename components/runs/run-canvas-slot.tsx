'use client';
import { useCallback, useMemo, useState } from 'react';
import { useTranslations } from 'use-intl';
import { RoundLookContext, withLook, type RoundLook, type RoundLooks } from '#components/editor/canvas/round-look.ts';
import { overlayOf } from '#components/editor/model/run-overlay.ts';
import { useRounds } from '#components/live/use-rounds.ts';
import { loadStepTexts } from '#components/texts/step-texts.ts';
import { Card } from '#components/ui/card.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { whenLoaded } from '#components/ui/when-loaded.tsx';
import { stepKey } from '#lib/engine/types.ts';
import type { RunView } from '#lib/views-runs.ts';

/** What draws a run. The page asks for it while the run itself is on its way. */
export const loadRunCanvas = () =>
  Promise.all([import('#components/editor/run-canvas.tsx'), loadStepTexts().catch(() => undefined)]).then(
    ([module]) => module.RunCanvas,
  );

const RunCanvas = whenLoaded(loadRunCanvas, () => <Skeleton className="h-full rounded-none" />);

export type RunCanvasSlotProps = { run: RunView; onStep: (key: string) => void };

/** The drawing that ran, with the state of each step. A click on a card leads to its step in the list. */
export function RunCanvasSlot({ run, onStep }: RunCanvasSlotProps) {
  const t = useTranslations('live.page');
  const [looks, setLooks] = useState<RoundLooks>(new Map());
  const asked = useMemo(() => [...looks].map(([node, look]) => ({ node, ...look })), [looks]);
  const rounds = useRounds(run, asked);
  const overlay = useMemo(() => overlayOf(run, rounds), [run, rounds]);
  const choose = useCallback(
    (loop: string, look: RoundLook | null) => setLooks((before) => withLook(before, loop, look)),
    [],
  );
  const open = (node: string) => {
    const inRound = [...rounds.values()].flatMap(({ steps }) => steps).find((step) => step.node === node);
    const step = inRound ?? run.steps.find((candidate) => candidate.node === node);
    if (step) onStep(stepKey(step.node, step.iteration));
  };
  return (
    <Card className="h-80 overflow-hidden sm:h-96">
      <h2 className="sr-only">{t('drawing')}</h2>
      <RoundLookContext value={choose}>
        <RunCanvas flow={run.flow} overlay={overlay} onNode={open} className="h-full" />
      </RoundLookContext>
    </Card>
  );
}
