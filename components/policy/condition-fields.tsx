'use client';
import { Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { conditionOf, kindOf, KINDS, withCondition, type Kind } from '#components/policy/conditions.ts';
import { targetsIn } from '#components/policy/policy-draft.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Select } from '#components/ui/select.tsx';
import type { Condition } from '#lib/policy-when.ts';

type Props = { when: Condition[]; readOnly: boolean; onChange: (when: Condition[]) => void };

/** When a rule holds: all of these must fit. */
export function ConditionFields({ when, readOnly, onChange }: Props) {
  const t = useTranslations('admin.when');
  const put = (at: number, condition: Condition | null) => onChange(withCondition(when, at, condition));
  return (
    <div className="col-span-full flex flex-col gap-3">
      {when.map((condition, at) => (
        <div key={at} className="flex items-end gap-2 rounded-lg border border-line bg-sunken px-3 py-2.5">
          <div className="grid min-w-0 flex-1 items-start gap-3 sm:grid-cols-3">
            <Field label={at === 0 ? t('if') : t('and')}>
              <Select
                value={kindOf(condition)}
                disabled={readOnly}
                options={KINDS.map((kind) => ({ value: kind, title: t(`kind-${kind}`) }))}
                onValueChange={(kind) => put(at, conditionOf(kind as Kind))}
              />
            </Field>
            <Parts condition={condition} readOnly={readOnly} onChange={(changed) => put(at, changed)} />
          </div>
          {!readOnly && (
            <Button size="iconSm" variant="ghost" aria-label={t('remove')} onClick={() => put(at, null)}>
              <Trash2 aria-hidden />
            </Button>
          )}
        </div>
      ))}
      {!readOnly && when.length < 20 && (
        <Button size="sm" className="self-start" onClick={() => onChange([...when, conditionOf('target')])}>
          <Plus aria-hidden />
          {t('add')}
        </Button>
      )}
    </div>
  );
}

type PartsProps = { condition: Condition; readOnly: boolean; onChange: (condition: Condition) => void };

function Parts({ condition, readOnly, onChange }: PartsProps) {
  const t = useTranslations('admin.when');
  const text = (label: string, value: string, put: (value: string) => void) => (
    <Field label={label}>
      <Input
        value={value}
        maxLength={300}
        readOnly={readOnly}
        spellCheck={false}
        onChange={(e) => put(e.target.value)}
      />
    </Field>
  );
  if (condition.about === 'time') {
    const { from, to, zone } = condition;
    return (
      <>
        <div className="grid grid-cols-2 gap-3">
          {text(t('from'), from, (value) => onChange({ ...condition, from: value }))}
          {text(t('to'), to, (value) => onChange({ ...condition, to: value }))}
        </div>
        {text(t('zone'), zone, (value) => onChange({ ...condition, zone: value }))}
      </>
    );
  }
  const name = condition.about.startsWith('field:') ? condition.about.slice('field:'.length) : null;
  if (condition.is === 'over') {
    return (
      <>
        {text(t('field'), name ?? '', (value) => onChange({ ...condition, about: `field:${value}` }))}
        <Field label={t('max')}>
          <Input
            type="number"
            min={0}
            step="any"
            value={condition.max}
            readOnly={readOnly}
            onChange={({ target }) => onChange({ ...condition, max: Number(target.value) })}
          />
        </Field>
      </>
    );
  }
  return (
    <>
      {name !== null && text(t('field'), name, (value) => onChange({ ...condition, about: `field:${value}` }))}
      <Field label={t('is')}>
        <Select
          value={condition.is}
          disabled={readOnly}
          options={[
            { value: 'like', title: t('like') },
            { value: 'unlike', title: t('unlike') },
          ]}
          onValueChange={(is) => onChange({ ...condition, is: is as 'like' | 'unlike' })}
        />
      </Field>
      <Patterns
        patterns={condition.patterns}
        readOnly={readOnly}
        onChange={(patterns) => onChange({ ...condition, patterns })}
      />
    </>
  );
}

type PatternsProps = { patterns: string[]; readOnly: boolean; onChange: (patterns: string[]) => void };

function Patterns({ patterns, readOnly, onChange }: PatternsProps) {
  const t = useTranslations('admin.when');
  return (
    <Field label={t('patterns')} hint={t('patternsHint')}>
      <Input
        defaultValue={patterns.join(', ')}
        maxLength={4000}
        readOnly={readOnly}
        spellCheck={false}
        autoCapitalize="none"
        onChange={({ target }) => onChange(targetsIn(target.value.replaceAll(',', '\n')))}
      />
    </Field>
  );
}
