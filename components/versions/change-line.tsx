'use client';
import { useFormatter, useTranslations } from 'use-intl';
import type { ChangeSummary } from '#lib/flow-diff.ts';

const COUNTED = ['added', 'removed', 'changed', 'moved', 'wires', 'notes'] as const;

/** What a version changed, in a line: `1 step added, 2 changed (Send mail, Log)`. */
export function ChangeLine({ changes }: { changes: ChangeSummary | null }) {
  const t = useTranslations('versions.line');
  const format = useFormatter();
  if (!changes) return <>{t('first')}</>;
  const parts = COUNTED.filter((what) => changes[what] > 0).map((what) => t(what, { count: changes[what] }));
  if (changes.settings) parts.push(t('settings'));
  if (parts.length === 0) return <>{t('nothing')}</>;
  return (
    <>
      {format.list(parts, { type: 'unit' })}
      {changes.names.length > 0 && <bdi className="text-ink-faint"> ({changes.names.join(', ')})</bdi>}
    </>
  );
}
