'use client';
import { Search, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import {
  FLOW_SORTS,
  FLOW_STATES,
  isNarrow,
  NO_FOLDER,
  folderTree,
  type FlowFilter,
} from '#components/flows/filter-flows.ts';
import { TONE_DOTS } from '#components/flows/flow-tag.tsx';
import { VisibleText } from '#components/data/visible-text.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { ShelvesView, TagView } from '#lib/views-flows.ts';

const ANY = '*';
const BIN = 'bin';

export type FlowFiltersProps = {
  filter: FlowFilter;
  onFilter: (change: Partial<FlowFilter>) => void;
  shelves: ShelvesView;
  mayEdit: boolean;
};

/** Finds flows: by name, state and tag, in an order; on a phone by folder too. */
export function FlowFilters({ filter, onFilter, shelves, mayEdit }: FlowFiltersProps) {
  const t = useTranslations('flows.filters');
  const area = useTranslations('flows');
  const [query, setQuery] = useState(filter.query);
  const clear = () => {
    setQuery('');
    onFilter({ query: '', folder: null, tags: [], state: null });
  };
  return (
    <div className="mb-3 flex flex-col gap-2.5">
      <div className="flex flex-wrap items-center gap-2">
        <div className="relative min-w-40 flex-1">
          <Search className="pointer-events-none absolute top-2.5 left-3 size-4 text-ink-faint" aria-hidden />
          <Input
            type="search"
            value={query}
            placeholder={t('search')}
            aria-label={t('search')}
            className="pl-9"
            onChange={(event) => {
              setQuery(event.target.value);
              onFilter({ query: event.target.value.trim() });
            }}
          />
        </div>
        <FolderSelect {...{ filter, onFilter, shelves, mayEdit }} />
        <Select
          aria-label={t('state')}
          className="w-auto min-w-32"
          value={filter.state ?? ANY}
          options={[
            { value: ANY, title: t('anyState') },
            ...FLOW_STATES.map((state) => ({ value: state, title: area(`states.${state}`) })),
          ]}
          onValueChange={(value) => onFilter({ state: FLOW_STATES.find((state) => state === value) ?? null })}
        />
        <Select
          aria-label={t('sort')}
          className="w-auto min-w-36"
          value={filter.sort}
          options={FLOW_SORTS.map((sort) => ({ value: sort, title: area(`sorts.${sort}`) }))}
          onValueChange={(value) => onFilter({ sort: FLOW_SORTS.find((sort) => sort === value) ?? 'changed' })}
        />
        {isNarrow(filter) && (
          <Button variant="ghost" onClick={clear}>
            <X aria-hidden />
            {t('clear')}
          </Button>
        )}
      </div>
      {shelves.tags.length > 0 && <TagToggles {...{ filter, onFilter }} tags={shelves.tags} />}
    </div>
  );
}

function FolderSelect({ filter, onFilter, shelves, mayEdit }: FlowFiltersProps) {
  const t = useTranslations('flows.folders');
  const options = [
    { value: ANY, title: t('all') },
    ...folderTree(shelves.folders, []).map(({ id, name, depth }) => ({
      value: id,
      title: depth > 0 ? `– ${name}` : name,
    })),
    { value: NO_FOLDER, title: t('none') },
    ...(mayEdit ? [{ value: BIN, title: t('bin') }] : []),
  ];
  return (
    <Select
      aria-label={t('title')}
      className="w-auto max-w-44 md:hidden"
      value={filter.bin ? BIN : (filter.folder ?? ANY)}
      options={options}
      onValueChange={(value) =>
        onFilter(value === BIN ? { bin: true, folder: null } : { bin: false, folder: value === ANY ? null : value })
      }
    />
  );
}

type TagTogglesProps = Pick<FlowFiltersProps, 'filter' | 'onFilter'> & { tags: readonly TagView[] };

function TagToggles({ filter, onFilter, tags }: TagTogglesProps) {
  const t = useTranslations('flows.filters');
  return (
    <ul aria-label={t('tags')} className="flex flex-wrap gap-1.5">
      {tags.map((tag) => {
        const on = filter.tags.includes(tag.id);
        return (
          <li key={tag.id}>
            <button
              type="button"
              aria-pressed={on}
              onClick={() =>
                onFilter({ tags: on ? filter.tags.filter((id) => id !== tag.id) : [...filter.tags, tag.id] })
              }
              className={cn(
                'inline-flex min-h-6 max-w-44 cursor-pointer items-center gap-1.5 rounded-full border border-line bg-surface px-2.5 text-sm text-ink-soft hover:border-line-hover hover:text-ink',
                on && 'border-accent bg-accent-soft text-accent-text hover:text-accent-text',
              )}
            >
              <span className={cn('size-2 shrink-0 rounded-full', TONE_DOTS[tag.tone])} aria-hidden />
              <VisibleText text={tag.name} className="truncate whitespace-pre" />
            </button>
          </li>
        );
      })}
    </ul>
  );
}
