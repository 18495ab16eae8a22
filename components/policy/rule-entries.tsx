'use client';
import { useTranslations } from 'use-intl';
import { Entry, EntrySection, MatchFields, type EntriesProps } from '#components/policy/entry.tsx';
import { ApproverFields } from '#components/policy/approver-fields.tsx';
import { AttentionFields } from '#components/policy/attention-fields.tsx';
import { ConditionFields } from '#components/policy/condition-fields.tsx';
import { addRule, problemAt, withEntry } from '#components/policy/policy-draft.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { PolicyRule } from '#lib/policy.ts';

/** Rules that ask or refuse where the defaults would let go. */
export function RuleEntries({ policy, onChange, readOnly, problems }: EntriesProps) {
  const t = useTranslations('admin.policy');
  const { rules } = policy;
  const put = (at: number, rule: PolicyRule | null) => onChange({ ...policy, rules: withEntry(rules, at, rule) });
  return (
    <EntrySection
      id="rules"
      title={t('rules')}
      lead={t('rulesLead')}
      empty={t('noRules')}
      add={t('addRule')}
      onAdd={readOnly ? null : () => onChange(addRule(policy))}
      count={rules.length}
    >
      {rules.map((rule, at) => (
        <Entry
          key={at}
          name={t('ruleNamed', { name: rule.id })}
          problem={problemAt(problems, `rules.${at}`)}
          onRemove={readOnly ? null : () => put(at, null)}
        >
          <Field label={t('effect')}>
            <Select
              value={rule.effect}
              disabled={readOnly}
              options={[
                { value: 'ask', title: t('ask') },
                { value: 'passkey', title: t('passkey') },
                { value: 'deny', title: t('deny') },
              ]}
              onValueChange={(effect) => put(at, { ...rule, effect: effect as PolicyRule['effect'] })}
            />
          </Field>
          <Field label={t('reason')} hint={t('reasonHint')}>
            <Input
              value={rule.reason}
              maxLength={500}
              readOnly={readOnly}
              onChange={({ target }) => put(at, { ...rule, reason: target.value })}
            />
          </Field>
          <Field label={t('id')} hint={t('idHint')}>
            <Input
              value={rule.id}
              maxLength={60}
              readOnly={readOnly}
              spellCheck={false}
              onChange={({ target }) => put(at, { ...rule, id: target.value })}
            />
          </Field>
          <MatchFields match={rule.match} readOnly={readOnly} onChange={(match) => put(at, { ...rule, match })} />
          {rule.effect !== 'deny' && (
            <>
              <AttentionFields rule={rule} readOnly={readOnly} onChange={(changed) => put(at, changed)} />
              <ApproverFields rule={rule} readOnly={readOnly} onChange={(changed) => put(at, changed)} />
            </>
          )}
          <ConditionFields
            when={rule.when ?? []}
            readOnly={readOnly}
            onChange={(when) => {
              const { when: _before, ...rest } = rule;
              put(at, when.length === 0 ? rest : { ...rest, when });
            }}
          />
        </Entry>
      ))}
    </EntrySection>
  );
}
