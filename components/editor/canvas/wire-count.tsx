'use client';
import { EdgeLabelRenderer } from '@xyflow/react';
import { useTranslations } from 'use-intl';
import type { EdgeMark } from '#components/editor/model/run-overlay.ts';

/** How often a run went along a wire, and with how many things; nothing where that is once and one. */
export function WireCount({ mark, x, y }: { mark: EdgeMark; x: number; y: number }) {
  const t = useTranslations('live.wire');
  const { times, items } = mark;
  if (mark.way !== 'taken' || (times < 2 && items === null)) return null;
  const parts = [...(times > 1 ? [t('times', { times })] : []), ...(items === null ? [] : [t('items', { items })])];
  return (
    <EdgeLabelRenderer>
      <span
        data-wire-count
        className="tabular pointer-events-none absolute rounded-full border border-line bg-raised px-1.5 py-px text-xs whitespace-nowrap text-ink-soft"
        style={{ transform: `translate(-50%, -50%) translate(${x}px, ${y}px)` }}
      >
        {parts.join(' · ')}
      </span>
    </EdgeLabelRenderer>
  );
}
