'use client';
import { useState } from 'react';
import { StepItem } from '#components/runs/step-item.tsx';
import type { TimeSpan } from '#components/runs/step-bar.tsx';
import { Card } from '#components/ui/card.tsx';
import { useNow } from '#components/ui/time-ago.tsx';
import { stepKey } from '#lib/engine/types.ts';
import type { RunView, StepView } from '#lib/views-runs.ts';

function spanOf(run: RunView, now: number): TimeSpan {
  const start = Date.parse(run.startedAt ?? run.createdAt);
  return { start, end: run.endedAt ? Date.parse(run.endedAt) : Math.max(now, start + 1000) };
}

/** What needs a look opens by itself, until the person says otherwise. */
function opensItself(step: StepView): boolean {
  return step.status === 'failed' || (step.status === 'waiting' && step.approvalId !== null);
}

export type StepListProps = { run: RunView; chosen: string | null };

/** The steps of a run in the order of the drawing, as a timeline. */
export function StepList({ run, chosen }: StepListProps) {
  const now = useNow();
  const span = spanOf(run, now);
  const [toggled, setToggled] = useState<Record<string, boolean>>({});
  const isOpen = (step: StepView) => {
    const key = stepKey(step.node, step.iteration);
    return toggled[key] ?? (key === chosen || opensItself(step));
  };
  return (
    <Card>
      <ol className="divide-y divide-line overflow-hidden rounded-xl">
        {run.steps.map((step) => {
          const key = stepKey(step.node, step.iteration);
          const open = isOpen(step);
          return (
            <StepItem
              key={key}
              step={step}
              span={span}
              open={open}
              onToggle={() => setToggled((before) => ({ ...before, [key]: !open }))}
            />
          );
        })}
      </ol>
    </Card>
  );
}
