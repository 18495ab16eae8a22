'use client';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { toast } from '#components/ui/toast.ts';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { Policy } from '#lib/policy.ts';

export type PolicyVersionsProps = {
  current: number;
  onTake: ((policy: Policy) => void) | null;
  actions: ReactNode;
};

/** Earlier rules: who put them in force and when; one can begin again from them. */
export function PolicyVersions({ current, onTake, actions }: PolicyVersionsProps) {
  const t = useTranslations('admin.policy');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const versions = useQuery(trpc.policy.versions.queryOptions());
  const take = useMutation({
    mutationFn: (version: number) => client.policy.at.query({ version }),
    onError: (error) => toast.error(messageOf(error)),
    onSuccess: ({ version, document }) => {
      onTake?.(document);
      toast(t('taken', { version }));
    },
  });
  return (
    <SettingsSection
      id="versions"
      title={t('versions')}
      actions={<div className="flex flex-wrap gap-2">{actions}</div>}
    >
      {versions.isPending && <Skeleton className="m-5 h-12" />}
      {versions.data?.length === 0 && <p className="px-5 py-4 text-base text-ink-soft">{t('noVersions')}</p>}
      <ul className="divide-y divide-line">
        {versions.data?.map(({ version, createdAt, createdBy }) => (
          <li key={version} className="flex items-center justify-between gap-3 px-5 py-2.5">
            <p className="flex min-w-0 flex-wrap items-center gap-x-2">
              <span className="font-medium">{t('version', { version })}</span>
              {version === current && <Badge tone="good">{t('now')}</Badge>}
              <span className="text-sm text-ink-soft">
                {createdBy && <bdi>{createdBy}</bdi>} <TimeAgo at={createdAt} />
              </span>
            </p>
            {onTake && version !== current && (
              <Button
                size="sm"
                busy={take.isPending && take.variables === version}
                aria-label={t('takeVersion', { version })}
                onClick={() => take.mutate(version)}
              >
                {t('take')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}
