'use client';
import { useQuery } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '#components/live/trpc.tsx';
import { MemoryActions } from '#components/memory/memory-actions.tsx';
import { NoteList } from '#components/memory/note-list.tsx';
import type { NoteChoice } from '#components/memory/use-memory.ts';
import { Page } from '#components/shell/page.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { SearchBox } from '#components/ui/search-box.tsx';
import { Select } from '#components/ui/select.tsx';
import { Tabs, TabsContent, TabsList, TabsTrigger } from '#components/ui/tabs.tsx';

const EVERY = '-';
const WHICH = ['all', 'waiting', 'mine'] as const;

/** What flows and agents remember: to read, accept, change, delete and take along. */
export function MemoryPage() {
  const t = useTranslations('memory.page');
  const trpc = useTRPC();
  const flows = useQuery(trpc.flows.list.queryOptions());
  const waiting = useQuery(trpc.memory.count.queryOptions()).data?.waiting ?? 0;
  const [choice, setChoice] = useState<NoteChoice>({ search: '', which: 'all', flowId: null });
  const search = useCallback((words: string) => setChoice((before) => ({ ...before, search: words })), []);
  const flow = flows.data?.find(({ id }) => id === choice.flowId) ?? null;
  const options = [
    { value: EVERY, title: t('everyFlow') },
    ...(flows.data ?? []).map(({ id, name }) => ({ value: id, title: name })),
  ];
  return (
    <Page title={t('title')} lead={t('lead')} actions={<MemoryActions choice={choice} flow={flow} />}>
      <Tabs
        value={choice.which}
        onValueChange={(which) => setChoice({ ...choice, which: WHICH.find((one) => one === which) ?? 'all' })}
      >
        <TabsList aria-label={t('filter')} className="mb-4">
          <TabsTrigger value="all">{t('all')}</TabsTrigger>
          <TabsTrigger value="waiting">
            {t('waiting')} {waiting > 0 && <Badge tone="wait">{waiting}</Badge>}
          </TabsTrigger>
          <TabsTrigger value="mine">{t('mine')}</TabsTrigger>
        </TabsList>
        <div className="mb-4 flex flex-wrap gap-2">
          <SearchBox
            label={t('search')}
            value={choice.search}
            onChange={search}
            className="min-w-48 flex-1 sm:max-w-sm"
          />
          {choice.which !== 'mine' && (
            <Select
              aria-label={t('flow')}
              className="w-auto min-w-40"
              value={choice.flowId ?? EVERY}
              options={options}
              disabled={flows.isPending}
              onValueChange={(next) => setChoice({ ...choice, flowId: next === EVERY ? null : next })}
            />
          )}
        </div>
        {WHICH.map((which) => (
          <TabsContent key={which} value={which}>
            <NoteList choice={{ ...choice, which, flowId: which === 'mine' ? null : choice.flowId }} />
          </TabsContent>
        ))}
      </Tabs>
    </Page>
  );
}
