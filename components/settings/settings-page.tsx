'use client';
import { useTranslations } from 'use-intl';
import { PasskeysSection } from '#components/security/passkeys-section.tsx';
import { AccountSection } from '#components/settings/account-section.tsx';
import { ContactsSection } from '#components/settings/contacts-section.tsx';
import { DelegatesSection } from '#components/settings/delegates-section.tsx';
import { SessionsSection } from '#components/settings/sessions-section.tsx';
import { SettingsNav } from '#components/settings/settings-nav.tsx';
import { StatusSection } from '#components/settings/status-section.tsx';
import { StopSection } from '#components/settings/stop-section.tsx';
import { TokensSection } from '#components/settings/tokens-section.tsx';
import { Page } from '#components/shell/page.tsx';
import { useRight } from '#components/shell/session.tsx';

const SECTIONS = ['status', 'stop', 'contacts', 'tokens', 'account', 'passkeys', 'delegates', 'sessions'] as const;

/** Everything about Hearth itself and one's own account. */
export function SettingsPage() {
  const t = useTranslations('settings.settingsPage');
  const mayApprove = useRight('approve');
  return (
    <Page before={<SettingsNav />} title={t('settings')}>
      <div className="flex gap-12">
        <div className="flex min-w-0 flex-1 flex-col gap-10">
          <StatusSection />
          <StopSection />
          <ContactsSection />
          <TokensSection />
          <AccountSection />
          <PasskeysSection />
          <DelegatesSection />
          <SessionsSection />
        </div>
        <nav aria-label={t('onThisPage')} className="sticky top-9 hidden w-44 shrink-0 self-start lg:block">
          <ul className="flex flex-col gap-1 border-l border-line">
            {SECTIONS.filter((id) => id !== 'delegates' || mayApprove).map((id) => (
              <li key={id}>
                <a href={`#${id}`} className="block py-0.5 pl-3.5 text-sm text-ink-soft hover:text-ink">
                  {t(`sections.${id}`)}
                </a>
              </li>
            ))}
          </ul>
        </nav>
      </div>
    </Page>
  );
}
