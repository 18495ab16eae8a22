'use client';
import { ChartGantt, List } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { TimeSpan } from '#components/runs/timeline-model.ts';
import { StepList } from '#components/runs/step-list.tsx';
import { useStepRows } from '#components/runs/use-step-rows.ts';
import { cn } from '#components/ui/cn.ts';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { useSecond } from '#components/ui/time-ago.tsx';
import type { RunView, StepView } from '#lib/views-runs.ts';

const Timeline = dynamic(() => import('#components/runs/timeline.tsx').then((module) => module.Timeline), {
  ssr: false,
  loading: () => <Skeleton className="h-64 rounded-xl" />,
});

type View = 'list' | 'timeline';
const VIEWS = [
  { view: 'list', icon: List },
  { view: 'timeline', icon: ChartGantt },
] as const;

function spanOf(run: RunView, now: number): TimeSpan {
  const start = Date.parse(run.startedAt ?? run.createdAt);
  return { start, end: run.endedAt ? Date.parse(run.endedAt) : Math.max(now, start + 1000) };
}

/** What needs a look opens by itself, until the person says otherwise. */
function opensItself(step: StepView): boolean {
  return step.status === 'failed' || (step.status === 'waiting' && step.approvalId !== null);
}

export type RunStepsProps = {
  run: RunView;
  /** The step to show, by its key. */
  chosen: string | null;
  onChoose: (key: string | null) => void;
};

/** The steps of a run, as a list or along the time. */
export function RunSteps({ run, chosen, onChoose }: RunStepsProps) {
  const t = useTranslations('live.page');
  const [view, setView] = useState<View>('list');
  const span = spanOf(run, useSecond(run.endedAt === null));
  const lines = useStepRows(run, opensItself);
  const { reveal } = lines;
  useEffect(() => {
    if (chosen === null) return;
    const [node = '', iteration = ''] = chosen.split('@');
    reveal({ node, iteration }, chosen);
  }, [chosen, reveal]);
  const open = (key: string) => {
    setView('list');
    onChoose(key);
  };
  return (
    <section aria-labelledby="steps-title">
      <header className="mb-2.5 flex items-center justify-between gap-3">
        <h2 id="steps-title" className="text-lg font-semibold">
          {t('steps')}
        </h2>
        <div role="group" aria-label={t('view')} className="flex rounded-lg border border-line bg-surface p-0.5">
          {VIEWS.map(({ view: one, icon: Icon }) => (
            <button
              key={one}
              type="button"
              aria-pressed={view === one}
              className={cn(
                'inline-flex min-h-7 cursor-pointer items-center gap-1.5 rounded-md px-2.5 text-sm font-medium text-ink-soft',
                view === one && 'bg-hover text-ink',
              )}
              onClick={() => setView(one)}
            >
              <Icon className="size-3.5" aria-hidden />
              {t(one)}
            </button>
          ))}
        </div>
      </header>
      {view === 'list' ? (
        <StepList run={run} span={span} lines={lines} chosen={chosen} />
      ) : (
        <Timeline lines={lines} span={span} onOpen={open} />
      )}
    </section>
  );
}
