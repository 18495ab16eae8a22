import { useTranslations } from 'use-intl';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { ROLES } from '#lib/views-people.ts';

/** What each role may do, in a sentence. */
export function RoleGuide() {
  const t = useTranslations('people');
  return (
    <SettingsSection id="roles" title={t('page.roles')}>
      <dl className="divide-y divide-line">
        {ROLES.map((role) => (
          <div key={role} className="grid gap-x-6 gap-y-0.5 px-5 py-3 sm:grid-cols-[8rem_1fr]">
            <dt className="font-medium">{t(`roles.${role}`)}</dt>
            <dd className="text-ink-soft">{t(`guide.${role}`)}</dd>
          </div>
        ))}
      </dl>
    </SettingsSection>
  );
}
