'use client';
import { ArrowLeft } from 'lucide-react';
import Link from 'next/link';
import { useSearchParams } from 'next/navigation';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { ApprovalDetail } from '#components/approvals/approval-detail.tsx';
import { ApprovalList } from '#components/approvals/approval-list.tsx';
import { useApprovals, type InboxView } from '#components/approvals/use-approvals.ts';
import { cn } from '#components/ui/cn.ts';

const VIEWS: { value: InboxView; href: string }[] = [
  { value: 'waiting', href: '/inbox' },
  { value: 'all', href: '/inbox?view=all' },
];

function ViewTabs({ view }: { view: InboxView }) {
  const t = useTranslations('approvals.inboxPage');
  return (
    <nav aria-label={t('whichRequests')} className="flex rounded-lg border border-line bg-surface p-0.5">
      {VIEWS.map(({ value, href }) => (
        <Link
          key={value}
          href={href}
          aria-current={value === view ? 'page' : undefined}
          className={cn(
            'rounded-md px-2.5 py-1 text-sm font-medium text-ink-soft',
            value === view && 'bg-hover text-ink',
          )}
        >
          {t(value)}
        </Link>
      ))}
    </nav>
  );
}

/** Requests and the one being read: side by side where there is room, one after the other on a phone. */
export function InboxPage({ id }: { id?: string }) {
  const t = useTranslations('approvals.inboxPage');
  const view: InboxView = useSearchParams().get('view') === 'all' ? 'all' : 'waiting';
  const list = useApprovals(view);
  const first = list.items?.[0]?.id ?? null;
  const [kept, setKept] = useState<string | null>(null);
  // What is shown stays until the person goes on: a list that moves must never put another request under the pointer.
  if (kept === null && first !== null) setKept(first);
  const shownId = id ?? kept ?? first;
  const next = list.items?.find((other) => other.status === 'waiting' && other.id !== shownId)?.id ?? null;
  const nothing = !id && kept === null && list.items?.length === 0;
  return (
    <div className="mx-auto flex w-full max-w-7xl px-4 pt-6 pb-14 sm:px-8 sm:pt-9 lg:gap-8">
      <h1 className="sr-only">{t('title')}</h1>
      <section
        aria-label={t('requests')}
        className={cn('min-w-0', nothing ? 'flex-1' : 'w-full lg:w-80 lg:shrink-0', id && 'max-lg:hidden')}
      >
        <header className="mb-4 flex items-center justify-between gap-3 lg:pl-3.5">
          <p aria-hidden className="text-2xl font-semibold">
            {t('title')}
          </p>
          <ViewTabs view={view} />
        </header>
        <ApprovalList list={list} view={view} currentId={shownId} />
      </section>
      {!nothing && (
        <div className={cn('min-w-0 flex-1', !id && 'max-lg:hidden')}>
          <Link
            href="/inbox"
            className="mb-3 inline-flex items-center gap-1.5 rounded-sm text-base text-ink-soft hover:text-ink lg:hidden"
          >
            <ArrowLeft className="size-4" aria-hidden />
            {t('back')}
          </Link>
          {shownId && <ApprovalDetail key={shownId} id={shownId} nextId={next} />}
        </div>
      )}
    </div>
  );
}
