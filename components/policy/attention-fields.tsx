'use client';
import { useTranslations } from 'use-intl';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import type { Attention, PolicyRule } from '#lib/policy.ts';

const FIELDS = [
  ['remindAfter', 'remind', '2h'],
  ['escalateAfter', 'escalate', '12h'],
] as const;

type Props = { rule: PolicyRule; readOnly: boolean; onChange: (rule: PolicyRule) => void };

/** What happens while nobody answers what a rule is about. */
export function AttentionFields({ rule, readOnly, onChange }: Props) {
  const t = useTranslations('admin.policy');
  const put = (name: keyof Attention, time: string) => {
    const { [name]: _before, ...rest } = rule;
    onChange(time === '' ? rest : { ...rest, [name]: time });
  };
  return FIELDS.map(([name, title, example]) => (
    <Field key={name} label={t(title)} hint={t(`${title}Hint`)} required={false}>
      <Input
        value={rule[name] ?? ''}
        maxLength={8}
        readOnly={readOnly}
        placeholder={example}
        onChange={({ target }) => put(name, target.value.trim())}
      />
    </Field>
  ));
}
