'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

function Part({ title, ok, message }: { title: string; ok: boolean; message: string }) {
  const t = useTranslations('settings.statusSection');
  const Icon = ok ? CircleCheck : CircleX;
  return (
    <li className="flex items-start gap-2.5 px-5 py-3">
      <Icon
        className={`mt-0.5 size-4 shrink-0 ${ok ? 'text-good' : 'text-danger'}`}
        aria-label={ok ? t('well') : t('notWell')}
      />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        <p className="text-sm text-ink-soft wrap-anywhere">{message}</p>
      </div>
    </li>
  );
}

/** How Hearth is doing. */
export function StatusSection() {
  const t = useTranslations('settings.statusSection');
  const trpc = useTRPC();
  const status = useQuery(trpc.settings.status.queryOptions(undefined, { refetchInterval: 15_000 }));
  const { data } = status;
  return (
    <SettingsSection id="status" title={t('health')}>
      {status.isPending && <Skeleton className="m-5 h-16" />}
      {status.error && !data && <ErrorState message={messageOf(status.error)} onRetry={() => void status.refetch()} />}
      {data && (
        <ul className="divide-y divide-line">
          <Part title={t('engineTemporal')} {...data.temporal} />
          <Part title={t('worker')} {...data.worker} />
          <Part
            title={t('work')}
            ok
            message={t('now', {
              runs: data.openRuns,
              waiting: data.waitingApprovals,
              version: data.version,
            })}
          />
        </ul>
      )}
    </SettingsSection>
  );
}
