'use client';
import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { cn } from '#components/ui/cn.ts';
import { barsOf, dayByKey, type Bars } from '#components/usage/usage-bars.ts';
import type { UsageChoice } from '#components/usage/usage-choice.ts';
import { useFigures } from '#components/usage/use-figures.ts';
import type { UsageView } from '#lib/views-usage.ts';

const FILLS = ['fill-chart-1', 'fill-chart-2', 'fill-chart-3', 'fill-chart-4', 'fill-chart-5', 'fill-ink-faint'];
const DOTS = ['bg-chart-1', 'bg-chart-2', 'bg-chart-3', 'bg-chart-4', 'bg-chart-5', 'bg-ink-faint'];
const HEIGHT = 100;

/** Days as stacks, one of them chosen: by pointing, or with the arrow keys like a slider. */
export function UsageChart({ view, choice }: { view: UsageView; choice: UsageChoice }) {
  const t = useTranslations('admin.usage');
  const figures = useFigures();
  const parts = view.by[choice.by];
  const bars = barsOf({ days: view.days, parts }, choice);
  const [wanted, setChosen] = useState<number | null>(null);
  const chosen = Math.min(wanted ?? bars.days.length - 1, bars.days.length - 1);
  const shown = bars.days[chosen];
  if (!shown) return null;
  const names = bars.series.map(({ id, rest }) => {
    const part = parts.find((one) => one.id === id);
    return rest || !part ? t('rest') : figures.nameOf(part, choice.by);
  });
  const value = (amount: number) => figures.value(amount, choice.measure);
  const dayText = figures.day(shown.day, { weekday: 'short' });
  const said = names.flatMap((name, at) => (shown.values[at] ? [`${name} ${value(shown.values[at])}`] : []));
  const onKeyDown = (event: KeyboardEvent) => {
    const next = dayByKey(event.key, chosen, bars.days.length);
    if (next === null) return;
    event.preventDefault();
    setChosen(next);
  };
  const point = (event: PointerEvent) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const at = Math.floor(((event.clientX - left) / width) * bars.days.length);
    setChosen(Math.max(0, Math.min(bars.days.length - 1, at)));
  };
  return (
    <div className="px-5 py-4">
      <p className="tabular text-sm text-ink-faint" aria-hidden>
        {value(bars.top)}
      </p>
      <div
        role="slider"
        tabIndex={0}
        aria-label={t('chart')}
        aria-description={t('chartHelp')}
        aria-valuemin={1}
        aria-valuemax={bars.days.length}
        aria-valuenow={chosen + 1}
        aria-valuetext={[t('dayValue', { day: dayText, value: value(shown.total) }), ...said].join(', ')}
        className="mt-1 touch-pan-y rounded-sm border-y border-line"
        onKeyDown={onKeyDown}
        onPointerDown={point}
        onPointerMove={point}
      >
        <Stacks bars={bars} chosen={chosen} />
      </div>
      <div className="mt-1 flex justify-between text-sm text-ink-faint" aria-hidden>
        <span>{figures.day(bars.days[0]?.day ?? shown.day)}</span>
        <span>{figures.day(bars.days.at(-1)?.day ?? shown.day)}</span>
      </div>
      <div className="mt-3 text-base">
        <p className="font-medium">{t('dayValue', { day: dayText, value: value(shown.total) })}</p>
        <ul className="mt-1.5 flex flex-wrap gap-x-5 gap-y-1">
          {names.map((name, at) => (
            <li key={at} className="flex max-w-full min-w-0 items-center gap-1.5 text-sm">
              <span className={cn('size-2.5 shrink-0 rounded-xs', DOTS[bars.series[at]?.rest ? 5 : at])} aria-hidden />
              <VisibleText text={name} className="truncate text-ink-soft" />
              <span className="tabular">{value(shown.values[at] ?? 0)}</span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** One unit wide each, whatever room there is. */
function Stacks({ bars: { days, series, top }, chosen }: { bars: Bars; chosen: number }) {
  return (
    <svg aria-hidden viewBox={`0 0 ${days.length} ${HEIGHT}`} preserveAspectRatio="none" className="block h-44 w-full">
      <rect x={chosen} y={0} width={1} height={HEIGHT} className="fill-hover" />
      {days.map(({ day, values }, at) => {
        let ground = HEIGHT;
        return values.map((value, of) => {
          const height = (value / top) * HEIGHT;
          ground -= height;
          const fill = FILLS[series[of]?.rest ? 5 : of];
          return <rect key={`${day}-${of}`} x={at + 0.12} y={ground} width={0.76} height={height} className={fill} />;
        });
      })}
    </svg>
  );
}
