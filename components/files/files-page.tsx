'use client';
import { useInfiniteQuery } from '@tanstack/react-query';
import { FileClock } from 'lucide-react';
import { useSearchParams } from 'next/navigation';
import { useDeferredValue, useState } from 'react';
import { useTranslations } from 'use-intl';
import { VersionRow } from '#components/files/version-row.tsx';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC, useTRPCClient } from '#components/live/trpc.tsx';
import { SettingsNav } from '#components/settings/settings-nav.tsx';
import { Page } from '#components/shell/page.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';

/** What steps replaced or deleted in folders: looked at, compared, and put back. `?run=` narrows it to one run. */
export function FilesPage() {
  const t = useTranslations('admin.files');
  const trpc = useTRPC();
  const client = useTRPCClient();
  const runId = useSearchParams().get('run') ?? undefined;
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed.trim());
  const filter = { ...(runId === undefined ? {} : { runId }), ...(words === '' ? {} : { words }) };
  const list = useInfiniteQuery({
    queryKey: [...trpc.fileVersions.list.pathKey(), filter],
    queryFn: ({ pageParam, signal }) =>
      client.fileVersions.list.query({ ...filter, ...(pageParam ? { before: pageParam } : {}) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Page before={<SettingsNav />} title={t('title')} lead={t('lead')}>
      <Field label={t('search')} className="mb-4 max-w-sm">
        <Input type="search" value={typed} maxLength={200} onChange={({ target }) => setTyped(target.value)} />
      </Field>
      {list.isPending && <SkeletonRows rows={4} />}
      {list.error && !list.data && <ErrorState message={messageOf(list.error)} onRetry={() => void list.refetch()} />}
      {list.data && items.length === 0 && (
        <EmptyState icon={FileClock} title={words === '' ? t('none') : t('noneFound')}>
          {words === '' && t('noneHelp')}
        </EmptyState>
      )}
      {items.length > 0 && (
        <Card>
          <ul className="divide-y divide-line">
            {items.map((version) => (
              <VersionRow key={version.id} version={version} />
            ))}
          </ul>
        </Card>
      )}
      {list.hasNextPage && (
        <Button className="mt-4" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('more')}
        </Button>
      )}
    </Page>
  );
}
