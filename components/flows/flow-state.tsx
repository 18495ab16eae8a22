import { CalendarClock, CirclePause, MousePointerClick, Webhook, Zap, type LucideIcon } from 'lucide-react';
import { Badge } from '#components/ui/badge.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { FlowCard } from '#lib/views-flows.ts';

const TRIGGERS: Record<string, { title: string; icon: LucideIcon }> = {
  manual: { title: 'By hand', icon: MousePointerClick },
  webhook: { title: 'Webhook', icon: Webhook },
  schedule: { title: 'Schedule', icon: CalendarClock },
};

/** Draft, live or paused, and whether the drawing has moved on since. */
export function FlowState({ flow }: { flow: Pick<FlowCard, 'paused' | 'publishedNumber' | 'unpublishedChanges'> }) {
  if (flow.publishedNumber === null) return <Badge tone="outline">Draft</Badge>;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-soft">
      {flow.paused ? (
        <Badge tone="wait">
          <CirclePause aria-hidden />
          Paused
        </Badge>
      ) : (
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="size-1.5 rounded-full bg-good" />
          Live
        </span>
      )}
      <span className="tabular text-ink-faint">v{flow.publishedNumber}</span>
      {flow.unpublishedChanges && <span className="text-ink-faint">· unpublished changes</span>}
    </span>
  );
}

/** What starts a flow, and when next. */
export function TriggerList({ triggers, paused }: { triggers: FlowCard['triggers']; paused: boolean }) {
  if (triggers.length === 0) return <span className="text-sm text-ink-faint">Nothing starts it yet</span>;
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {triggers.map(({ type, nextFireAt, waiting }, index) => {
        const { title, icon: Icon } = TRIGGERS[type] ?? { title: type, icon: Zap };
        return (
          <li key={index} className="flex items-center gap-1.5 text-sm text-ink-soft">
            <Icon className="size-3.5 text-ink-faint" aria-hidden />
            {title}
            {waiting > 0 && <span className="text-wait tabular-nums">{waiting} waiting</span>}
            {nextFireAt && !paused && (
              <span className="text-ink-faint">
                next <TimeAgo at={nextFireAt} />
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
