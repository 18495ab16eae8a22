'use client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { UserMinus } from 'lucide-react';
import { useState } from 'react';
import { toast } from '#components/ui/toast.ts';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { useMe } from '#components/shell/session.tsx';
import { Avatar } from '#components/shell/user-menu.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { ConfirmDialog } from '#components/ui/confirm-dialog.tsx';
import { Select } from '#components/ui/select.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import { ROLES, type PersonView, type Role } from '#lib/views-people.ts';

/** One person: name, role to be changed, last sign of life, a way out. `alone`: nobody else is here yet. */
export function PersonRow({ person, alone }: { person: PersonView; alone: boolean }) {
  const t = useTranslations('people');
  const me = useMe();
  const [wanted, setWanted] = useState<Role | null>(null);
  const [removing, setRemoving] = useState(false);
  const { setRole, remove } = usePersonActions();
  const roles = ROLES.filter((role) => role !== 'owner' || me.role === 'owner' || person.role === 'owner');
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 px-5 py-3.5">
      <Avatar name={person.name} />
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <VisibleText text={person.name} className="font-medium whitespace-normal" />
          {person.id === me.id && <Badge tone="good">{t('row.you')}</Badge>}
        </p>
        <p className="text-sm text-ink-soft wrap-anywhere">
          <bdi>{person.email}</bdi>
        </p>
        <p className="text-sm text-ink-faint">
          {person.lastSeenAt
            ? t.rich('row.seen', { time: () => <TimeAgo at={person.lastSeenAt ?? 0} /> })
            : t('row.signedOut')}
          {person.tokens > 0 && <> · {t('row.tokens', { count: person.tokens })}</>}
        </p>
        {person.fixed && !alone && <p className="text-sm text-ink-faint">{t(`fixed.${person.fixed}`)}</p>}
      </div>
      <Select
        aria-label={t('row.roleOf', { name: person.name })}
        className="w-38"
        value={person.role}
        disabled={person.fixed !== null}
        options={roles.map((role) => ({ value: role, title: t(`roles.${role}`) }))}
        onValueChange={(role) => setWanted(role as Role)}
      />
      <Button
        size="icon"
        variant="ghost"
        disabled={person.fixed !== null}
        aria-label={t('row.remove', { name: person.name })}
        title={t('row.remove', { name: person.name })}
        onClick={() => setRemoving(true)}
      >
        <UserMinus aria-hidden />
      </Button>
      <ConfirmDialog
        open={wanted !== null}
        onOpenChange={(open) => !open && setWanted(null)}
        title={t('change.title', { name: person.name, role: wanted ? t(`roles.${wanted}`) : '' })}
        description={wanted ? t(`guide.${wanted}`) : ''}
        confirm={t('change.confirm')}
        danger={wanted === 'owner'}
        busy={setRole.isPending}
        onConfirm={() =>
          wanted && setRole.mutate({ id: person.id, role: wanted }, { onSettled: () => setWanted(null) })
        }
      >
        {person.id === me.id && <p className="text-base text-ink-soft">{t('change.yourself')}</p>}
      </ConfirmDialog>
      <ConfirmDialog
        open={removing}
        onOpenChange={setRemoving}
        title={t('remove.title', { name: person.name })}
        description={t('remove.help')}
        confirm={t('remove.confirm')}
        danger
        busy={remove.isPending}
        onConfirm={() => remove.mutate({ id: person.id }, { onSettled: () => setRemoving(false) })}
      />
    </li>
  );
}

function usePersonActions() {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const options = {
    onError: (error: unknown) => void toast.error(messageOf(error)),
    // Also `me`: somebody may have changed what they themselves may do.
    onSuccess: () =>
      Promise.all(
        [trpc.people, trpc.invites, trpc.me].map((part) => queries.invalidateQueries({ queryKey: part.pathKey() })),
      ),
  };
  return {
    setRole: useMutation(trpc.people.setRole.mutationOptions(options)),
    remove: useMutation(trpc.people.remove.mutationOptions(options)),
  };
}
