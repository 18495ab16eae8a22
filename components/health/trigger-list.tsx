'use client';
import { Link } from '#components/ui/link.tsx';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { TriggerHealth } from '#lib/views-admin.ts';

const TONES: Record<TriggerHealth['state'], BadgeTone> = {
  ready: 'good',
  scheduled: 'good',
  listening: 'good',
  away: 'danger',
  trouble: 'danger',
  paused: 'neutral',
};
const FIRST = 20;

/** What starts flows: how each trigger is, when something last came, and what is wrong. */
export function TriggerList({ triggers }: { triggers: TriggerHealth[] }) {
  const t = useTranslations('admin.triggers');
  const [all, setAll] = useState(false);
  const shown = all ? triggers : triggers.slice(0, FIRST);
  return (
    <SettingsSection id="triggers" title={t('title')} lead={t('lead')}>
      {triggers.length === 0 && <p className="px-5 py-4 text-base text-ink-soft">{t('none')}</p>}
      <ul className="divide-y divide-line">
        {shown.map((trigger) => (
          <TriggerRow key={trigger.id} trigger={trigger} />
        ))}
      </ul>
      {shown.length < triggers.length && (
        <div className="border-t border-line px-5 py-3">
          <Button size="sm" onClick={() => setAll(true)}>
            {t('all', { count: triggers.length })}
          </Button>
        </div>
      )}
    </SettingsSection>
  );
}

function TriggerRow({ trigger }: { trigger: TriggerHealth }) {
  const t = useTranslations('admin.triggers');
  const { state, flowId, flowName, name, lastEventAt, nextFireAt, lastError, held } = trigger;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1.5 px-5 py-3">
      <div className="min-w-0 flex-1 basis-56">
        <p>
          <Link href={`/flows/${flowId}`} className="font-medium underline-offset-4 hover:underline">
            <VisibleText text={name} className="whitespace-normal" />
          </Link>{' '}
          <span className="text-sm text-ink-soft">
            <bdi className="wrap-anywhere">{flowName}</bdi>
          </span>
        </p>
        <p className="text-sm text-ink-faint">
          {lastEventAt ? t.rich('last', { time: () => <TimeAgo at={lastEventAt} /> }) : t('never')}
          {nextFireAt && <> · {t.rich('next', { time: () => <TimeAgo at={nextFireAt} /> })}</>}
          {held > 0 && <> · {t('held', { count: held })}</>}
        </p>
        {lastError && <VisibleText text={lastError} className="mt-1 block text-sm whitespace-normal text-danger" />}
        {(state === 'trouble' || state === 'away') && <p className="mt-1 text-sm">{t(`help-${state}`)}</p>}
      </div>
      <Badge tone={TONES[state]}>{t(`state-${state}`)}</Badge>
    </li>
  );
}
