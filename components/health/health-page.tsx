'use client';
import { useQuery } from '@tanstack/react-query';
import { CalendarClock } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import { HealthCheckRow } from '#components/health/health-check-row.tsx';
import { StuckRuns } from '#components/health/stuck-runs.tsx';
import { TriggerList } from '#components/health/trigger-list.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { SettingsNav } from '#components/settings/settings-nav.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Page } from '#components/shell/page.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { HealthLevel, HealthView } from '#lib/views-admin.ts';

const EVERY_MS = 15_000;
const TONES: Record<HealthLevel, 'good' | 'wait' | 'danger'> = { ok: 'good', warn: 'wait', bad: 'danger' };

/** How each part of Hearth is, and what to do where it is not well. */
export function HealthPage() {
  const t = useTranslations('admin.health');
  const trpc = useTRPC();
  const health = useQuery(trpc.health.get.queryOptions(undefined, { refetchInterval: EVERY_MS }));
  return (
    <Page
      before={<SettingsNav />}
      title={t('title')}
      lead={t('lead')}
      actions={
        <Button busy={health.isFetching} onClick={() => void health.refetch()}>
          {t('again')}
        </Button>
      }
    >
      {health.isPending && <SkeletonRows rows={6} />}
      {health.error && !health.data && (
        <ErrorState message={messageOf(health.error)} onRetry={() => void health.refetch()} />
      )}
      {health.data && <Health view={health.data} />}
    </Page>
  );
}

function Health({ view }: { view: HealthView }) {
  const t = useTranslations('admin.health');
  return (
    <div className="flex flex-col gap-10">
      <SettingsSection
        id="parts"
        title={t('parts')}
        lead={t.rich('lookedAt', { time: () => <TimeAgo at={view.at} /> })}
        actions={
          <span role="status">
            <Badge tone={TONES[view.level]}>{t(`level-${view.level}`)}</Badge>
          </span>
        }
      >
        <ul className="divide-y divide-line">
          {view.checks.map((check) => (
            <HealthCheckRow key={check.id} check={check} />
          ))}
        </ul>
      </SettingsSection>
      {view.stuck.length > 0 && <StuckRuns runs={view.stuck} />}
      <TriggerList triggers={view.triggers} />
      <NextFires fires={view.nextFires} />
      <SettingsSection id="versions" title={t('versions')}>
        <dl className="grid grid-cols-1 gap-x-8 gap-y-2 p-5 sm:grid-cols-2">
          {view.versions.map(({ name, version }) => (
            <div key={name} className="flex justify-between gap-4">
              <dt className="text-ink-soft">{name === 'Schema' ? t('schema') : name}</dt>
              <dd className="tabular min-w-0 text-right wrap-anywhere">{version || t('unknown')}</dd>
            </div>
          ))}
        </dl>
      </SettingsSection>
    </div>
  );
}

function NextFires({ fires }: { fires: HealthView['nextFires'] }) {
  const t = useTranslations('admin.health');
  return (
    <SettingsSection id="next" title={t('next')}>
      {fires.length === 0 && <p className="px-5 py-4 text-base text-ink-soft">{t('noSchedules')}</p>}
      <ul className="divide-y divide-line">
        {fires.map(({ triggerId, flowId, flowName, at }) => (
          <li key={triggerId} className="flex items-center gap-3 px-5 py-2.5">
            <CalendarClock className="size-4 shrink-0 text-ink-faint" aria-hidden />
            <Link href={`/flows/${flowId}`} className="min-w-0 flex-1 underline-offset-4 hover:underline">
              <bdi className="wrap-anywhere">{flowName}</bdi>
            </Link>
            <TimeAgo at={at} className="shrink-0 text-sm text-ink-soft" />
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}
