'use client';
import { ArrowLeft } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useRouter, useSearchParams } from 'next/navigation';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslations } from 'use-intl';
import { ApprovalDetail } from '#components/approvals/approval-detail.tsx';
import { ApprovalList } from '#components/approvals/approval-list.tsx';
import { Floods } from '#components/approvals/floods.tsx';
import { InboxFilters } from '#components/approvals/inbox-filters.tsx';
import { inboxOf, inboxPath, isCalm, neighbour } from '#components/approvals/inbox-query.ts';
import { useApprovals } from '#components/approvals/use-approvals.ts';
import { WaitingToGoOut } from '#components/outbox/waiting-to-go-out.tsx';
import { cn } from '#components/ui/cn.ts';

/** J and K go through the requests; nothing is decided by a single key. */
function useNeighbourKeys(go: (step: 1 | -1) => void) {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const at = event.target as HTMLElement;
    const typing = at.closest('input, textarea, select, [contenteditable=true], [role=dialog], [role=listbox]');
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === 'j') go(1);
    if (event.key === 'k') go(-1);
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}

/** Requests and the one being read: side by side where there is room, one after the other on a phone. */
export function InboxPage({ id }: { id?: string }) {
  const t = useTranslations('approvals.inbox');
  const router = useRouter();
  const filter = inboxOf(useSearchParams());
  const list = useApprovals(filter);
  const first = list.items?.[0]?.id ?? null;
  const [kept, setKept] = useState<string | null>(null);
  // What is shown stays until the person goes on: a list that moves must never put another request under the pointer.
  if (kept === null && first !== null) setKept(first);
  const shownId = id ?? kept ?? first;
  const next = list.items?.find((other) => other.status === 'waiting' && other.id !== shownId)?.id ?? null;
  const nothing = !id && kept === null && list.items?.length === 0;
  useNeighbourKeys((step) => {
    const to = neighbour(
      (list.items ?? []).map((item) => item.id),
      shownId,
      step,
    );
    if (to) router.push(inboxPath(filter, to), { scroll: false });
  });
  return (
    <div className="mx-auto flex w-full max-w-7xl px-4 pt-6 pb-14 sm:px-8 sm:pt-9 lg:gap-8">
      <h1 className="sr-only">{t('title')}</h1>
      <section
        aria-label={t('requests')}
        className={cn('min-w-0', nothing ? 'flex-1' : 'w-full lg:w-80 lg:shrink-0', id && 'max-lg:hidden')}
      >
        <header className="mb-4 flex items-baseline justify-between gap-3">
          <p aria-hidden className="text-2xl font-semibold">
            {t('title')}
          </p>
          <p className="text-sm text-ink-faint max-lg:hidden">{t('keys')}</p>
        </header>
        <WaitingToGoOut />
        <InboxFilters filter={filter} />
        {isCalm(filter) && <Floods filter={filter} />}
        <ApprovalList list={list} filter={filter} currentId={shownId} />
      </section>
      {!nothing && (
        <div className={cn('min-w-0 flex-1', !id && 'max-lg:hidden')}>
          <Link
            href={inboxPath(filter)}
            className="mb-3 inline-flex items-center gap-1.5 rounded-sm text-base text-ink-soft hover:text-ink lg:hidden"
          >
            <ArrowLeft className="size-4" aria-hidden />
            {t('title')}
          </Link>
          {shownId && <ApprovalDetail key={shownId} id={shownId} nextId={next} />}
        </div>
      )}
    </div>
  );
}
