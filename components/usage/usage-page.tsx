'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChartColumn } from 'lucide-react';
import { usePathname, useRouter, useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { SettingsNav } from '#components/settings/settings-nav.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { DownloadButton } from '#components/usage/download-button.tsx';
import { UsageChart } from '#components/usage/usage-chart.tsx';
import {
  choiceOf,
  daysOf,
  MEASURES,
  PARTS,
  queryOf,
  RANGES,
  type UsageChoice,
} from '#components/usage/usage-choice.ts';
import { Figure, UsageMonth } from '#components/usage/usage-month.tsx';
import { DaysTable, PartsTable } from '#components/usage/usage-tables.tsx';
import { useFigures } from '#components/usage/use-figures.ts';
import { dayAt } from '#lib/days.ts';
import type { UsageView } from '#lib/views-usage.ts';

/** What models were asked and what that cost. */
export function UsagePage() {
  const t = useTranslations('admin.usage');
  const isAdmin = useRight('admin');
  return (
    <Page before={<SettingsNav />} title={t('title')} lead={t('lead')}>
      {isAdmin ? <Usage /> : <Notice>{t('notAdmin')}</Notice>}
    </Page>
  );
}

function Usage() {
  const trpc = useTRPC();
  const router = useRouter();
  const pathname = usePathname();
  const choice = choiceOf(useSearchParams());
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const [today] = useState(() => dayAt(zone, Date.now()));
  const days = { ...daysOf(choice.range, today), zone };
  const usage = useQuery(trpc.usage.get.queryOptions(days, { placeholderData: keepPreviousData }));
  const change = (next: UsageChoice) => {
    const query = queryOf(next);
    router.replace(query === '' ? pathname : `${pathname}?${query}`, { scroll: false });
  };
  if (usage.isPending) return <SkeletonRows rows={4} className="h-32" />;
  if (!usage.data) return <ErrorState message={messageOf(usage.error)} onRetry={() => void usage.refetch()} />;
  return (
    <div className="flex flex-col gap-8">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <Choices choice={choice} onChange={change} />
        {usage.data.total.calls > 0 && <DownloadButton days={days} />}
      </div>
      <Asked view={usage.data} choice={choice} />
      <UsageMonth view={usage.data} />
    </div>
  );
}

function Choices({ choice, onChange }: { choice: UsageChoice; onChange: (choice: UsageChoice) => void }) {
  const t = useTranslations('admin.usage');
  return (
    <div className="flex flex-wrap gap-2">
      <Select
        aria-label={t('range')}
        className="w-auto min-w-36"
        value={choice.range}
        options={RANGES.map((value) => ({ value, title: t(`range-${value}`) }))}
        onValueChange={(range) => onChange({ ...choice, range: range as UsageChoice['range'] })}
      />
      <Select
        aria-label={t('by')}
        className="w-auto min-w-32"
        value={choice.by}
        options={PARTS.map((value) => ({ value, title: t(`by-${value}`) }))}
        onValueChange={(by) => onChange({ ...choice, by: by as UsageChoice['by'] })}
      />
      <Select
        aria-label={t('measure')}
        className="w-auto min-w-28"
        value={choice.measure}
        options={MEASURES.map((value) => ({ value, title: t(`measure-${value}`) }))}
        onValueChange={(measure) => onChange({ ...choice, measure: measure as UsageChoice['measure'] })}
      />
    </div>
  );
}

function Asked({ view, choice }: { view: UsageView; choice: UsageChoice }) {
  const t = useTranslations('admin.usage');
  const { day } = useFigures();
  if (view.total.calls === 0) {
    const ever = view.since !== null;
    return (
      <Card>
        <EmptyState icon={ChartColumn} title={t(ever ? 'noneHere' : 'none')}>
          {view.since === null ? t('noneHelp') : t('noneHereHelp', { day: day(view.since, { year: 'numeric' }) })}
        </EmptyState>
      </Card>
    );
  }
  return (
    <>
      <Total view={view} />
      <SettingsSection id="days" title={t('byDay')}>
        <UsageChart key={`${view.from} ${view.to}`} view={view} choice={choice} />
        <DaysTable view={view} />
      </SettingsSection>
      <SettingsSection id="parts" title={t('parts')}>
        <PartsTable view={view} by={choice.by} />
      </SettingsSection>
    </>
  );
}

function Total({ view: { total } }: { view: UsageView }) {
  const t = useTranslations('admin.usage');
  const { money, count } = useFigures();
  const more = total.uncertain > 0 ? t('uncertain', { cost: money(total.uncertain) }) : undefined;
  return (
    <SettingsSection id="total" title={t('total')}>
      <div className="px-5 py-4">
        <dl className="grid grid-cols-2 gap-x-6 gap-y-4 lg:grid-cols-6">
          <Figure title={t('cost')} value={money(total.cost)} more={more} />
          <Figure title={t('tokensIn')} value={count(total.inputTokens)} />
          <Figure title={t('tokensOut')} value={count(total.outputTokens)} />
          <Figure title={t('calls')} value={count(total.calls)} />
          <Figure title={t('failed')} value={count(total.failed)} />
          <Figure title={t('cut')} value={count(total.cut)} />
        </dl>
        {more && <p className="mt-3 text-sm text-ink-soft">{t('uncertainHelp')}</p>}
        {total.unpriced > 0 && <p className="mt-3 text-sm text-ink-soft">{t('unpriced', { count: total.unpriced })}</p>}
      </div>
    </SettingsSection>
  );
}
