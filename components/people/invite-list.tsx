'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { MailOpen } from 'lucide-react';
import { GuideLink } from '#components/help/guide-link.tsx';
import { toast } from '#components/ui/toast.ts';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Badge, type BadgeTone } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { InviteView } from '#lib/views-people.ts';

const TONES: Record<InviteView['status'], BadgeTone> = {
  open: 'info',
  used: 'good',
  expired: 'outline',
  revoked: 'outline',
};
/** Somebody may come in at any moment. */
const LOOK_AGAIN_MS = 5000;

/** Invites: those that are open, and what became of the others. */
export function InviteList({ onInvite }: { onInvite: () => void }) {
  const t = useTranslations('people.invites');
  const trpc = useTRPC();
  const invites = useQuery(
    trpc.invites.list.queryOptions(undefined, {
      refetchInterval: ({ state }) => (state.data?.some(({ status }) => status === 'open') ? LOOK_AGAIN_MS : false),
    }),
  );
  return (
    <SettingsSection id="invites" title={t('title')}>
      {invites.isPending && <Skeleton className="m-5 h-16" />}
      {invites.error && !invites.data && (
        <ErrorState message={messageOf(invites.error)} onRetry={() => void invites.refetch()} />
      )}
      {invites.data?.length === 0 && (
        <EmptyState icon={MailOpen} title={t('empty')} actions={<Button onClick={onInvite}>{t('first')}</Button>}>
          {t('emptyHelp')}
          <GuideLink to="people" />
        </EmptyState>
      )}
      <ul className="divide-y divide-line">
        {invites.data?.map((invite) => (
          <InviteRow key={invite.id} invite={invite} />
        ))}
      </ul>
    </SettingsSection>
  );
}

function InviteRow({ invite }: { invite: InviteView }) {
  const t = useTranslations('people');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const revoke = useMutation(
    trpc.invites.revoke.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.invites.pathKey() }),
    }),
  );
  const name = invite.note || t(`roles.${invite.role}`);
  return (
    <li className="flex items-center justify-between gap-3 px-5 py-3">
      <div className="min-w-0">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <VisibleText text={name} className="font-medium whitespace-normal" />
          <Badge tone={TONES[invite.status]}>{t(`status.${invite.status}`)}</Badge>
          {invite.note && <Badge>{t(`roles.${invite.role}`)}</Badge>}
        </p>
        <p className="text-sm text-ink-soft">
          <Fate invite={invite} />
        </p>
      </div>
      {invite.status === 'open' && (
        <Button
          size="sm"
          variant="danger"
          busy={revoke.isPending}
          aria-label={t('invites.revokeOf', { name })}
          onClick={() => revoke.mutate({ id: invite.id })}
        >
          {t('invites.revoke')}
        </Button>
      )}
    </li>
  );
}

function Fate({ invite }: { invite: InviteView }) {
  const t = useTranslations('people.invites');
  const by = () => (
    <bdi className="wrap-anywhere">{invite.status === 'used' ? invite.usedBy : (invite.createdBy ?? t('host'))}</bdi>
  );
  if (invite.status === 'used') return t.rich('usedBy', { name: by, time: () => <TimeAgo at={invite.usedAt ?? 0} /> });
  const time = () => <TimeAgo at={invite.status === 'open' ? invite.expiresAt : invite.createdAt} />;
  return t.rich(invite.status === 'open' ? 'ends' : 'made', { name: by, time });
}
