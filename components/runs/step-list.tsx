'use client';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { RoundItem } from '#components/runs/round-item.tsx';
import { StepItem } from '#components/runs/step-item.tsx';
import type { TimeSpan } from '#components/runs/timeline-model.ts';
import type { Row } from '#components/runs/step-rows.ts';
import type { StepRows } from '#components/runs/use-step-rows.ts';
import { Card } from '#components/ui/card.tsx';
import type { RunView } from '#lib/views-runs.ts';

/** Shorter lists stand in the page whole: a browser finds words in them. */
const VIRTUAL_FROM = 120;
const LINE_PX = 58;
const BEYOND = 12;

export type StepListProps = { run: RunView; span: TimeSpan; lines: StepRows; chosen: string | null };

/** The steps of a run in the order in which they began, the rounds of loops folded. */
export function StepList({ run, span, lines, chosen }: StepListProps) {
  const { rows, look } = lines;
  const frame = useRef<HTMLOListElement>(null);
  const [top, setTop] = useState(0);
  const virtual = rows.length > VIRTUAL_FROM;
  const list = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => LINE_PX,
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: BEYOND,
    scrollMargin: top,
    enabled: virtual,
  });
  useLayoutEffect(() => setTop((frame.current?.getBoundingClientRect().top ?? 0) + window.scrollY), [virtual]);
  const items = virtual ? list.getVirtualItems() : [];
  const seen = virtual ? items.flatMap(({ index }) => rows[index] ?? []) : rows;
  const seenKeys = seen.map(({ key }) => key).join();
  useEffect(() => look(seen), [look, seenKeys]); // eslint-disable-line react-hooks/exhaustive-deps -- the keys say it all
  useShown({ rows, chosen, scrollTo: virtual ? (index) => list.scrollToIndex(index, { align: 'center' }) : null });
  const line = (row: Row): ReactNode => <Line row={row} run={run} span={span} lines={lines} />;
  return (
    <Card>
      <ol
        ref={frame}
        className="relative divide-y divide-line rounded-xl"
        style={virtual ? { height: list.getTotalSize() } : undefined}
      >
        {!virtual && rows.map((row) => <li key={row.key}>{line(row)}</li>)}
        {items.map(({ index, key, start }) => {
          const row = rows[index];
          return (
            row && (
              <li
                key={key}
                ref={list.measureElement}
                data-index={index}
                aria-setsize={rows.length}
                aria-posinset={index + 1}
                className="absolute inset-x-0 top-0 border-b border-line"
                style={{ transform: `translateY(${start - top}px)` }}
              >
                {line(row)}
              </li>
            )
          );
        })}
      </ol>
    </Card>
  );
}

/** Brings the line that was asked for into sight, once it is there. */
function useShown({
  rows,
  chosen,
  scrollTo,
}: {
  rows: readonly Row[];
  chosen: string | null;
  scrollTo: ((index: number) => void) | null;
}) {
  const shown = useRef<string | null>(null);
  const index = chosen === null ? -1 : rows.findIndex(({ key }) => key === chosen);
  useEffect(() => {
    if (chosen === shown.current || index < 0) return;
    shown.current = chosen;
    if (scrollTo) return scrollTo(index);
    document.getElementById(`step-${chosen ?? ''}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, index, scrollTo]);
}

function Line({ row, run, span, lines }: { row: Row } & Omit<StepListProps, 'chosen'>) {
  const t = useTranslations('live');
  const indent = { paddingLeft: `${row.depth * 1.25}rem` };
  if (row.kind === 'note') {
    return (
      <p style={indent} role="status" className="px-5 py-2.5 text-base text-ink-faint">
        <span className="pl-5">{t(`rounds.${row.note}`)}</span>
      </p>
    );
  }
  const toggle = () => lines.toggle(row.key, !row.open);
  return (
    <div style={indent}>
      {row.kind === 'round' ? (
        <RoundItem row={row} onToggle={toggle} />
      ) : (
        <StepItem run={run} row={row} span={span} onToggle={toggle} lines={lines} />
      )}
    </div>
  );
}
