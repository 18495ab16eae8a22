'use client';
import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { InviteList } from '#components/people/invite-list.tsx';
import { PersonRow } from '#components/people/person-row.tsx';
import { RoleGuide } from '#components/people/role-guide.tsx';
import { SettingsNav } from '#components/settings/settings-nav.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Page } from '#components/shell/page.tsx';
import { useMe, useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';

const InviteDialog = dynamic(() => import('#components/people/invite-dialog.tsx').then((file) => file.InviteDialog));

/** Who is here, who is invited, and what each role may do. */
export function PeoplePage() {
  const t = useTranslations('people.page');
  const isAdmin = useRight('admin');
  const [inviting, setInviting] = useState(false);
  return (
    <Page
      before={<SettingsNav />}
      title={t('title')}
      lead={t('lead')}
      actions={
        isAdmin && (
          <Button variant="primary" onClick={() => setInviting(true)}>
            <UserPlus aria-hidden />
            {t('invite')}
          </Button>
        )
      }
    >
      <div className="flex flex-col gap-10">
        {isAdmin ? (
          <>
            <People />
            <InviteList onInvite={() => setInviting(true)} />
          </>
        ) : (
          <OwnRole />
        )}
        <RoleGuide />
      </div>
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </Page>
  );
}

function OwnRole() {
  const t = useTranslations('people');
  const { role } = useMe();
  const known = t.has(`roles.${role}` as 'roles.viewer') ? t(`roles.${role}` as 'roles.viewer') : role;
  return <Notice>{t('page.notAdmin', { role: known })}</Notice>;
}

function People() {
  const t = useTranslations('people.page');
  const trpc = useTRPC();
  const people = useQuery(trpc.people.list.queryOptions());
  return (
    <SettingsSection id="people" title={t('here')}>
      {people.isPending && <Skeleton className="m-5 h-16" />}
      {people.error && !people.data && (
        <ErrorState message={messageOf(people.error)} onRetry={() => void people.refetch()} />
      )}
      <ul className="divide-y divide-line">
        {people.data?.map((person) => (
          <PersonRow key={person.id} person={person} alone={people.data.length === 1} />
        ))}
      </ul>
    </SettingsSection>
  );
}
