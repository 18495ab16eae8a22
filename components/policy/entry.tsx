'use client';
import { useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useTRPC } from '#components/live/trpc.tsx';
import { withMatch } from '#components/policy/policy-draft.ts';
import { SettingsSection } from '#components/settings/settings-section.tsx';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Policy, PolicyMatch } from '#lib/policy.ts';

const ANY = '*';

/** What the three kinds of entries are edited with. */
export type EntriesProps = {
  policy: Policy;
  onChange: (policy: Policy) => void;
  readOnly: boolean;
  /** What the server found wrong, by path. */
  problems: Record<string, string>;
};

export type EntrySectionProps = {
  id: string;
  title: string;
  lead: string;
  empty: string;
  add: string;
  onAdd: (() => void) | null;
  count: number;
  children: ReactNode;
};

/** A kind of entry: what it is for, all of them, and a way to add one. */
export function EntrySection({ id, title, lead, empty, add, onAdd, count, children }: EntrySectionProps) {
  return (
    <SettingsSection
      id={id}
      title={title}
      lead={lead}
      actions={
        onAdd && (
          <Button onClick={onAdd}>
            <Plus aria-hidden />
            {add}
          </Button>
        )
      }
    >
      {count === 0 && <p className="px-5 py-4 text-base text-ink-soft">{empty}</p>}
      <ul className="divide-y divide-line">{children}</ul>
    </SettingsSection>
  );
}

/** One entry with its fields, what is wrong with it, and a way to take it out. */
export function Entry({
  name,
  problem,
  onRemove,
  children,
}: {
  name: string;
  problem: string | undefined;
  onRemove: (() => void) | null;
  children: ReactNode;
}) {
  const t = useTranslations('admin.policy');
  return (
    <li className="flex gap-3 px-5 py-4">
      <fieldset className="grid min-w-0 flex-1 items-start gap-3 sm:grid-cols-2 lg:grid-cols-3">
        <legend className="sr-only">{name}</legend>
        {children}
        {problem && (
          <p role="alert" className="col-span-full text-sm text-danger">
            {problem}
          </p>
        )}
      </fieldset>
      {onRemove && (
        <Button size="iconSm" variant="ghost" aria-label={t('remove', { name })} onClick={onRemove}>
          <Trash2 aria-hidden />
        </Button>
      )}
    </li>
  );
}

/** A type of step, a family of them, or all. */
export function ToolField({
  value,
  readOnly,
  onChange,
}: {
  value: string;
  readOnly: boolean;
  onChange: (tool: string) => void;
}) {
  const t = useTranslations('admin.policy');
  const trpc = useTRPC();
  const list = useId();
  const { data = [] } = useQuery(trpc.policy.tools.queryOptions(undefined, { staleTime: Infinity }));
  return (
    <div className="min-w-0">
      <Field label={t('tool')} hint={t('toolHint')}>
        <Input
          list={list}
          value={value}
          maxLength={120}
          readOnly={readOnly}
          placeholder={t('everyTool')}
          spellCheck={false}
          autoCapitalize="none"
          onChange={({ target }) => onChange(target.value.trim())}
        />
      </Field>
      <datalist id={list}>
        {data.map(({ tool, title }) => (
          <option key={tool} value={tool}>
            {title}
          </option>
        ))}
      </datalist>
    </div>
  );
}

export type MatchFieldsProps = { match: PolicyMatch; readOnly: boolean; onChange: (match: PolicyMatch) => void };

/** Which actions an entry is about. */
export function MatchFields({ match, readOnly, onChange }: MatchFieldsProps) {
  const t = useTranslations('admin.policy');
  const trpc = useTRPC();
  const flows = useQuery(trpc.flows.list.queryOptions());
  const connections = useQuery(trpc.connections.list.queryOptions());
  const choices = (part: 'flowId' | 'connection', any: string, known: { id: string; name: string }[] = []) => (
    <Field label={t(part)}>
      <Select
        value={match[part] ?? ANY}
        disabled={readOnly}
        options={[{ value: ANY, title: any }, ...listed(known, match[part])]}
        onValueChange={(value) => onChange(withMatch(match, part, value === ANY ? '' : value))}
      />
    </Field>
  );
  return (
    <>
      <ToolField
        value={match.tool ?? ''}
        readOnly={readOnly}
        onChange={(tool) => onChange(withMatch(match, 'tool', tool))}
      />
      {choices('flowId', t('everyFlow'), flows.data)}
      {choices('connection', t('everyConnection'), connections.data)}
    </>
  );
}

/** What is chosen stays listed, also when it was deleted since. */
function listed(known: { id: string; name: string }[], chosen: string | undefined) {
  const options = known.map(({ id, name }) => ({ value: id, title: name }));
  const isKnown = chosen === undefined || known.some(({ id }) => id === chosen);
  return isKnown ? options : [...options, { value: chosen, title: chosen }];
}
