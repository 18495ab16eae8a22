'use client';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl';
import { RunRow } from '#components/runs/run-row.tsx';
import type { RunSelection } from '#components/runs/run-selection.ts';
import { Card } from '#components/ui/card.tsx';
import type { RunCard } from '#lib/views-runs.ts';

const ROW_PX = 69;
/** So many rows before the end the next page is asked for. */
const AHEAD = 20;

export type RunRowsProps = {
  runs: RunCard[];
  /** Of all that the filter finds, where it is known. */
  total: number | undefined;
  selection: RunSelection | null;
  hasMore: boolean;
  onMore: () => void;
};

/**
 * The list, of which only what is in view is there. By keyboard it is one stop: arrows or J and K go through the rows,
 * Enter opens, X or Space picks, Escape picks none.
 */
export function RunRows({ runs, total, selection, hasMore, onMore }: RunRowsProps) {
  const t = useTranslations('runs.list');
  const list = useRef<HTMLUListElement>(null);
  const [active, setActive] = useState(0);
  const [top, setTop] = useState(0);
  useEffect(() => setTop(list.current?.offsetTop ?? 0), []);
  const virtual = useWindowVirtualizer({
    count: runs.length,
    estimateSize: () => ROW_PX,
    overscan: 8,
    scrollMargin: top,
    getItemKey: (index) => runs[index]?.id ?? index,
  });
  const rows = virtual.getVirtualItems();
  const end = rows.at(-1)?.index ?? 0;
  useEffect(() => {
    if (hasMore && end >= runs.length - AHEAD) onMore();
  }, [hasMore, end, runs.length, onMore]);
  const at = Math.min(active, runs.length - 1);
  const go = (to: number) => {
    const index = Math.max(0, Math.min(runs.length - 1, to));
    setActive(index);
    virtual.scrollToIndex(index, { align: 'auto' });
    focusSoon(list.current, runs[index]?.id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const run = runs[at];
    const keys: Record<string, () => void> = {
      ArrowDown: () => go(at + 1),
      j: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      k: () => go(at - 1),
      Home: () => go(0),
      End: () => go(runs.length - 1),
      x: () => run && selection?.toggle(run.id, event.shiftKey),
      X: () => run && selection?.toggle(run.id, true),
      ' ': () => run && selection?.toggle(run.id, event.shiftKey),
      Escape: () => selection?.clear(),
    };
    // Space on the box itself is the box's own.
    const own = event.key === ' ' && (event.target as HTMLElement).role === 'checkbox';
    const act = own ? undefined : keys[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  return (
    <Card className="overflow-hidden">
      <ul
        ref={list}
        aria-label={t('title')}
        aria-describedby="run-keys"
        className="relative"
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={onKeyDown}
        onFocus={({ target }) => {
          const index = runs.findIndex(({ id }) => id === target.closest('li')?.dataset.id);
          if (index >= 0) setActive(index);
        }}
      >
        {rows.map(({ index, key, start }) => {
          const run = runs[index];
          if (!run) return null;
          return (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              data-id={run.id}
              aria-posinset={index + 1}
              aria-setsize={total ?? -1}
              className="absolute inset-x-0 top-0 border-b border-line last:border-b-0"
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <RunRow
                run={run}
                picked={selection?.ids.has(run.id) ?? false}
                active={index === at}
                onPick={selection && ((upTo) => selection.toggle(run.id, upTo))}
              />
            </li>
          );
        })}
      </ul>
      <p id="run-keys" className="sr-only">
        {t('keys')}
      </p>
    </Card>
  );
}

/** The row may have to be drawn first. */
function focusSoon(list: HTMLElement | null, id: string | undefined, tries = 5): void {
  if (!list || id === undefined || tries === 0) return;
  const row = list.querySelector<HTMLElement>(`[data-run="${CSS.escape(id)}"]`);
  if (row) row.focus({ preventScroll: true });
  else requestAnimationFrame(() => focusSoon(list, id, tries - 1));
}
