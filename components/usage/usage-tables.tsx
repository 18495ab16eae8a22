'use client';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Link } from '#components/ui/link.tsx';
import { useFigures } from '#components/usage/use-figures.ts';
import type { UsageBy, UsagePart, UsageSum, UsageView } from '#lib/views-usage.ts';

type Line = { key: string; head: ReactNode; sum: UsageSum };

/** Figures line by line; scrolls sideways by itself where there is no room. */
function Figures({ label, first, lines }: { label: string; first: string; lines: Line[] }) {
  const t = useTranslations('admin.usage');
  const { money, count } = useFigures();
  const heads = [t('cost'), t('tokensIn'), t('tokensCached'), t('tokensOut'), t('calls'), t('failed'), t('cut')];
  return (
    <div className="overflow-x-auto" tabIndex={0} role="region" aria-label={label}>
      <table className="w-full text-left text-sm">
        <thead className="text-ink-faint">
          <tr>
            <th scope="col" className="px-5 py-2 font-medium">
              {first}
            </th>
            {heads.map((head) => (
              <th key={head} scope="col" className="px-3 py-2 text-right font-medium whitespace-nowrap last:pr-5">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line border-t border-line">
          {lines.map(({ key, head, sum }) => (
            <tr key={key}>
              <th scope="row" className="max-w-64 min-w-32 px-5 py-2 font-medium wrap-anywhere">
                {head}
              </th>
              <td className="tabular px-3 py-2 text-right whitespace-nowrap">
                {money(sum.cost)}
                {sum.uncertain > 0 && (
                  <span className="block text-xs text-ink-faint">{t('uncertain', { cost: money(sum.uncertain) })}</span>
                )}
              </td>
              {[sum.inputTokens, sum.cachedTokens, sum.outputTokens, sum.calls, sum.failed, sum.cut].map(
                (value, at) => (
                  <td key={at} className="tabular px-3 py-2 text-right last:pr-5">
                    {count(value)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Who took how much, dearest first. */
export function PartsTable({ view, by }: { view: UsageView; by: UsageBy }) {
  const t = useTranslations('admin.usage');
  const lines = view.by[by].map((part) => ({
    key: part.id ?? '',
    head: <PartName part={part} by={by} />,
    sum: part,
  }));
  return <Figures label={t('parts')} first={t(`by-${by}`)} lines={lines} />;
}

function PartName({ part, by }: { part: UsagePart; by: UsageBy }) {
  const { nameOf } = useFigures();
  const text = <VisibleText text={nameOf(part, by)} className="whitespace-normal" />;
  const href =
    by === 'flow' && part.id ? `/flows/${encodeURIComponent(part.id)}` : by === 'connection' ? '/connections' : null;
  if (href === null || part.name === null) return text;
  return (
    <Link href={href} className="text-accent-text underline-offset-4 hover:underline">
      {text}
    </Link>
  );
}

/** The days of the chart, read instead of looked at. */
export function DaysTable({ view }: { view: UsageView }) {
  const t = useTranslations('admin.usage');
  const { day } = useFigures();
  const lines = view.days.map((one) => ({
    ...{ key: one.day, sum: one },
    head: <span className="whitespace-nowrap">{day(one.day, { weekday: 'short' })}</span>,
  }));
  return (
    <details className="border-t border-line">
      <summary className="cursor-pointer px-5 py-3 text-sm font-medium text-ink-soft">{t('asTable')}</summary>
      <Figures label={t('byDay')} first={t('day')} lines={lines} />
    </details>
  );
}
