'use client';
import { useQuery } from '@tanstack/react-query';
import { useFormatter, useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { useUnits } from '#components/texts/use-units.ts';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Link } from '#components/ui/link.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';

/** More than this pressed away unread is a habit. */
const HABIT = 0.2;

/** Whether what is asked is read: an owner who clicks everything away has no guard left. */
export function AnswerFigures() {
  const t = useTranslations('admin.figures');
  const format = useFormatter();
  const units = useUnits();
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.approvals.figures.queryOptions());
  const share = (value: number | null) =>
    value === null ? '–' : format.number(value, { style: 'percent', maximumFractionDigits: 0 });
  const shown =
    data &&
    ([
      {
        name: 'often',
        value: data.per100Runs === null ? '–' : format.number(data.per100Runs, { maximumFractionDigits: 1 }),
      },
      { name: 'wait', value: data.medianMs === null ? '–' : units.duration(data.medianMs) },
      { name: 'hasty', value: share(data.hasty) },
      { name: 'refused', value: share(data.refused) },
    ] as const);
  return (
    <SettingsSection id="figures" title={t('title')} lead={t('lead', { days: data?.days ?? 30 })}>
      {error && !data && <ErrorState message={messageOf(error)} onRetry={() => void refetch()} />}
      {!error && !data && <SkeletonRows rows={1} className="m-5 h-12" />}
      {data && (
        <>
          <dl className="grid grid-cols-2 gap-x-6 gap-y-4 px-5 py-4 lg:grid-cols-4">
            {shown?.map(({ name, value }) => (
              <div key={name} className="flex flex-col-reverse justify-end">
                <dt className="text-sm text-ink-soft">{t(name)}</dt>
                <dd className="tabular text-xl font-semibold">{value}</dd>
              </div>
            ))}
          </dl>
          {data.hasty !== null && data.hasty > HABIT && (
            <p className="border-t border-line bg-wait-soft px-5 py-3 text-base">{t('habit')}</p>
          )}
          {data.flows.length > 0 && (
            <div className="border-t border-line px-5 py-4">
              <h3 className="text-sm font-medium text-ink-soft">{t('most')}</h3>
              <ol className="mt-1.5 flex flex-col gap-1">
                {data.flows.map(({ flowId, flowName, asked }) => (
                  <li key={flowId} className="flex justify-between gap-4">
                    <Link href={`/flows/${flowId}`} className="min-w-0 truncate underline-offset-4 hover:underline">
                      <bdi>{flowName || t('gone')}</bdi>
                    </Link>
                    <span className="tabular text-ink-soft">{t('questions', { count: asked })}</span>
                  </li>
                ))}
              </ol>
            </div>
          )}
        </>
      )}
    </SettingsSection>
  );
}
