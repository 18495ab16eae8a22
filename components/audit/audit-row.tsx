import { Link } from '#components/ui/link.tsx';
import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { VisibleText } from '#components/data/visible-text.tsx';
import { TimeAgo } from '#components/ui/time-ago.tsx';
import type { AuditView } from '#lib/views-admin.ts';

const PAGES: Record<string, string> = { flow: '/flows/', run: '/runs/', approval: '/inbox/', table: '/tables/' };

/** One row: who did what to what and when; its details and fingerprint behind it. */
export function AuditRow({ row }: { row: AuditView }) {
  const t = useTranslations('admin.audit');
  const hasDetail = Object.keys(row.detail).length > 0;
  return (
    <li className="px-4 py-2.5 sm:px-5">
      <details className="group">
        <summary className="grid cursor-pointer list-none grid-cols-[1fr_auto] items-baseline gap-x-4 gap-y-0.5 rounded-sm md:grid-cols-[3.5rem_1fr_1.2fr_1.6fr_8rem]">
          <span className="tabular text-sm text-ink-faint max-md:hidden">{row.seq}</span>
          <VisibleText
            text={row.actorName ?? (row.actor === 'system' ? t('system') : row.actor)}
            className="min-w-0 font-medium whitespace-normal"
          />
          <code className="min-w-0 font-mono text-sm wrap-anywhere max-md:order-3">{row.action}</code>
          <span className="min-w-0 text-sm text-ink-soft max-md:order-4 max-md:col-span-2">
            <VisibleText text={row.subjectName ?? row.subject} className="whitespace-normal" />
          </span>
          <TimeAgo at={row.at} className="text-right text-sm text-ink-faint max-md:order-2" />
        </summary>
        <div className="mt-2 rounded-lg bg-sunken px-3.5 py-3 text-sm">
          <Detail row={row}>{hasDetail ? JSON.stringify(row.detail, null, 2) : null}</Detail>
        </div>
      </details>
    </li>
  );
}

function Detail({ row, children }: { row: AuditView; children: ReactNode }) {
  const t = useTranslations('admin.audit');
  const [kind = '', ...rest] = row.subject.split(':');
  const page = PAGES[kind];
  return (
    <>
      <dl className="grid gap-x-4 gap-y-1 sm:grid-cols-[7rem_1fr]">
        <dt className="text-ink-faint">{t('subject')}</dt>
        <dd className="font-mono text-xs wrap-anywhere">
          {page ? (
            <Link
              href={page + encodeURIComponent(rest.join(':'))}
              className="text-accent-text underline-offset-4 hover:underline"
            >
              {row.subject}
            </Link>
          ) : (
            <bdi>{row.subject}</bdi>
          )}
        </dd>
        <dt className="text-ink-faint">{t('actor')}</dt>
        <dd className="font-mono text-xs wrap-anywhere">{row.actor}</dd>
        <dt className="text-ink-faint">{t('fingerprint')}</dt>
        <dd className="font-mono text-xs wrap-anywhere">{row.hash}</dd>
      </dl>
      {typeof children === 'string' && (
        <pre className="mt-2 font-mono text-xs whitespace-pre-wrap wrap-anywhere">
          <VisibleText text={children} />
        </pre>
      )}
    </>
  );
}
