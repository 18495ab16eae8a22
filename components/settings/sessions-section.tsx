'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'use-intl';
import { currentSessionId, listSessions, revokeSession } from '#components/auth/auth-api.ts';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { deviceTitle } from '#components/settings/device-title.ts';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { toast } from '#components/ui/toast.ts';

const KEY = ['auth', 'sessions'];

async function load() {
  const [sessions, current] = await Promise.all([listSessions(), currentSessionId()]);
  return { sessions, current };
}

/** Sessions of the signed-in person, each to be ended. */
export function SessionsSection() {
  const t = useTranslations('settings.sessionsSection');
  const devices = useTranslations('settings.devices');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: KEY, queryFn: load });
  const onError = (error: unknown) => void toast.error(messageOf(error));
  const end = useMutation({
    mutationFn: revokeSession,
    onError,
    onSuccess: () => queries.invalidateQueries({ queryKey: KEY }),
  });
  const endAll = useMutation(
    trpc.me.signOutEverywhere.mutationOptions({ onError, onSuccess: () => window.location.assign('/sign-in') }),
  );
  return (
    <SettingsSection
      id="sessions"
      title={t('title')}
      actions={
        <Button busy={endAll.isPending} onClick={() => endAll.mutate()}>
          {t('all')}
        </Button>
      }
    >
      {query.isPending && <Skeleton className="m-5 h-16" />}
      {query.error && !query.data && (
        <ErrorState message={messageOf(query.error)} onRetry={() => void query.refetch()} />
      )}
      <ul className="divide-y divide-line">
        {query.data?.sessions.map((session) => (
          <li key={session.id} className="flex items-center justify-between gap-3 px-5 py-3">
            <div className="min-w-0">
              <p className="flex flex-wrap items-center gap-2 font-medium wrap-anywhere">
                {deviceTitle(session.userAgent, devices)}
                {session.id === query.data.current && <Badge tone="good">{t('here')}</Badge>}
              </p>
              <p className="tabular text-sm text-ink-soft">
                {t('since')} <TimeAgo at={session.createdAt} />
                {session.ipAddress && <> · {session.ipAddress}</>}
              </p>
            </div>
            {session.id !== query.data.current && (
              <Button
                size="sm"
                busy={end.isPending && end.variables === session.token}
                onClick={() => end.mutate(session.token)}
              >
                {t('end')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}
