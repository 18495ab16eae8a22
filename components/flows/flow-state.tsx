import {
  CalendarClock,
  CircleAlert,
  CircleDot,
  CirclePause,
  MousePointerClick,
  RadioTower,
  Webhook,
  Zap,
  type LucideIcon,
} from 'lucide-react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { FlowCard, FlowTrigger } from '#lib/views-flows.ts';

const ICONS: Record<string, LucideIcon> = { manual: MousePointerClick, webhook: Webhook, schedule: CalendarClock };
const NAMED = ['manual', 'webhook', 'schedule'] as const;

/** Draft, live or paused, and whether the drawing has moved on since. */
export function FlowState({ flow }: { flow: Pick<FlowCard, 'paused' | 'publishedNumber' | 'unpublishedChanges'> }) {
  const t = useTranslations('flows.state');
  if (flow.publishedNumber === null) return <Badge tone="outline">{t('draft')}</Badge>;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-ink-soft">
      {flow.paused ? (
        <Badge tone="wait">
          <CirclePause aria-hidden />
          {t('paused')}
        </Badge>
      ) : (
        <span className="inline-flex items-center gap-1.5">
          <span aria-hidden className="size-1.5 rounded-full bg-good" />
          {t('live')}
        </span>
      )}
      <span className="text-ink-faint tabular">{t('version', { number: flow.publishedNumber })}</span>
      {flow.unpublishedChanges && (
        <Badge tone="wait">
          <CircleDot aria-hidden />
          {t('unpublished')}
        </Badge>
      )}
    </span>
  );
}

/** What starts a flow, and when next. */
export function TriggerList({ triggers, paused }: { triggers: FlowCard['triggers']; paused: boolean }) {
  const t = useTranslations('flows.triggers');
  if (triggers.length === 0) return <span className="text-sm text-ink-faint">{t('none')}</span>;
  return (
    <ul className="flex flex-wrap items-center gap-x-4 gap-y-1">
      {triggers.map(({ type, nextFireAt, waiting, state, error }, index) => {
        const Icon = ICONS[type] ?? Zap;
        const known = NAMED.find((name) => name === type);
        return (
          <li key={index} className="flex min-w-0 flex-wrap items-center gap-x-1.5 gap-y-1 text-sm text-ink-soft">
            <Icon className="size-3.5 shrink-0 text-ink-faint" aria-hidden />
            {known ? t(known) : type}
            <Health state={state} error={error} />
            {waiting > 0 && <span className="text-wait tabular-nums">{t('waiting', { count: waiting })}</span>}
            {nextFireAt && !paused && (
              <span className="text-ink-faint">
                {t('next')} <TimeAgo at={nextFireAt} />
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** Whether a trigger hears what it waits for; nothing where there is no trouble to have. */
function Health({ state, error }: Pick<FlowTrigger, 'state' | 'error'>) {
  const t = useTranslations('flows.triggers');
  if (state === 'listening')
    return (
      <span data-trigger-state={state} className="inline-flex items-center gap-1 text-good">
        <RadioTower className="size-3.5" aria-hidden />
        {t('listening')}
      </span>
    );
  if (state !== 'trouble' && state !== 'away') return null;
  return (
    <>
      <Badge tone={state === 'trouble' ? 'danger' : 'wait'} data-trigger-state={state}>
        <CircleAlert aria-hidden />
        {t(state)}
      </Badge>
      <span className="line-clamp-2 min-w-0 text-ink-faint max-sm:basis-full">
        {state === 'trouble' && error !== null ? <VisibleText text={error} /> : t('awayHelp')}
      </span>
    </>
  );
}
