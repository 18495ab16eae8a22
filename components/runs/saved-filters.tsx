'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { useState, type FormEvent, type ReactElement } from 'react';
import { toast } from '#components/ui/toast.ts';
import { useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { filterOf, queryOf, type RunListFilter } from '#components/runs/run-query.ts';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Input } from '#components/ui/input.tsx';
import { Popover, PopoverContent, PopoverTrigger } from '#components/ui/popover.tsx';

export type SavedFiltersProps = {
  filter: RunListFilter;
  onChange: (filter: RunListFilter) => void;
  defaultOpen?: boolean;
  /** The button that opens them. */
  children: ReactElement;
};

/** Filters that a person keeps: pick one, keep the present one under a name, forget one. */
export function SavedFilters({ filter, onChange, defaultOpen = false, children }: SavedFiltersProps) {
  const t = useTranslations('runs.saved');
  const [open, setOpen] = useState(defaultOpen);
  const pick = (query: string) => {
    onChange(filterOf(new URLSearchParams(query)));
    setOpen(false);
  };
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger asChild>{children}</PopoverTrigger>
      <PopoverContent aria-label={t('button')} className="flex max-h-96 w-72 flex-col gap-3 overflow-y-auto">
        <Kept now={queryOf(filter)} onPick={pick} />
        {queryOf(filter) === '' ? (
          <p className="text-sm text-ink-soft">{t('first')}</p>
        ) : (
          <KeepForm query={queryOf(filter)} onKept={() => setOpen(false)} />
        )}
      </PopoverContent>
    </Popover>
  );
}

function Kept({ now, onPick }: { now: string; onPick: (query: string) => void }) {
  const t = useTranslations('runs.saved');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const kept = useQuery(trpc.filters.list.queryOptions({ list: 'runs' }));
  const remove = useMutation(
    trpc.filters.remove.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.filters.pathKey() }),
    }),
  );
  if (kept.error) return <ErrorState message={messageOf(kept.error)} onRetry={() => void kept.refetch()} />;
  if (kept.data?.length === 0) return <p className="text-sm text-ink-soft">{t('none')}</p>;
  return (
    <ul className="flex flex-col" aria-busy={kept.isPending}>
      {kept.data?.map(({ id, name, query }) => (
        <li key={id} className="flex items-center gap-1">
          <button
            type="button"
            aria-current={query === now ? 'true' : undefined}
            className="min-h-8 min-w-0 flex-1 cursor-pointer truncate rounded-md px-2 text-left hover:bg-hover aria-current:font-medium aria-current:text-accent-text"
            onClick={() => onPick(query)}
          >
            <bdi>{name}</bdi>
          </button>
          <Button
            size="iconSm"
            variant="ghost"
            aria-label={t('remove', { name })}
            busy={remove.isPending && remove.variables.id === id}
            onClick={() => remove.mutate({ id })}
          >
            <Trash2 aria-hidden />
          </Button>
        </li>
      ))}
    </ul>
  );
}

function KeepForm({ query, onKept }: { query: string; onKept: () => void }) {
  const t = useTranslations('runs.saved');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const save = useMutation(
    trpc.filters.save.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSuccess: () => {
        toast(t('kept'));
        onKept();
        return queries.invalidateQueries({ queryKey: trpc.filters.pathKey() });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ list: 'runs', name: name.trim(), query });
  };
  return (
    <form onSubmit={submit} className="flex items-center gap-2 border-t border-line pt-3">
      <Input
        aria-label={t('name')}
        placeholder={t('name')}
        maxLength={120}
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
      <Button type="submit" busy={save.isPending} disabled={!name.trim()}>
        {t('keep')}
      </Button>
    </form>
  );
}
