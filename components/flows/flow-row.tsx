'use client';
import { CircleX, Ellipsis } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { memo, useEffect, useRef, useState, type DragEvent, type MouseEvent } from 'react';
import { useTranslations } from 'use-intl';
import { StatusText } from '#components/data/status-badge.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import type { FlowMenuProps } from '#components/flows/flow-menu.tsx';
import { FlowState, TriggerList } from '#components/flows/flow-state.tsx';
import { FlowTag } from '#components/flows/flow-tag.tsx';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { cn } from '#components/ui/cn.ts';
import { Input } from '#components/ui/input.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { FlowCard, ManyAct, TagView } from '#lib/views-flows.ts';

const FlowMenu = onDemand<FlowMenuProps>('menu', () =>
  import('#components/flows/flow-menu.tsx').then((module) => module.FlowMenu),
);

/** What a row can ask for; stable, so that only rows that changed render again. */
export type FlowRowActions = {
  run: (flow: FlowCard) => void;
  act: (flows: readonly FlowCard[], what: ManyAct) => void;
  ask: (what: 'move' | 'tag', flows: readonly FlowCard[]) => void;
  startRename: (id: string | null) => void;
  rename: (id: string, name: string) => void;
  toggle: (id: string, range: boolean) => void;
  drag: (event: DragEvent, flow: FlowCard) => void;
};

export type FlowRowProps = {
  flow: FlowCard;
  tags: readonly TagView[];
  selected: boolean;
  renaming: boolean;
  mayEdit: boolean;
  actions: FlowRowActions;
};

/** One flow in the list. The whole row opens it; box, menu and last run stay their own targets. */
export const FlowRow = memo(function FlowRow({ flow, tags, selected, renaming, mayEdit, actions }: FlowRowProps) {
  const t = useTranslations('flows.row');
  return (
    <div
      draggable={mayEdit && !renaming}
      onDragStart={(event) => actions.drag(event, flow)}
      className={cn(
        'relative flex items-start gap-3 px-4 py-3.5 transition-colors duration-150 hover:bg-sunken/60 sm:px-5',
        selected && 'bg-accent-soft/60 hover:bg-accent-soft/60',
      )}
    >
      {mayEdit && (
        <span className="relative z-1 -m-1.5 p-1.5 pt-2">
          <Checkbox
            aria-label={t('select', { name: flow.name })}
            checked={selected}
            onClick={(event: MouseEvent) => {
              event.preventDefault();
              actions.toggle(flow.id, event.shiftKey);
            }}
          />
        </span>
      )}
      <div className="grid min-w-0 flex-1 grid-cols-[1fr] items-center gap-x-4 gap-y-2 md:grid-cols-[1fr_12rem]">
        <div className="min-w-0">
          <div className="flex min-w-0 flex-wrap items-center gap-x-2.5 gap-y-1">
            {renaming ? (
              <NameBox flow={flow} actions={actions} />
            ) : (
              <Link
                href={`/flows/${flow.id}`}
                data-flow-link
                className="min-w-0 rounded-sm font-medium text-ink after:absolute after:inset-0 after:content-[''] focus-visible:outline-none focus-visible:after:rounded-lg focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
              >
                <VisibleText text={flow.name} className="line-clamp-2 whitespace-normal" />
              </Link>
            )}
            <FlowState flow={flow} />
            {tags.map((tag) => (
              <FlowTag key={tag.id} tag={tag} />
            ))}
          </div>
          <div className="mt-1.5">
            <TriggerList triggers={flow.triggers} paused={flow.paused} />
          </div>
        </div>
        <LastRun flow={flow} />
      </div>
      <div className="relative z-1 -my-1">
        <FlowMenu flow={flow} actions={actions}>
          <Button variant="ghost" size="icon" aria-label={t('menu', { name: flow.name })}>
            <Ellipsis aria-hidden />
          </Button>
        </FlowMenu>
      </div>
    </div>
  );
});

function LastRun({ flow }: { flow: FlowCard }) {
  const t = useTranslations('flows.row');
  if (!flow.lastRun) return <p className="text-sm text-ink-faint">{t('neverRan')}</p>;
  return (
    <p className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-faint">
      <Link
        href={`/runs/${flow.lastRun.id}`}
        className="relative z-1 inline-flex min-h-6 items-center gap-2 rounded-md hover:text-ink"
        aria-label={t('lastRun')}
      >
        <StatusText status={flow.lastRun.status} className="text-sm" />
        <TimeAgo at={flow.lastRun.createdAt} />
      </Link>
      {flow.failedRuns > 0 && (
        <Link
          href={`/runs?flow=${flow.id}&status=failed`}
          title={t('failedHelp')}
          className="relative z-1 inline-flex min-h-6 items-center gap-1 rounded-full border border-danger/25 bg-danger-soft px-2 text-xs font-medium text-danger hover:border-danger"
        >
          <CircleX className="size-3" aria-hidden />
          {t('failed', { count: flow.failedRuns })}
        </Link>
      )}
    </p>
  );
}

/** The name where it stands, to be changed: Enter or leaving keeps it, Escape does not. */
function NameBox({ flow, actions }: { flow: FlowCard; actions: FlowRowActions }) {
  const t = useTranslations('flows.row');
  const [name, setName] = useState(flow.name);
  const box = useRef<HTMLInputElement>(null);
  const over = useRef(false);
  useEffect(() => {
    // The menu that asked for it gives the focus back first.
    const frame = requestAnimationFrame(() => box.current?.select());
    return () => cancelAnimationFrame(frame);
  }, []);
  const end = (keep: boolean) => {
    if (over.current) return;
    over.current = true;
    const wanted = name.trim();
    if (keep && wanted !== '' && wanted !== flow.name) actions.rename(flow.id, wanted);
    actions.startRename(null);
  };
  return (
    <Input
      ref={box}
      autoFocus
      aria-label={t('name')}
      maxLength={120}
      value={name}
      className="relative z-1 h-8 max-w-sm"
      onChange={(event) => setName(event.target.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') end(true);
        if (event.key === 'Escape') end(false);
      }}
    />
  );
}
