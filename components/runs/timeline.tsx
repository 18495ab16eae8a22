'use client';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { Row } from '#components/runs/step-rows.ts';
import { moved, zoomed, type TimeSpan } from '#components/runs/timeline-model.ts';
import { TimelineHead } from '#components/runs/timeline-head.tsx';
import { TimelineRow } from '#components/runs/timeline-row.tsx';
import type { StepRows } from '#components/runs/use-step-rows.ts';
import { Card } from '#components/ui/card.tsx';

const LINE_PX = 36;
const BEYOND = 10;
const SHARE = 0.25;
const CLOSER = 0.5;

export type TimelineProps = {
  lines: StepRows;
  /** The whole run, to now if it goes on. */
  span: TimeSpan;
  onOpen: (key: string) => void;
};

/** When each step began, worked, waited and ended: a table with a bar in each line. */
export function Timeline({ lines, span, onOpen }: TimelineProps) {
  const t = useTranslations('live.timeline');
  const { rows, toggle, look } = lines;
  const [zoom, setZoom] = useState<TimeSpan | null>(null);
  const [current, setCurrent] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- it is drawn anew with every scroll, and memoizes nothing
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => frame.current,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: BEYOND,
  });
  const view = zoom ?? span;
  const items = list.getVirtualItems();
  const seen = items.flatMap(({ index }) => rows[index] ?? []);
  const seenKeys = seen.map(({ key }) => key).join();
  useEffect(() => look(seen), [look, seenKeys]); // eslint-disable-line react-hooks/exhaustive-deps -- the keys say it all
  const show = (next: TimeSpan) => setZoom(next.end - next.start >= span.end - span.start ? null : next);
  const focus = (index: number) => {
    const to = Math.min(Math.max(index, 0), rows.length - 1);
    setCurrent(to);
    list.scrollToIndex(to);
    // The line may only just be drawn.
    requestAnimationFrame(() => frame.current?.querySelector<HTMLElement>(`[data-line="${to}"]`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[current];
    const act = row && keyOf(event, { row, rows, current });
    if (!act) return;
    event.preventDefault();
    if (act.do === 'focus') focus(act.index);
    if (act.do === 'toggle') toggle(row.key, act.open);
    if (act.do === 'open') onOpen(row.key);
    if (act.do === 'zoom') show(zoomed(view, span, { factor: act.factor }));
    if (act.do === 'all') setZoom(null);
    if (act.do === 'move') show(moved(view, span, act.share));
  };
  return (
    <Card className="overflow-hidden">
      <TimelineHead view={view} span={span} zoomedIn={zoom !== null} onView={show} onAll={() => setZoom(null)} />
      {/* The keys of a grid go from line to line; each line is one stop of the Tab key at most. */}
      <div
        ref={frame}
        role="treegrid"
        tabIndex={-1}
        aria-label={t('title')}
        aria-rowcount={rows.length + 1}
        aria-describedby="timeline-keys"
        className="max-h-120 overflow-y-auto overscroll-contain focus-visible:outline-none"
        onKeyDown={onKeyDown}
      >
        <div role="row" aria-rowindex={1} className="sr-only">
          {(['step', 'status', 'duration', 'times'] as const).map((column) => (
            <span key={column} role="columnheader">
              {t(column)}
            </span>
          ))}
        </div>
        <div role="rowgroup" className="relative" style={{ height: list.getTotalSize() }}>
          {items.map(({ index, key, start }) => {
            const row = rows[index];
            return (
              row && (
                <TimelineRow
                  key={key}
                  row={row}
                  index={index}
                  top={start}
                  view={view}
                  span={span}
                  current={index === Math.min(current, rows.length - 1)}
                  onFocus={() => setCurrent(index)}
                  onToggle={() => 'open' in row && toggle(row.key, !row.open)}
                  onOpen={() => onOpen(row.key)}
                />
              )
            );
          })}
        </div>
      </div>
      <p id="timeline-keys" className="border-t border-line px-4 py-2 text-sm text-ink-faint max-md:sr-only">
        {t('keys')}
      </p>
    </Card>
  );
}

type Act =
  | { do: 'focus'; index: number }
  | { do: 'toggle'; open: boolean }
  | { do: 'open' }
  | { do: 'zoom'; factor: number }
  | { do: 'move'; share: number }
  | { do: 'all' };

/** What a key means in the timeline. */
function keyOf(event: KeyboardEvent, at: { row: Row; rows: readonly Row[]; current: number }): Act | null {
  const { row, rows, current } = at;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  const opens = row.kind === 'round' || (row.kind === 'step' && row.isLoop);
  const outer = () => rows.slice(0, current).findLastIndex(({ depth }) => depth < row.depth);
  switch (event.key) {
    case 'ArrowDown':
      return { do: 'focus', index: current + 1 };
    case 'ArrowUp':
      return { do: 'focus', index: current - 1 };
    case 'Home':
      return { do: 'focus', index: 0 };
    case 'End':
      return { do: 'focus', index: rows.length - 1 };
    case 'PageDown':
      return { do: 'focus', index: current + BEYOND };
    case 'PageUp':
      return { do: 'focus', index: current - BEYOND };
    case 'ArrowRight':
      if (event.shiftKey) return { do: 'move', share: SHARE };
      if (!opens || !('open' in row)) return null;
      return row.open ? { do: 'focus', index: current + 1 } : { do: 'toggle', open: true };
    case 'ArrowLeft':
      if (event.shiftKey) return { do: 'move', share: -SHARE };
      if (opens && 'open' in row && row.open) return { do: 'toggle', open: false };
      return row.depth > 0 ? { do: 'focus', index: outer() } : null;
    case 'Enter':
      return row.kind === 'step' ? { do: 'open' } : row.kind === 'round' ? { do: 'toggle', open: !row.open } : null;
    case '+':
    case '=':
      return { do: 'zoom', factor: CLOSER };
    case '-':
      return { do: 'zoom', factor: 1 / CLOSER };
    case '0':
      return { do: 'all' };
    default:
      return null;
  }
}
