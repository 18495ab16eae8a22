'use client';
import { CalendarClock, CircleAlert, Pause, Radio, RadioTower, type LucideIcon } from 'lucide-react';
import { createContext, useContext } from 'react';
import { useTranslations } from 'use-intl';
import { Sentence } from '#components/data/sentence.tsx';
import { healthOf, type TriggerHealth } from '#components/editor/model/trigger-health.ts';
import { useUnits } from '#components/texts/use-units.ts';
import { cn } from '#components/ui/cn.ts';
import { useNow } from '#components/ui/time-ago.tsx';
import type { TriggersView } from '#lib/views.ts';

/** What is known of the flow's triggers; null where the drawing stands for itself. */
export const TriggersContext = createContext<TriggersView | null>(null);

const LOOKS: Record<TriggerHealth['kind'], { icon: LucideIcon; classes: string }> = {
  failed: { icon: CircleAlert, classes: 'text-danger' },
  notListening: { icon: CircleAlert, classes: 'text-wait' },
  paused: { icon: Pause, classes: 'text-wait' },
  notLive: { icon: Radio, classes: 'text-ink-faint' },
  next: { icon: CalendarClock, classes: 'text-ink-soft' },
  listening: { icon: RadioTower, classes: 'text-good' },
  last: { icon: RadioTower, classes: 'text-good' },
  never: { icon: RadioTower, classes: 'text-ink-soft' },
};

/** On the card of a trigger: whether it can start the flow, when it last did or will next, what went wrong. */
export function TriggerBadge({ node, type }: { node: string; type: string }) {
  const triggers = useContext(TriggersContext);
  const t = useTranslations('live.trigger');
  const state = useTranslations('live');
  const units = useUnits();
  const now = useNow();
  const health = triggers && healthOf(triggers, { node, type });
  if (!health) return null;
  const { icon: Icon, classes } = LOOKS[health.kind];
  const at = 'at' in health ? health.at : null;
  const when = at === null ? '' : units.relative(Date.parse(at), now);
  return (
    <p
      data-trigger-health={health.kind}
      className={cn('flex items-start gap-1.5 px-3 pb-2.5 text-xs', classes)}
      title={at === null ? undefined : units.exact(at)}
    >
      <Icon className="mt-px size-3.5 shrink-0" aria-hidden />
      <span className="line-clamp-2 min-w-0 wrap-anywhere">
        {health.kind === 'failed'
          ? t.rich('failed', { message: () => <Sentence text={health.message} /> })
          : health.kind === 'listening'
            ? t('listening', { since: when })
            : health.kind === 'next' || health.kind === 'last'
              ? t(health.kind, { when })
              : state(`trigger.${health.kind}`)}
      </span>
    </p>
  );
}
