'use client';
import { UserPlus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { InviteList } from '#components/people/invite-list.tsx';
import { PersonList } from '#components/people/person-list.tsx';
import { RoleGuide } from '#components/people/role-guide.tsx';
import { SettingsNav } from '#components/settings/settings-nav.tsx';
import { Page } from '#components/shell/page.tsx';
import { useMe, useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';

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
            <PersonList />
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
