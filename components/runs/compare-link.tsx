import { Link } from '#components/ui/link.tsx';
import { useTranslations } from 'use-intl';
import type { RunView } from '#lib/views-runs.ts';

/** To what differs between the drawing that ran and the draft as it is now. */
export function CompareLink({ run }: { run: Pick<RunView, 'flowId' | 'version'> }) {
  const t = useTranslations('live.page');
  // What a test ran has no number.
  const from = run.version.number > 0 ? String(run.version.number) : run.version.id;
  const query = new URLSearchParams({ from, to: 'draft' });
  return (
    <Link
      href={`/flows/${run.flowId}/versions?${query.toString()}`}
      title={t('compareHelp')}
      className="text-accent-text underline-offset-4 hover:underline"
    >
      {t('compare')}
    </Link>
  );
}
