'use client';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Link } from '#components/ui/link.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { useFigures } from '#components/usage/use-figures.ts';
import { durationMs } from '#lib/duration.ts';
import type { UsageCap, UsageView } from '#lib/views-usage.ts';

const DAY_MS = 86_400_000;
const POLICY = '/settings/policy#budgets';

/** What the month may come to, beside what bounds it. */
export function UsageMonth({ view: { forecast, caps } }: { view: UsageView }) {
  const t = useTranslations('admin.usage');
  const { money, month } = useFigures();
  const { soFar, total, from } = forecast;
  const over = caps.find((cap) => isMonthly(cap) && total !== null && total > cap.max);
  return (
    <div className="grid items-start gap-8 lg:grid-cols-2">
      <SettingsSection id="month" title={t('month')}>
        <div className="px-5 py-4">
          <dl className="grid grid-cols-2 gap-4">
            <Figure title={t('soFar')} value={money(soFar)} />
            {total !== null && <Figure title={t('foreseen', { month: month(forecast.month) })} value={money(total)} />}
          </dl>
          <p className="mt-3 text-sm text-ink-soft">{t(`from-${from}`)}</p>
          {over && (
            <Notice tone="warning" className="mt-3">
              {t('overCap', { name: over.name })}
            </Notice>
          )}
        </div>
      </SettingsSection>
      <SettingsSection
        id="caps"
        title={t('caps')}
        actions={
          caps.length > 0 && (
            <Link href={POLICY} className="text-base text-accent-text underline-offset-4 hover:underline">
              {t('changeCaps')}
            </Link>
          )
        }
      >
        {caps.length === 0 ? (
          <p className="px-5 py-4 text-base text-ink-soft">
            {t.rich('noCaps', {
              link: (text) => (
                <Link href={POLICY} className="text-accent-text underline underline-offset-4">
                  {text}
                </Link>
              ),
            })}
          </p>
        ) : (
          <ul className="divide-y divide-line">
            {caps.map((cap) => (
              <Cap key={cap.name} cap={cap} />
            ))}
          </ul>
        )}
      </SettingsSection>
    </div>
  );
}

/** A figure with its name below. */
export function Figure({ title, value, more }: { title: string; value: string; more?: string | undefined }) {
  return (
    <div className="flex flex-col-reverse justify-end">
      <dt className="text-sm text-ink-soft">{title}</dt>
      <dd className="tabular text-xl font-semibold">
        {value}
        {more && <span className="block text-sm font-normal text-ink-faint">{more}</span>}
      </dd>
    </div>
  );
}

function Cap({ cap: { name, max, window, per, asks, used, raised } }: { cap: UsageCap }) {
  const t = useTranslations('admin.usage');
  const { money } = useFigures();
  const whole = max + raised;
  const text =
    used === null
      ? t(`capPer-${per ?? 'run'}`, { max: money(max), window })
      : t('capUsed', { used: money(used), max: money(whole), window });
  return (
    <li className="px-5 py-3">
      <p className="flex flex-wrap justify-between gap-x-4">
        <VisibleText text={name} className="min-w-0 font-medium whitespace-normal" />
        <span className="tabular text-sm text-ink-soft">{text}</span>
      </p>
      {used !== null && (
        <div
          role="meter"
          aria-label={t('capMeter', { name })}
          aria-valuemin={0}
          aria-valuemax={whole}
          aria-valuenow={Math.min(used, whole)}
          aria-valuetext={text}
          className="mt-1.5 h-2 overflow-hidden rounded-full bg-sunken"
        >
          <div
            className={`h-full rounded-full ${used >= whole * 0.9 ? 'bg-danger' : 'bg-accent'}`}
            style={{ width: `${whole > 0 ? Math.min(100, (used / whole) * 100) : 100}%` }}
          />
        </div>
      )}
      <p className="mt-1 text-sm text-ink-faint">
        {asks ? t('capAsks') : t('capStops')}
        {raised > 0 && <> · {t('capRaised', { by: money(raised) })}</>}
      </p>
    </li>
  );
}

function isMonthly({ per, window }: UsageCap): boolean {
  const days = durationMs(window) / DAY_MS;
  return per === null && days >= 28 && days <= 31;
}
