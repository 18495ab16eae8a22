'use client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { Workflow } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { scoreOf } from '#components/command/command-score.ts';
import {
  commandBar,
  offeredCommands,
  type CommandItem,
  type CommandSection,
} from '#components/command/command-store.ts';
import { pageCommands } from '#components/command/page-commands.tsx';
import { StatusIcon } from '#components/data/status-badge.tsx';
import { useTRPC } from '#components/live/trpc.tsx';
import { Dialog, DialogContent } from '#components/ui/dialog.tsx';
import { cn } from '#components/ui/cn.ts';
import { controlClasses } from '#components/ui/input.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import type { Found } from '#lib/views.ts';

const ORDER: CommandSection[] = ['nodes', 'here', 'flows', 'add', 'pages', 'runs', 'commands'];
/** A section shows this many of its lines at most; typing on brings the others up. */
const MOST = 12;

type Finding = { go: (href: string) => void; when: (at: string) => string };

function foundItems(found: Found | undefined, { go, when }: Finding): CommandItem[] {
  const flows = (found?.flows ?? []).map(({ id, name }): CommandItem => ({
    id: `flow:${id}`,
    section: 'flows',
    title: name,
    icon: <Workflow aria-hidden />,
    run: () => go(`/flows/${id}`),
  }));
  const runs = (found?.runs ?? []).map(({ id, flowName, status, createdAt }): CommandItem => ({
    id: `run:${id}`,
    section: 'runs',
    title: flowName,
    hint: when(createdAt),
    words: id,
    icon: <StatusIcon status={status} />,
    run: () => go(`/runs/${id}`),
  }));
  return [...flows, ...runs];
}

/** What matches, by section: the section with the best match first, the best of each first. */
function inSections(all: readonly CommandItem[], text: string): { section: CommandSection; items: CommandItem[] }[] {
  const sections = ORDER.map((section) => {
    const found = all
      .filter((item) => item.section === section)
      .map((item) => ({ item, score: scoreOf(item, text) }))
      .filter(({ score }) => score > 0)
      .sort((a, b) => b.score - a.score);
    return { section, best: found[0]?.score ?? 0, items: found.slice(0, MOST).map(({ item }) => item) };
  });
  return sections.filter(({ items }) => items.length > 0).sort((a, b) => b.best - a.best);
}

/** All that can be found or done from here, best first within each section. */
function useItems(text: string): { section: CommandSection; items: CommandItem[] }[] {
  const router = useRouter();
  const format = useFormatter();
  const page = useTranslations('command.page');
  const nav = useTranslations('shell.nav');
  const trpc = useTRPC();
  const deferred = useDeferredValue(text.trim().slice(0, 100));
  const { data } = useQuery(trpc.search.find.queryOptions({ text: deferred }, { placeholderData: keepPreviousData }));
  const [offered, setOffered] = useState<CommandItem[]>([]);
  useEffect(() => {
    let gone = false;
    void offeredCommands().then((items) => !gone && setOffered(items));
    return () => void (gone = true);
  }, []);
  return useMemo(() => {
    const go = (href: string) => router.push(href);
    const when = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short' });
    const all = [...offered, ...foundItems(data, { go, when }), ...pageCommands(go, { page, nav })];
    return inSections(all, text);
  }, [offered, data, text, router, format, page, nav]);
}

/** One box to go anywhere and do anything: by a few letters, arrows and Enter. */
export function CommandBar() {
  const t = useTranslations('command');
  const [text, setText] = useState('');
  const sections = useItems(text);
  const close = () => commandBar.set(false);
  return (
    <Dialog open onOpenChange={(stays) => !stays && close()}>
      <DialogContent title={t('bar.title')} className="sm:top-24 sm:max-w-xl sm:translate-y-0">
        <Command label={t('bar.title')} shouldFilter={false} loop>
          <Command.Input
            autoFocus
            aria-label={t('bar.title')}
            placeholder={t('bar.placeholder')}
            className={cn(controlClasses, 'h-10 px-3')}
            maxLength={100}
            value={text}
            onValueChange={setText}
          />
          <Command.List className="mt-2 max-h-[min(26rem,55dvh)] overflow-y-auto" aria-label={t('bar.title')}>
            <Command.Empty className="px-2 py-8 text-center text-base text-ink-faint">{t('bar.none')}</Command.Empty>
            {sections.map(({ section, items }) => (
              <Command.Group
                key={section}
                heading={t(`sections.${section}`)}
                className="[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-ink-faint"
              >
                {items.map((item) => (
                  <Row key={item.id} item={item} onPick={close} />
                ))}
              </Command.Group>
            ))}
          </Command.List>
        </Command>
      </DialogContent>
    </Dialog>
  );
}

function Row({ item, onPick }: { item: CommandItem; onPick: () => void }) {
  const pick = () => {
    onPick();
    // The bar gives the focus back first: what is done may want it.
    setTimeout(item.run);
  };
  return (
    <Command.Item
      value={item.id}
      onSelect={pick}
      className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-lg px-2 py-1 text-base data-[selected=true]:bg-hover [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-ink-soft"
    >
      {item.icon}
      <span className="min-w-0 flex-1 truncate">
        <bdi>{item.title}</bdi>
        {item.hint && <span className="ml-2 text-sm text-ink-faint">{item.hint}</span>}
      </span>
      {item.keys && (
        <span className="flex shrink-0 gap-1">
          {item.keys.map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      )}
    </Command.Item>
  );
}
