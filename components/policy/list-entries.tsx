'use client';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Entry, EntrySection, MatchFields, type EntriesProps } from '#components/policy/entry.tsx';
import { addList, problemAt, targetsIn, withEntry } from '#components/policy/policy-draft.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import type { AllowList } from '#lib/policy.ts';

/** Lists of the only targets that some actions may have. */
export function ListEntries({ policy, onChange, readOnly, problems }: EntriesProps) {
  const t = useTranslations('admin.policy');
  const { allowLists } = policy;
  const put = (at: number, list: AllowList | null) =>
    onChange({ ...policy, allowLists: withEntry(allowLists, at, list) });
  return (
    <EntrySection
      id="lists"
      title={t('lists')}
      lead={t('listsLead')}
      empty={t('noLists')}
      add={t('addList')}
      onAdd={readOnly ? null : () => onChange(addList(policy))}
      count={allowLists.length}
    >
      {allowLists.map((list, at) => (
        <Entry
          key={at}
          name={t('listNamed', { name: list.name })}
          problem={problemAt(problems, `allowLists.${at}`)}
          onRemove={readOnly ? null : () => put(at, null)}
        >
          <Field label={t('name')}>
            <Input
              value={list.name}
              maxLength={80}
              readOnly={readOnly}
              onChange={({ target }) => put(at, { ...list, name: target.value })}
            />
          </Field>
          <MatchFields match={list.match} readOnly={readOnly} onChange={(match) => put(at, { ...list, match })} />
          <Targets list={list} readOnly={readOnly} onChange={(targets) => put(at, { ...list, targets })} />
        </Entry>
      ))}
    </EntrySection>
  );
}

type TargetsProps = { list: AllowList; readOnly: boolean; onChange: (targets: string[]) => void };

/** One target a line; what is typed stays as it is until the box is left. */
function Targets({ list, readOnly, onChange }: TargetsProps) {
  const t = useTranslations('admin.policy');
  const [typed, setTyped] = useState(list.targets.join('\n'));
  return (
    <Field label={t('targets')} hint={t('targetsHint')} className="sm:col-span-2">
      <Textarea
        rows={3}
        value={typed}
        readOnly={readOnly}
        spellCheck={false}
        onChange={({ target }) => {
          setTyped(target.value);
          onChange(targetsIn(target.value));
        }}
      />
    </Field>
  );
}
