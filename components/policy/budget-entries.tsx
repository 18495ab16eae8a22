'use client';
import { useTranslations } from 'use-intl';
import { Entry, EntrySection, ToolField, type EntriesProps } from '#components/policy/entry.tsx';
import { addBudget, problemAt, withAtCap, withCost, withEntry, withPer } from '#components/policy/policy-draft.ts';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Budget } from '#lib/policy.ts';

const AT_CAP = ['stop', 'ask'] as const;
const PER = ['all', 'target', 'flow', 'run'] as const;

/** How often something may happen, or how much it may come to, in a while. */
export function BudgetEntries({ policy, onChange, readOnly, problems }: EntriesProps) {
  const t = useTranslations('admin.policy');
  const { budgets } = policy;
  const put = (at: number, budget: Budget | null) => onChange({ ...policy, budgets: withEntry(budgets, at, budget) });
  return (
    <EntrySection
      id="budgets"
      title={t('budgets')}
      lead={t('budgetsLead')}
      empty={t('noBudgets')}
      add={t('addBudget')}
      onAdd={readOnly ? null : () => onChange(addBudget(policy))}
      count={budgets.length}
    >
      {budgets.map((budget, at) => {
        const { amount: _amount, ...counted } = budget;
        const text = (label: 'name' | 'window' | 'amount', hint?: string) => (
          <Field label={t(label)} hint={hint} required={label === 'amount' ? false : undefined}>
            <Input
              value={budget[label] ?? ''}
              maxLength={80}
              readOnly={readOnly}
              onChange={({ target }) =>
                put(at, label === 'amount' && target.value === '' ? counted : { ...budget, [label]: target.value })
              }
            />
          </Field>
        );
        return (
          <Entry
            key={at}
            name={t('budgetNamed', { name: budget.name })}
            problem={problemAt(problems, `budgets.${at}`)}
            onRemove={readOnly ? null : () => put(at, null)}
          >
            {text('name')}
            <ToolField value={budget.tool} readOnly={readOnly} onChange={(tool) => put(at, { ...budget, tool })} />
            <Field label={t('max')}>
              <Input
                type="number"
                min={0}
                step="any"
                value={budget.max}
                readOnly={readOnly}
                onChange={({ target }) => put(at, { ...budget, max: Number(target.value) })}
              />
            </Field>
            {text('window', t('windowHint'))}
            <Field label={t('per')}>
              <Select
                value={budget.per ?? 'all'}
                disabled={readOnly}
                options={PER.map((per) => ({ value: per, title: t(`per-${per}`) }))}
                onValueChange={(per) => put(at, withPer(budget, per))}
              />
            </Field>
            <Field label={t('counts')}>
              <Select
                value={budget.cost ? 'cost' : 'uses'}
                disabled={readOnly}
                options={[
                  { value: 'uses', title: t('counts-uses') },
                  { value: 'cost', title: t('counts-cost') },
                ]}
                onValueChange={(what) => put(at, withCost(budget, what === 'cost'))}
              />
            </Field>
            {!budget.cost && text('amount', t('amountHint'))}
            {budget.cost && (
              <Field label={t('atCap')} hint={t('atCapHint')}>
                <Select
                  value={budget.atCap ?? 'stop'}
                  disabled={readOnly}
                  options={AT_CAP.map((what) => ({ value: what, title: t(`atCap-${what}`) }))}
                  onValueChange={(what) => put(at, withAtCap(budget, what === 'ask'))}
                />
              </Field>
            )}
          </Entry>
        );
      })}
    </EntrySection>
  );
}
