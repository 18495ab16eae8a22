import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { StuckRun } from '#lib/views-admin.ts';

/** Runs that should have moved on, and why one may think so. */
export function StuckRuns({ runs }: { runs: StuckRun[] }) {
  const t = useTranslations('admin.stuck');
  return (
    <SettingsSection id="stuck" title={t('title')} lead={t('lead')}>
      <ul className="divide-y divide-line">
        {runs.map(({ id, flowName, why, since }) => (
          <li key={id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 px-5 py-3">
            <div className="min-w-0">
              <Link href={`/runs/${id}`} className="font-medium underline-offset-4 hover:underline">
                <bdi className="wrap-anywhere">{flowName}</bdi>
              </Link>
              <p className="text-sm text-ink-soft">{t(`why-${why}`)}</p>
            </div>
            <TimeAgo at={since} className="text-sm text-ink-faint" />
          </li>
        ))}
      </ul>
    </SettingsSection>
  );
}
