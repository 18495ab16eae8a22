'use client';
import { useTranslations } from 'use-intl';
import { Checkbox } from '#components/ui/checkbox.tsx';
import type { PolicyRule } from '#lib/policy.ts';

const BOXES = [
  ['two', 'whoTwo'],
  ['notOwn', 'whoNotOwn'],
] as const;

type Props = { rule: PolicyRule; readOnly: boolean; onChange: (rule: PolicyRule) => void };

/** Who has to allow what a rule is about. */
export function ApproverFields({ rule, readOnly, onChange }: Props) {
  const t = useTranslations('admin.policy');
  const put = (name: 'two' | 'notOwn', on: boolean) => {
    const { [name]: _before, ...rest } = rule;
    onChange(on ? { ...rest, [name]: true } : rest);
  };
  return (
    <div role="group" aria-label={t('whoAllows')} className="col-span-full flex flex-col gap-2">
      {BOXES.map(([name, title]) => (
        <label key={name} className="flex cursor-pointer items-start gap-2.5">
          <Checkbox
            className="mt-0.5"
            checked={rule[name] ?? false}
            disabled={readOnly}
            onCheckedChange={(on) => put(name, on === true)}
          />
          <span className="min-w-0">{t(title)}</span>
        </label>
      ))}
    </div>
  );
}
