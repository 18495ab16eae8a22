'use client';
import { Filter, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { Button } from '#components/ui/button.tsx';
import { SearchBox } from '#components/ui/search-box.tsx';
import type { RowFilter } from '#lib/views-data.ts';

export type FilterBarProps = {
  search: string;
  onSearch: (words: string) => void;
  filters: RowFilter[];
  onFilters: (filters: RowFilter[]) => void;
  /** Opens the filter at that place; one beyond the last is new. */
  onOpen: (place: number) => void;
  /** How many rows fit. */
  total: number;
};

/** Words to look for, and the filters that hold, each to be changed or taken away. */
export function FilterBar({ search, onSearch, filters, onFilters, onOpen, total }: FilterBarProps) {
  const t = useTranslations('tables.filters');
  const words = ({ column, test, value }: RowFilter) =>
    value === '' ? `${column} ${t(`tests.${test}`)}` : t('chip', { column, test: t(`tests.${test}`), value });
  return (
    <search className="mb-4 flex flex-wrap items-center gap-2">
      <SearchBox label={t('search')} className="w-full sm:w-72" value={search} onChange={onSearch} />
      <Button onClick={() => onOpen(filters.length)}>
        <Filter aria-hidden />
        {t('add')}
      </Button>
      {filters.map((filter, place) => (
        <span
          key={`${filter.column} ${filter.test} ${filter.value}`}
          className="inline-flex max-w-full min-w-0 items-center rounded-full border border-line-strong bg-surface text-sm"
        >
          <button
            type="button"
            onClick={() => onOpen(place)}
            className="min-w-0 cursor-pointer truncate rounded-l-full py-1 pr-1.5 pl-3 hover:bg-hover"
          >
            <bdi>{words(filter)}</bdi>
          </button>
          <button
            type="button"
            aria-label={t('remove', { filter: words(filter) })}
            onClick={() => onFilters(filters.filter((_, other) => other !== place))}
            className="grid size-7 shrink-0 cursor-pointer place-items-center rounded-r-full text-ink-soft hover:bg-hover hover:text-ink"
          >
            <X className="size-3.5" aria-hidden />
          </button>
        </span>
      ))}
      <p role="status" className="ml-auto text-sm text-ink-soft tabular-nums">
        {t('found', { count: total })}
      </p>
    </search>
  );
}
