'use client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { messageOf } from '#components/live/errors.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { firstMoment, lastMoment } from '#components/settings/whole-days.ts';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { useRight } from '#components/shell/session.tsx';
import { Button } from '#components/ui/button.tsx';
import { ErrorState } from '#components/ui/error-state.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Select } from '#components/ui/select.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { toast } from '#components/ui/toast.ts';
import type { DelegatesView, DelegateView } from '#lib/views-people.ts';

/** Who decides in one's place while one is away. Only for those who may decide themselves. */
export function DelegatesSection() {
  return useRight('approve') ? <Delegates /> : null;
}

function Delegates() {
  const t = useTranslations('settings.delegates');
  const trpc = useTRPC();
  const { data, error, isPending, refetch } = useQuery(trpc.delegates.mine.queryOptions());
  return (
    <SettingsSection id="delegates" title={t('title')} lead={t('lead')}>
      {isPending && <Skeleton className="m-5 h-16" />}
      {error && !data && <ErrorState message={messageOf(error)} onRetry={() => void refetch()} />}
      {data?.choices.length === 0 && <p className="px-5 py-4 text-base text-ink-soft">{t('nobody')}</p>}
      {data && data.choices.length > 0 && <NameForm choices={data.choices} />}
      {data && data.mine.length + data.forOthers.length > 0 && (
        <ul aria-label={t('title')} className="divide-y divide-line">
          {data.mine.map((one) => (
            <Row key={one.id} delegate={one} whose="mine" />
          ))}
          {data.forOthers.map((one) => (
            <Row key={one.id} delegate={one} whose="other" />
          ))}
        </ul>
      )}
    </SettingsSection>
  );
}

function NameForm({ choices }: Pick<DelegatesView, 'choices'>) {
  const t = useTranslations('settings.delegates');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [toId, setToId] = useState('');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const name = useMutation(
    trpc.delegates.name.mutationOptions({
      onSuccess: () => {
        setToId('');
        return queries.invalidateQueries({ queryKey: trpc.delegates.pathKey() });
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    name.mutate({ toId, from: firstMoment(from), until: lastMoment(until) });
  };
  return (
    <form onSubmit={submit} className="flex flex-wrap items-end gap-3 border-b border-line p-5">
      {name.error && (
        <Notice tone="danger" className="basis-full">
          {messageOf(name.error)}
        </Notice>
      )}
      <Field label={t('who')} className="flex-1 basis-48">
        <Select
          value={toId}
          placeholder={t('choose')}
          onValueChange={setToId}
          options={choices.map((one) => ({ value: one.id, title: one.name }))}
        />
      </Field>
      <Field label={t('from')} className="flex-1 basis-36">
        <Input type="date" required value={from} onChange={(event) => setFrom(event.target.value)} />
      </Field>
      <Field label={t('until')} className="flex-1 basis-36">
        <Input type="date" required min={from} value={until} onChange={(event) => setUntil(event.target.value)} />
      </Field>
      <Button type="submit" className="h-9" busy={name.isPending} disabled={!toId || !from || !until}>
        {t('name')}
      </Button>
    </form>
  );
}

function Row({ delegate, whose }: { delegate: DelegateView; whose: 'mine' | 'other' }) {
  const t = useTranslations('settings.delegates');
  const format = useFormatter();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const end = useMutation(
    trpc.delegates.end.mutationOptions({
      onError: (error) => toast.error(messageOf(error)),
      onSettled: () => queries.invalidateQueries({ queryKey: trpc.delegates.pathKey() }),
    }),
  );
  const day = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium' });
  return (
    <li className="flex items-center justify-between gap-3 px-5 py-3">
      <div className="min-w-0">
        <p className="font-medium wrap-anywhere">{t.rich(whose, { name: () => <bdi>{delegate.name}</bdi> })}</p>
        <p className="text-sm text-ink-soft">{t('days', { from: day(delegate.from), until: day(delegate.until) })}</p>
      </div>
      <Button
        size="sm"
        aria-label={t('endName', { name: delegate.name })}
        busy={end.isPending}
        onClick={() => end.mutate({ id: delegate.id })}
      >
        {t('end')}
      </Button>
    </li>
  );
}
