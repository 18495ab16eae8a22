import { cn } from '#components/ui/cn.ts';
import type { StepView } from '#lib/views-runs.ts';

const COLORS: Partial<Record<StepView['status'], string>> = {
  done: 'bg-good',
  failed: 'bg-danger',
  running: 'bg-info',
  retrying: 'bg-wait',
  waiting: 'bg-wait',
};

import type { TimeSpan } from '#components/runs/timeline-model.ts';

/** When a step ran within its run, as a bar on a shared line. For eyes only: the times stand beside it as text. */
export function StepBar({ step, span }: { step: StepView; span: TimeSpan }) {
  if (!step.startedAt) return <span className="h-1.5" />;
  const whole = Math.max(span.end - span.start, 1);
  const from = Date.parse(step.startedAt);
  const to = step.endedAt ? Date.parse(step.endedAt) : span.end;
  const left = Math.min(Math.max((from - span.start) / whole, 0), 0.985) * 100;
  const width = Math.min(Math.max(((to - from) / whole) * 100, 1.5), 100 - left);
  return (
    <span aria-hidden className="relative block h-1.5 overflow-hidden rounded-full bg-sunken">
      <span
        className={cn('absolute inset-y-0 rounded-full', COLORS[step.status] ?? 'bg-line-hover')}
        style={{ left: `${left}%`, width: `${width}%` }}
      />
    </span>
  );
}
