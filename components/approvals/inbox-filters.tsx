'use client';
import { useQuery } from '@tanstack/react-query';
import { UserRoundCheck } from 'lucide-react';
import { Link } from '#components/ui/link.tsx';
import { useRouter } from 'next/navigation';
import { useTranslations } from 'use-intl';
import { INBOX_VIEWS, inboxPath, type InboxFilter } from '#components/approvals/inbox-query.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Select } from '#components/ui/select.tsx';

const ANY = '*';

/** Which requests: waiting, decided or all; of one flow; only those that are mine to decide. */
export function InboxFilters({ filter }: { filter: InboxFilter }) {
  const t = useTranslations('approvals.inbox');
  const trpc = useTRPC();
  const router = useRouter();
  const flows = useQuery(trpc.flows.list.queryOptions());
  const go = (change: Partial<InboxFilter>) => router.replace(inboxPath({ ...filter, ...change }), { scroll: false });
  return (
    <div className="mb-3 flex flex-col gap-2">
      <nav aria-label={t('which')} className="flex rounded-lg border border-line bg-surface p-0.5">
        {INBOX_VIEWS.map((view) => (
          <Link
            key={view}
            href={inboxPath({ ...filter, view })}
            aria-current={view === filter.view ? 'page' : undefined}
            className={cn(
              'flex-1 rounded-md px-2.5 py-1 text-center text-sm font-medium text-ink-soft',
              view === filter.view && 'bg-hover text-ink',
            )}
          >
            {t(`view-${view}`)}
          </Link>
        ))}
      </nav>
      <div className="flex gap-2">
        <Select
          aria-label={t('flow')}
          className="min-w-0 flex-1"
          value={filter.flowId ?? ANY}
          options={[
            { value: ANY, title: t('anyFlow') },
            ...(flows.data ?? []).map(({ id, name }) => ({ value: id, title: name })),
          ]}
          onValueChange={(value) => go({ flowId: value === ANY ? undefined : value })}
        />
        <Button className="h-9" aria-pressed={filter.mine} onClick={() => go({ mine: !filter.mine })}>
          <UserRoundCheck aria-hidden className={cn(filter.mine && 'text-accent-text')} />
          {t('mine')}
        </Button>
      </div>
    </div>
  );
}
