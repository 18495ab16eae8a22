'use client';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { EffectList } from '#components/incident/effect-list.tsx';
import { LockDown } from '#components/incident/lock-down.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { SettingsNav } from '#components/settings/settings-nav.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { CodeBlock } from '#components/ui/code-block.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { saveFile } from '#components/ui/save-file.ts';
import type { IncidentView } from '#lib/views-admin.ts';

const HOUR_MS = 3_600_000;
const SPANS = { hour: HOUR_MS, day: 24 * HOUR_MS, week: 168 * HOUR_MS, month: 720 * HOUR_MS };
type Span = keyof typeof SPANS;
const ROTATE = 'npm run -s hearth -- key rotate';
const EXPORT = 'hearth incident export <folder>';

/** What to do when somebody got in: stop, look at what was done, renew what may be known, keep the evidence. */
export function IncidentPage() {
  const t = useTranslations('admin.incident');
  const isAdmin = useRight('admin');
  const guide = (text: React.ReactNode) => (
    <Link href="/docs/incident" className="underline underline-offset-4">
      {text}
    </Link>
  );
  return (
    <Page before={<SettingsNav />} title={t('title')} lead={t.rich('lead', { guide })}>
      {isAdmin ? <Steps /> : <Notice>{t('notAdmin')}</Notice>}
    </Page>
  );
}

function Steps() {
  const t = useTranslations('admin.incident');
  const trpc = useTRPC();
  const [span, setSpan] = useState<Span>('day');
  // The moment the choice was made: a time that moved with each look would be another question each time.
  const [now, setNow] = useState(() => Date.now());
  const since = new Date(now - SPANS[span]).toISOString();
  const { data, error, refetch } = useQuery(trpc.incident.view.queryOptions({ since }));
  if (error && !data) return <ErrorState message={messageOf(error)} onRetry={() => void refetch()} />;
  const choose = (value: string) => {
    setSpan(value as Span);
    setNow(Date.now());
  };
  const spans = (Object.keys(SPANS) as Span[]).map((value) => ({ value, title: t(`span-${value}`) }));
  return (
    <div className="flex flex-col gap-10">
      <LockDown view={data} onDone={() => void refetch()} />
      <SettingsSection
        id="effects"
        title={t('effectsTitle')}
        actions={
          <Select
            aria-label={t('since')}
            className="w-auto min-w-36"
            value={span}
            options={spans}
            onValueChange={choose}
          />
        }
      >
        {data ? <EffectList effects={data.effects} more={data.more} /> : <SkeletonRows rows={4} />}
      </SettingsSection>
      {data && <Secrets connections={data.connections} />}
      <SettingsSection id="key" title={t('keysTitle')} lead={t('keysLead')}>
        <CodeBlock text={ROTATE} label={t('keysTitle')} className="m-5" />
      </SettingsSection>
      {data && <Evidence view={data} />}
    </div>
  );
}

function Secrets({ connections }: Pick<IncidentView, 'connections'>) {
  const t = useTranslations('admin.incident');
  return (
    <SettingsSection
      id="secrets"
      title={t('connectionsTitle')}
      lead={t('connectionsLead')}
      actions={
        <Button asChild>
          <Link href="/connections">{t('renew')}</Link>
        </Button>
      }
    >
      {connections.length === 0 && <p className="px-5 py-4 text-base text-ink-soft">{t('noConnections')}</p>}
      <ul className="divide-y divide-line">
        {connections.map(({ id, name, hosts, changedAt }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-3">
            <div className="min-w-0">
              <p className="font-medium wrap-anywhere">
                <bdi>{name}</bdi>
              </p>
              <p className="text-sm text-ink-soft wrap-anywhere">{hosts.join(', ')}</p>
            </div>
            <span className="text-sm text-ink-soft">
              {t.rich('changed', { time: () => <TimeAgo at={changedAt} /> })}
            </span>
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}

function Evidence({ view }: { view: IncidentView }) {
  const t = useTranslations('admin.incident');
  const code = () => <code className="font-mono text-sm">{EXPORT}</code>;
  return (
    <SettingsSection id="evidence" title={t('evidenceTitle')} lead={t.rich('evidenceLead', { code })}>
      <div className="flex flex-wrap gap-2 p-5">
        <Button onClick={() => save(view)}>{t('save')}</Button>
        <Button asChild variant="ghost">
          <Link href="/settings/audit">{t('record')}</Link>
        </Button>
      </div>
    </SettingsSection>
  );
}

function save(view: IncidentView): void {
  saveFile(new Blob([JSON.stringify(view, null, 2)], { type: 'application/json' }), 'hearth-incident.json');
}
