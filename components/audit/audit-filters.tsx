'use client';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslations } from 'use-intl';
import type { AuditChoice } from '#components/audit/audit-choice.ts';
import { useTRPC } from '#components/live/trpc.tsx';
import { Button } from '#components/ui/button.tsx';
import { Input } from '#components/ui/input.tsx';
import { SearchBox } from '#components/ui/search-box.tsx';
import { Select } from '#components/ui/select.tsx';

const ANY = '*';

export type AuditFiltersProps = { choice: AuditChoice; onChange: (choice: AuditChoice) => void };

/** Narrows the record: who, what, on what, when. */
export function AuditFilters({ choice, onChange }: AuditFiltersProps) {
  const t = useTranslations('admin.audit');
  const trpc = useTRPC();
  const { data } = useQuery(trpc.audit.choices.queryOptions());
  const set = (name: keyof AuditChoice, value: string) => {
    const { [name]: _before, ...rest } = choice;
    onChange(value === '' || value === ANY ? rest : { ...rest, [name]: value });
  };
  const actors = (data?.actors ?? []).map(({ actor, name }) => ({ value: actor, title: name ?? actor }));
  const actions = (data?.actions ?? []).map((action) => ({ value: action, title: action }));
  return (
    <search className="mb-4 flex flex-wrap items-end gap-2">
      <Select
        aria-label={t('who')}
        className="w-auto max-w-56 min-w-36"
        value={choice.actor ?? ANY}
        options={[{ value: ANY, title: t('anybody') }, ...actors]}
        onValueChange={(value) => set('actor', value)}
      />
      <Select
        aria-label={t('what')}
        className="w-auto max-w-56 min-w-36"
        value={choice.action ?? ANY}
        options={[{ value: ANY, title: t('anything') }, ...actions]}
        onValueChange={(value) => set('action', value)}
      />
      <SearchBox
        label={t('words')}
        className="min-w-44 flex-1"
        value={choice.subject ?? ''}
        onChange={(value) => set('subject', value)}
      />
      {(['from', 'to'] as const).map((name) => (
        <label key={name} className="flex items-center gap-2 text-sm text-ink-soft max-sm:w-full">
          <span className="max-sm:w-10">{t(name)}</span>
          <Input
            type="date"
            className="w-38 max-sm:flex-1"
            value={choice[name] ?? ''}
            onChange={({ target }) => set(name, target.value)}
          />
        </label>
      ))}
      {Object.keys(choice).length > 0 && (
        <Button variant="ghost" onClick={() => onChange({})}>
          <X aria-hidden />
          {t('clear')}
        </Button>
      )}
    </search>
  );
}
