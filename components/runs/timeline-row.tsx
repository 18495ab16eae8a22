'use client';
import { ChevronRight } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { StatusIcon } from '#components/data/status-badge.tsx';
import { RunSpan } from '#components/runs/run-span.tsx';
import type { Row } from '#components/runs/step-rows.ts';
import { placeIn, segmentsOf, type Segment, type TimeSpan } from '#components/runs/timeline-model.ts';
import { useUnits } from '#components/texts/use-units.ts';
import { cn } from '#components/ui/cn.ts';
import { roundIndex } from '#lib/iterations.ts';
import type { StepStatus } from '#lib/run-event.ts';

/** The columns of head and lines. */
export const GRID_COLUMNS =
  'grid grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)] items-center sm:grid-cols-[minmax(0,15rem)_5.5rem_minmax(0,1fr)]';
export const BAR_COLUMN = 'col-start-2 sm:col-start-3';

const LOOKS: Record<Segment['kind'], string> = {
  queued: 'bg-line-strong',
  working: 'bg-info',
  done: 'bg-good',
  failed: 'bg-danger',
  tried: 'bg-danger/70',
  cut: 'bg-line-hover',
  pause: 'timeline-pause',
  waiting: 'timeline-wait',
};

export type TimelineRowProps = {
  row: Row;
  index: number;
  top: number;
  view: TimeSpan;
  span: TimeSpan;
  /** The stop of the Tab key. */
  current: boolean;
  onFocus: () => void;
  onToggle: () => void;
  onOpen: () => void;
};

type Facts = { name: string; status: StepStatus; startedAt: string | null; endedAt: string | null };

function useFacts(row: Row): Facts | null {
  const t = useTranslations('live.rounds');
  if (row.kind === 'step') return row.step;
  if (row.kind === 'note' || !row.round) return null;
  return { ...row.round, name: t('round', { round: roundIndex(row.round.iteration) + 1 }) };
}

/** One line of the timeline: what, how it stands, how long, and when, as a bar and in words. */
export function TimelineRow(props: TimelineRowProps) {
  const { row, index, top, view, span, current, onFocus, onToggle, onOpen } = props;
  const t = useTranslations('live.timeline');
  const rounds = useTranslations('live');
  const facts = useFacts(row);
  const opens = row.kind === 'round' || (row.kind === 'step' && row.isLoop);
  const open = opens && 'open' in row && row.open;
  return (
    <div
      role="row"
      data-line={index}
      tabIndex={current ? 0 : -1}
      aria-rowindex={index + 2}
      aria-level={row.depth + 1}
      {...(opens ? { 'aria-expanded': open } : {})}
      className={cn(
        GRID_COLUMNS,
        'absolute inset-x-0 h-9 cursor-pointer border-b border-line hover:bg-sunken/60 focus-visible:-outline-offset-2',
      )}
      style={{ transform: `translateY(${top}px)` }}
      onFocus={onFocus}
      onClick={opens ? onToggle : onOpen}
    >
      <span
        role="gridcell"
        className="flex min-w-0 items-center gap-1.5 pr-2"
        style={{ paddingLeft: `${0.75 + row.depth}rem` }}
      >
        <ChevronRight
          aria-hidden
          className={cn('size-3.5 shrink-0 text-ink-faint', !opens && 'opacity-0', open && 'rotate-90')}
        />
        {facts ? (
          <>
            <span className="inline-flex sm:hidden">
              <StatusIcon status={facts.status} />
            </span>
            <bdi className="truncate text-sm">{facts.name}</bdi>
          </>
        ) : (
          <span className="text-sm text-ink-faint">
            {rounds(`rounds.${row.kind === 'note' ? row.note : 'loading'}`)}
          </span>
        )}
      </span>
      <span
        role="gridcell"
        className="tabular flex items-center justify-between gap-1 pr-1 text-sm text-ink-soft max-sm:hidden"
      >
        {facts && <StatusIcon status={facts.status} />}
        {facts && <RunSpan from={facts.startedAt} to={facts.endedAt} bare />}
      </span>
      <span role="gridcell" className={cn(BAR_COLUMN, 'relative mx-4 h-4')} title={t('open')}>
        {facts && <Bars row={row} view={view} span={span} />}
      </span>
    </div>
  );
}

function Bars({ row, view, span }: { row: Row; view: TimeSpan; span: TimeSpan }) {
  const t = useTranslations('live.timeline');
  const state = useTranslations('live');
  const units = useUnits();
  const segments =
    row.kind === 'step'
      ? segmentsOf(row.step, span.end)
      : row.kind === 'round'
        ? roundSegment(row.round, span.end)
        : [];
  const words = segments.map(({ kind, start, end }) =>
    t('segment', {
      what: state(`timeline.${kind}`),
      from: units.duration(start - span.start),
      length: units.duration(end - start),
    }),
  );
  return (
    <>
      <span className="sr-only">{words.join(', ')}</span>
      {segments.map((segment, index) => {
        const place = placeIn(segment, view);
        return (
          place && (
            <span
              key={index}
              aria-hidden
              data-segment={segment.kind}
              title={words[index]}
              className={cn('absolute inset-y-0.5 rounded-xs', LOOKS[segment.kind])}
              style={{ left: `min(${place.left}%, calc(100% - 3px))`, width: `max(3px, ${place.width}%)` }}
            />
          )
        );
      })}
    </>
  );
}

function roundSegment(
  round: { status: StepStatus; startedAt: string | null; endedAt: string | null } | null,
  now: number,
): Segment[] {
  if (!round?.startedAt) return [];
  const end = round.endedAt === null ? now : Date.parse(round.endedAt);
  const kind = round.endedAt === null ? 'working' : round.status === 'failed' ? 'failed' : 'done';
  return [{ kind, start: Date.parse(round.startedAt), end }];
}
