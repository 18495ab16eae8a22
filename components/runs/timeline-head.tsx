'use client';
import { ChevronLeft, ChevronRight, Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { BAR_COLUMN, GRID_COLUMNS } from '#components/runs/timeline-row.tsx';
import { moved, placeIn, ticksOf, zoomed, type TimeSpan } from '#components/runs/timeline-model.ts';
import { useUnits } from '#components/texts/use-units.ts';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';

const TICKS = 6;

export type TimelineHeadProps = {
  view: TimeSpan;
  span: TimeSpan;
  zoomedIn: boolean;
  onView: (view: TimeSpan) => void;
  onAll: () => void;
};

/** Times to measure by, and what makes the window onto them narrower, wider, and moves it. */
export function TimelineHead({ view, span, zoomedIn, onView, onAll }: TimelineHeadProps) {
  const t = useTranslations('live.timeline');
  const units = useUnits();
  const closer = zoomed(view, span, { factor: 0.5 });
  const isClosest = closer.end - closer.start >= view.end - view.start;
  const tool = (name: 'closer' | 'wider' | 'earlier' | 'later' | 'all', press: () => void, icon: ReactNode) => (
    <Button
      variant="ghost"
      size="iconSm"
      aria-label={t(name)}
      title={t(name)}
      disabled={name === 'closer' ? isClosest : !zoomedIn}
      onClick={press}
    >
      {icon}
    </Button>
  );
  return (
    <div className="border-b border-line bg-ground/50">
      <div role="group" aria-label={t('zoom')} className="flex items-center justify-end gap-0.5 px-2 pt-1">
        {tool('earlier', () => onView(moved(view, span, -0.5)), <ChevronLeft aria-hidden />)}
        {tool('later', () => onView(moved(view, span, 0.5)), <ChevronRight aria-hidden />)}
        {tool('wider', () => onView(zoomed(view, span, { factor: 2 })), <ZoomOut aria-hidden />)}
        {tool('closer', () => onView(closer), <ZoomIn aria-hidden />)}
        {tool('all', onAll, <Maximize2 aria-hidden />)}
      </div>
      <div aria-hidden className={cn(GRID_COLUMNS, 'h-6')}>
        <span className={cn(BAR_COLUMN, 'relative mx-4 h-6')}>
          {ticksOf(view, span.start, TICKS).map((at) => {
            const place = placeIn({ start: span.start + at, end: span.start + at }, view);
            return (
              place && (
                <span
                  key={at}
                  className="tabular absolute bottom-1 -translate-x-1/2 text-xs whitespace-nowrap text-ink-faint first:translate-x-0"
                  style={{ left: `${place.left}%` }}
                >
                  {units.duration(at)}
                </span>
              )
            );
          })}
        </span>
      </div>
    </div>
  );
}
