'use client';
import { useQuery } from '@tanstack/react-query';
import { Bookmark, X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '#components/live/trpc.tsx';
import { queryOf, RUN_STATUSES, RUN_TRIGGERS, triggerKey, type RunListFilter } from '#components/runs/run-query.ts';
import type { SavedFiltersProps } from '#components/runs/saved-filters.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { onDemand } from '#components/ui/on-demand.tsx';
import { SearchBox } from '#components/ui/search-box.tsx';
import { Select } from '#components/ui/select.tsx';

const ANY = '*';

const SavedFilters = onDemand<SavedFiltersProps>('dialog', () =>
  import('#components/runs/saved-filters.tsx').then((module) => module.SavedFilters),
);

export type RunFiltersProps = { filter: RunListFilter; onChange: (filter: RunListFilter) => void };

/** Narrows the list: flow, status, what started it, mode, days, words; filters one comes back to are kept by name. */
export function RunFilters({ filter, onChange }: RunFiltersProps) {
  const t = useTranslations('runs');
  const data = useTranslations('data');
  const trpc = useTRPC();
  const flows = useQuery(trpc.flows.list.queryOptions());
  const set = (change: RunListFilter) => onChange({ ...filter, ...change });
  const known = RUN_TRIGGERS.some((type) => type === filter.trigger);
  return (
    <search className="mb-3 flex flex-col gap-2" aria-label={t('filters.label')}>
      <div className="flex flex-wrap items-center gap-2">
        <Choice
          label={t('filters.flow')}
          any={t('filters.anyFlow')}
          value={filter.flowId}
          options={(flows.data ?? []).map(({ id, name }) => ({ value: id, title: name }))}
          onChange={(flowId) => set({ flowId })}
        />
        <Choice
          label={t('filters.status')}
          any={t('filters.anyStatus')}
          value={filter.status}
          options={RUN_STATUSES.map((value) => ({ value, title: data(`status.${value}`) }))}
          onChange={(status) => set({ status: RUN_STATUSES.find((one) => one === status) })}
        />
        <Choice
          label={t('filters.trigger')}
          any={t('filters.anyTrigger')}
          value={filter.trigger}
          options={[
            ...RUN_TRIGGERS.map((value) => ({ value, title: t(`triggers.${triggerKey(value)}`) })),
            ...(filter.trigger && !known ? [{ value: filter.trigger, title: filter.trigger }] : []),
          ]}
          onChange={(trigger) => set({ trigger })}
        />
        <Choice
          label={t('filters.mode')}
          any={t('filters.anyMode')}
          value={filter.mode}
          options={[
            { value: 'production', title: t('filters.production') },
            { value: 'test', title: t('filters.test') },
          ]}
          onChange={(mode) => set({ mode: mode === 'production' || mode === 'test' ? mode : undefined })}
        />
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <SearchBox
          label={t('filters.words')}
          className="min-w-52 flex-1"
          value={filter.text ?? ''}
          onChange={(text) => set({ text: text || undefined })}
        />
        {(['from', 'to'] as const).map((name) => (
          <label key={name} className="flex items-center gap-2 text-sm text-ink-soft">
            {t(`filters.${name}`)}
            <Input
              type="date"
              className="w-38"
              value={filter[name] ?? ''}
              onChange={({ target }) => set({ [name]: target.value || undefined })}
            />
          </label>
        ))}
        <SavedFilters filter={filter} onChange={onChange}>
          <Button>
            <Bookmark aria-hidden />
            {t('saved.button')}
          </Button>
        </SavedFilters>
        {queryOf(filter) !== '' && (
          <Button variant="ghost" onClick={() => onChange({})}>
            <X aria-hidden />
            {t('filters.clear')}
          </Button>
        )}
      </div>
    </search>
  );
}

type ChoiceProps = {
  label: string;
  any: string;
  value: string | undefined;
  options: { value: string; title: string }[];
  onChange: (value: string | undefined) => void;
};

function Choice({ label, any, value, options, onChange }: ChoiceProps) {
  return (
    <Select
      aria-label={label}
      className="w-auto max-w-60 min-w-34 max-sm:max-w-none max-sm:flex-1"
      value={value ?? ANY}
      options={[{ value: ANY, title: any }, ...options]}
      onValueChange={(chosen) => onChange(chosen === ANY ? undefined : chosen)}
    />
  );
}
