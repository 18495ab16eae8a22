import { CircleCheck, CircleHelp } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { SettingsSection } from '#components/settings/settings-section.tsx';

const RULES = [
  { name: 'read', asks: false },
  { name: 'drawn', asks: false },
  { name: 'target', asks: true },
  { name: 'branch', asks: true },
  { name: 'private', asks: true },
  { name: 'first', asks: true },
  { name: 'critical', asks: true },
] as const;

/** What holds without anybody having said so, and cannot be switched off. */
export function DefaultRules() {
  const t = useTranslations('admin.defaults');
  return (
    <SettingsSection id="defaults" title={t('title')} lead={t('lead')}>
      <ul className="divide-y divide-line">
        {RULES.map(({ name, asks }) => {
          const Icon = asks ? CircleHelp : CircleCheck;
          return (
            <li key={name} className="flex items-start gap-2.5 px-5 py-3">
              <Icon
                className={`mt-0.5 size-4 shrink-0 ${asks ? 'text-wait' : 'text-good'}`}
                role="img"
                aria-label={asks ? t('asks') : t('goes')}
              />
              <p className="min-w-0">
                <span className="font-medium">{asks ? t('asks') : t('goes')}</span>{' '}
                <span className="text-ink-soft">{t(name)}</span>
              </p>
            </li>
          );
        })}
      </ul>
    </SettingsSection>
  );
}
