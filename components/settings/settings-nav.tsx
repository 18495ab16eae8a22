'use client';
import { Link } from '#components/ui/link.tsx';
import { usePathname } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { cn } from '#components/ui/cn.ts';

const PLACES = [
  { href: '/settings', name: 'general' },
  { href: '/settings/people', name: 'people' },
  { href: '/settings/policy', name: 'policy' },
  { href: '/settings/usage', name: 'usage' },
  { href: '/settings/skills', name: 'skills' },
  { href: '/settings/files', name: 'files' },
  { href: '/settings/health', name: 'health' },
  { href: '/settings/audit', name: 'audit' },
  { href: '/settings/incident', name: 'incident' },
] as const;

/** The pages about Hearth itself, side by side; scrolls sideways where they do not fit. */
export function SettingsNav() {
  const pathname = usePathname();
  const t = useTranslations('admin.nav');
  return (
    <nav aria-label={t('label')} className="-mx-3 flex gap-1 overflow-x-auto py-1 scrollbar-none">
      {PLACES.map(({ href, name }) => (
        <Link
          key={href}
          href={href}
          aria-current={pathname === href ? 'page' : undefined}
          className={cn(
            'rounded-md px-3 py-1.5 text-base font-medium whitespace-nowrap text-ink-soft transition-colors duration-150 hover:bg-hover hover:text-ink',
            pathname === href && 'bg-hover text-ink',
          )}
        >
          {t(name)}
        </Link>
      ))}
    </nav>
  );
}
