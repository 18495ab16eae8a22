'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleStop } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { useRight } from '#components/shell/session.tsx';
import { StopAsking } from '#components/shell/stop-button.tsx';
import { StopPart } from '#components/settings/stop-part.tsx';
import { Button } from '#components/ui/button.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { toast } from '#components/ui/toast.ts';

/** What is stopped, as words. */
function useScopeTitle() {
  const t = useTranslations('settings.stopSection');
  const trpc = useTRPC();
  const flows = useQuery(trpc.flows.list.queryOptions());
  return (scope: string) => {
    if (scope === 'global') return t('everything');
    const [kind, ...rest] = scope.split(':');
    const id = rest.join(':');
    if (kind === 'flow') return t('flow', { name: flows.data?.find((flow) => flow.id === id)?.name ?? id });
    return t('tool', { name: id });
  };
}

/** The stop switch and every stop that is set. */
export function StopSection() {
  const t = useTranslations('settings.stopSection');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const titleOf = useScopeTitle();
  const mayStop = useRight('run');
  const mayRelease = useRight('admin');
  const { data } = useQuery(trpc.settings.status.queryOptions());
  const release = useMutation(
    trpc.stop.release.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.settings.status.pathKey() }),
    }),
  );
  const isGlobal = data?.stopped.some(({ scope }) => scope === 'global');
  return (
    <SettingsSection
      id="stop"
      title={t('title')}
      lead={t('lead')}
      actions={
        mayStop &&
        !isGlobal && (
          <StopAsking>
            {(ask) => (
              <Button variant="danger" onClick={ask}>
                <CircleStop aria-hidden />
                {t('stop')}
              </Button>
            )}
          </StopAsking>
        )
      }
    >
      {data?.stopped.length ? (
        <ul className="divide-y divide-line">
          {data.stopped.map(({ scope, reason, at }) => (
            <li key={scope} className="flex flex-wrap items-center justify-between gap-3 px-5 py-3">
              <div className="min-w-0">
                <p className="font-medium wrap-anywhere">
                  <bdi>{titleOf(scope)}</bdi>
                </p>
                <p className="text-sm text-ink-soft wrap-anywhere">
                  <TimeAgo at={at} />
                  {reason && <> · {reason}</>}
                </p>
              </div>
              {mayRelease && (
                <Button size="sm" busy={release.isPending} onClick={() => release.mutate({ scope })}>
                  {t('release')}
                </Button>
              )}
            </li>
          ))}
        </ul>
      ) : (
        <p className="px-5 py-4 text-base text-ink-soft">{t('none')}</p>
      )}
      {mayStop && <StopPart stopped={(data?.stopped ?? []).map(({ scope }) => scope)} />}
    </SettingsSection>
  );
}
