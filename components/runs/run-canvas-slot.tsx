'use client';
import dynamic from 'next/dynamic';
import { Card } from '#components/ui/card.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { stepKey } from '#lib/engine/types.ts';
import type { RunView } from '#lib/views-runs.ts';

const RunCanvas = dynamic(() => import('#components/editor/run-canvas.tsx').then((module) => module.RunCanvas), {
  ssr: false,
  loading: () => <Skeleton className="h-full rounded-none" />,
});

export type RunCanvasSlotProps = { run: RunView; onStep: (key: string) => void };

/** The drawing that ran, with the state of each step. A click on a card leads to its step in the list. */
export function RunCanvasSlot({ run, onStep }: RunCanvasSlotProps) {
  const open = (node: string) => {
    const step = run.steps.find((candidate) => candidate.node === node);
    if (step) onStep(stepKey(step.node, step.iteration));
  };
  return (
    <Card className="h-64 overflow-hidden sm:h-80">
      <h2 className="sr-only">Drawing</h2>
      <RunCanvas flow={run.flow} steps={run.steps} onNode={open} className="h-full" />
    </Card>
  );
}
