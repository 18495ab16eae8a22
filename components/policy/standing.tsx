'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { toast } from '#components/ui/toast.ts';
import type { NamedAction, StandingOverview } from '#lib/views-admin.ts';

/** What goes without asking for a while, and what might after three same decisions. */
export function StandingEntries() {
  const t = useTranslations('admin.standing');
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.policy.standing.queryOptions());
  return (
    <SettingsSection id="standing" title={t('title')} lead={t('lead')}>
      {error && !data && <ErrorState message={messageOf(error)} onRetry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={1} className="m-5 h-12" />}
      {data && data.standing.length + data.proposed.length === 0 && (
        <p className="px-5 py-4 text-base text-ink-soft">{t('none')}</p>
      )}
      {data && (
        <ul className="divide-y divide-line">
          {data.proposed.map((one) => (
            <Proposed key={one.id} proposed={one} />
          ))}
          {data.standing.map((one) => (
            <Stands key={one.id} standing={one} />
          ))}
        </ul>
      )}
    </SettingsSection>
  );
}

function useChange(said: 'allowed' | 'dropped') {
  const t = useTranslations('admin.standing');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const after = {
    onSuccess: () => {
      toast(t(said));
      return queries.invalidateQueries({ queryKey: trpc.policy.pathKey() });
    },
  };
  const allow = useMutation(trpc.policy.allowStanding.mutationOptions(after));
  const drop = useMutation(trpc.policy.dropStanding.mutationOptions(after));
  return said === 'allowed' ? allow : drop;
}

/** The action as one sentence. */
function Said({ action, stands }: { action: NamedAction; stands: boolean }) {
  const t = useTranslations('admin.standing');
  const { flowId, flowName, title, target, rule } = action;
  return (
    <>
      <p className="text-base">
        {t.rich(stands ? 'goes' : 'may', {
          flow: () => (
            <Link href={`/flows/${flowId}`} className="font-medium underline-offset-4 hover:underline">
              <bdi className="wrap-anywhere">{flowName || t('gone')}</bdi>
            </Link>
          ),
          title: () => <span className="font-medium">{title}</span>,
          target: () => <VisibleText text={target} className="font-medium whitespace-normal" />,
        })}
      </p>
      <p className="mt-0.5 text-sm text-ink-soft">{t(rule === 'private-data' ? 'private' : 'branch')}</p>
    </>
  );
}

function Proposed({ proposed }: { proposed: StandingOverview['proposed'][number] }) {
  const t = useTranslations('admin.standing');
  const allow = useChange('allowed');
  const drop = useChange('dropped');
  const { id, count, decided } = proposed;
  const problem = allow.error ?? drop.error;
  return (
    <li className="bg-wait-soft/40 px-5 py-4">
      <Said action={proposed} stands={false} />
      <details className="mt-2 text-sm">
        <summary className="cursor-pointer text-ink-soft">{t('would', { count })}</summary>
        <ul className="mt-1.5 flex flex-wrap gap-x-4 gap-y-1">
          {decided.map(({ runId, at }) => (
            <li key={`${runId}${at}`}>
              <Link href={`/runs/${runId}`} className="underline-offset-4 hover:underline">
                <TimeAgo at={at} />
              </Link>
            </li>
          ))}
        </ul>
      </details>
      <div className="mt-3 flex flex-wrap gap-2.5">
        <Button size="sm" busy={allow.isPending} onClick={() => allow.mutate({ id })}>
          {t('allow')}
        </Button>
        <Button size="sm" variant="ghost" busy={drop.isPending} onClick={() => drop.mutate({ id })}>
          {t('keepAsking')}
        </Button>
      </div>
      {problem && (
        <p role="alert" className="mt-2 text-sm text-danger">
          {messageOf(problem)}
        </p>
      )}
    </li>
  );
}

function Stands({ standing }: { standing: StandingOverview['standing'][number] }) {
  const t = useTranslations('admin.standing');
  const format = useFormatter();
  const drop = useChange('dropped');
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2 px-5 py-4">
      <div className="min-w-0 flex-1 basis-60">
        <Said action={standing} stands />
        <p className="text-sm text-ink-soft">
          {t('until', { day: format.dateTime(new Date(standing.expiresAt), { dateStyle: 'long' }) })}
        </p>
        {drop.error && (
          <p role="alert" className="text-sm text-danger">
            {messageOf(drop.error)}
          </p>
        )}
      </div>
      <Button size="sm" busy={drop.isPending} onClick={() => drop.mutate({ id: standing.id })}>
        {t('askAgain')}
      </Button>
    </li>
  );
}
