'use client';
import { Link } from '#components/ui/link.tsx';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Button } from '#components/ui/button.tsx';
import type { ConnectionUse } from '#lib/views.ts';

const FIRST = 3;
const linkClasses = 'inline-block min-h-6 underline-offset-4 hover:text-ink hover:underline';

/** The flows and steps that use a connection, each a way to where it is used. */
export function ConnectionUses({ uses }: { uses: ConnectionUse[] }) {
  const t = useTranslations('connections.connectionRow');
  const [all, setAll] = useState(false);
  if (uses.length === 0) return <p className="text-sm text-ink-faint">{t('notUsedByAny')}</p>;
  const shown = all ? uses : uses.slice(0, FIRST);
  return (
    <div className="text-sm">
      <ul aria-label={t('usedBy')} className="flex flex-col gap-0.5">
        {shown.map((use) => (
          <Use key={use.flowId} use={use} />
        ))}
      </ul>
      {shown.length < uses.length && (
        <Button size="inline" variant="link" className="mt-1 min-h-6 text-sm" onClick={() => setAll(true)}>
          {t('allUses', { count: uses.length })}
        </Button>
      )}
    </div>
  );
}

function Use({ use: { flowId, flowName, steps } }: { use: ConnectionUse }) {
  const t = useTranslations('connections.connectionRow');
  return (
    <li className="flex min-w-0 flex-wrap items-baseline gap-x-2 text-ink-soft">
      <Link href={`/flows/${flowId}`} className={linkClasses}>
        <VisibleText text={flowName} className="font-medium whitespace-normal wrap-anywhere" />
      </Link>
      {steps.map(({ node, name, where }) => (
        <span key={node} className="inline-flex min-w-0 items-baseline gap-x-1.5">
          <span aria-hidden className="text-ink-faint">
            ›
          </span>
          {where === 'published' ? (
            <span>
              <VisibleText text={name} className="whitespace-normal wrap-anywhere" />{' '}
              <span className="text-ink-faint">{t('onlyPublished')}</span>
            </span>
          ) : (
            <Link href={`/flows/${flowId}?step=${encodeURIComponent(node)}`} className={linkClasses}>
              <VisibleText text={name} className="whitespace-normal wrap-anywhere" />
            </Link>
          )}
        </span>
      ))}
    </li>
  );
}
