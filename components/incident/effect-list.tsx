import { useTranslations } from 'use-intl';
import { Badge } from '#components/ui/badge.tsx';
import { Link } from '#components/ui/link.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { IncidentEffect } from '#lib/views-admin.ts';

/** What was done to the world, each with its run and with who allowed it. */
export function EffectList({ effects, more }: { effects: IncidentEffect[]; more: boolean }) {
  const t = useTranslations('admin.incident');
  if (effects.length === 0) return <p className="px-5 py-4 text-base text-ink-soft">{t('noEffects')}</p>;
  return (
    <>
      <ul className="max-h-128 divide-y divide-line overflow-y-auto" tabIndex={0} aria-label={t('effectsTitle')}>
        {effects.map((effect) => (
          <li key={effect.key} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-5 py-3">
            <div className="min-w-0 flex-1 basis-64">
              <Link href={`/runs/${effect.runId}`} className="font-medium underline-offset-4 hover:underline">
                <bdi className="wrap-anywhere">{effect.flowName ?? effect.runId}</bdi>
              </Link>{' '}
              <code className="font-mono text-sm text-ink-soft">{effect.tool}</code>
              {effect.target && (
                <p className="text-sm text-ink-soft wrap-anywhere">
                  {t('target')} <bdi>{effect.target}</bdi>
                </p>
              )}
              <p className="text-sm text-ink-soft">
                <Permission effect={effect} />
              </p>
            </div>
            <span className="flex items-center gap-2 text-sm text-ink-soft">
              <Badge>{effect.status}</Badge>
              <TimeAgo at={effect.at} />
            </span>
          </li>
        ))}
      </ul>
      {more && <p className="border-t border-line px-5 py-3 text-sm text-ink-soft">{t('more')}</p>}
    </>
  );
}

function Permission({ effect: { approval } }: { effect: IncidentEffect }) {
  const t = useTranslations('admin.incident');
  if (approval === null) return t('byRules');
  if (approval.choice !== 'approve' || approval.at === null) return t('otherwise', { choice: approval.choice ?? '–' });
  const { at } = approval;
  return t.rich('approved', { name: approval.by ?? '?', time: () => <TimeAgo at={at} /> });
}
